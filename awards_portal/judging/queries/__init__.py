"""Questions about judging, one page or topic a file. Each says what it loads and in which order.

What a judge may not see is not loaded.
"""

from .between import (
    assignments_of,
    conflicts_stated,
    ever_submitted,
    hold_judges,
    loads,
    pairs_assigned,
    recused,
    statement,
)
from .desk import judgeships, seats_of, skip_of, skipped
from .exclusions import exclusions_of, exclusions_of_judge
from .extensions import extensions_of_judge, extensions_running, longer
from .jury import count_judged, editions_judged, judgeship, public_jury, public_photo
from .likeness import found_between, questions_for
from .matrix import (
    Cell,
    cards_by_round,
    cells,
    entries_to_judge,
    everybody,
    judges_of_category,
    rounds,
    seats_in,
    seats_of_entry,
)
from .panel import Coverage, coverage, members, panel_of, panels, seat_on_panel
from .paper import paper_entries
from .practice import anchor_of, completed_cards, practice_seat
from .progress import last_nudges, progress_in
from .roster import (
    STANDINGS,
    JudgeProgress,
    count_judges,
    judge_by_email,
    judge_by_invitation,
    judge_in,
    judge_of_person,
    judges,
)
from .scorecard import (
    assignment,
    content,
    files_by_entry,
    files_of,
    last_return,
    last_set_aside,
    own_completed,
    revision_by_mark,
    scores,
    seat_for,
    share_round,
)
from .seats import seat

__all__ = [
    "STANDINGS",
    "Cell",
    "Coverage",
    "JudgeProgress",
    "anchor_of",
    "assignment",
    "assignments_of",
    "cards_by_round",
    "cells",
    "completed_cards",
    "conflicts_stated",
    "content",
    "count_judged",
    "count_judges",
    "coverage",
    "editions_judged",
    "entries_to_judge",
    "ever_submitted",
    "everybody",
    "exclusions_of",
    "exclusions_of_judge",
    "extensions_of_judge",
    "extensions_running",
    "files_by_entry",
    "files_of",
    "found_between",
    "hold_judges",
    "judge_by_email",
    "judge_by_invitation",
    "judge_in",
    "judge_of_person",
    "judges",
    "judges_of_category",
    "judgeship",
    "judgeships",
    "last_nudges",
    "last_return",
    "last_set_aside",
    "loads",
    "longer",
    "members",
    "own_completed",
    "pairs_assigned",
    "panel_of",
    "panels",
    "paper_entries",
    "practice_seat",
    "progress_in",
    "public_jury",
    "public_photo",
    "questions_for",
    "recused",
    "revision_by_mark",
    "rounds",
    "scores",
    "seat",
    "seat_for",
    "seat_on_panel",
    "seats_in",
    "seats_of",
    "seats_of_entry",
    "share_round",
    "skip_of",
    "skipped",
    "statement",
]
