"""Why not: each function answers the sentence that says why something cannot be done and the way out, or None."""

from .arranging import (
    why_not_arrange,
    why_not_assign,
    why_not_extend_judge,
    why_not_nudge,
    why_not_practise,
    why_not_recuse,
    why_not_return,
    why_not_seat,
    why_not_substitute,
    why_not_take_part,
    why_not_unassign,
)
from .inviting import INVITATION_PAUSE, why_not_answer, why_not_invite_again, why_not_revoke
from .paper import why_not_score_from_paper, why_not_state_from_paper
from .scoring import (
    why_away,
    why_closed,
    why_not_compare,
    why_not_deny,
    why_not_reopen,
    why_not_score,
    why_not_see,
    why_not_skip,
    why_not_state,
    why_too_late,
)

__all__ = [
    "INVITATION_PAUSE",
    "why_away",
    "why_closed",
    "why_not_answer",
    "why_not_arrange",
    "why_not_assign",
    "why_not_compare",
    "why_not_deny",
    "why_not_extend_judge",
    "why_not_invite_again",
    "why_not_nudge",
    "why_not_practise",
    "why_not_recuse",
    "why_not_reopen",
    "why_not_return",
    "why_not_revoke",
    "why_not_score",
    "why_not_score_from_paper",
    "why_not_seat",
    "why_not_see",
    "why_not_skip",
    "why_not_state",
    "why_not_state_from_paper",
    "why_not_substitute",
    "why_not_take_part",
    "why_not_unassign",
    "why_too_late",
]
