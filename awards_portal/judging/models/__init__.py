"""Tables of judging: who judges what, what stands in the way, and what they gave."""

from .assignments import Assignment, AssignmentHow, Skip
from .conflicts import ConflictKind, ConflictStatement, Exclusion, Recusal
from .judges import Anchor, Judge, JudgeExtension, Nudge, Panel, PanelMember
from .scorecards import CardReturn, CardRevision, CardRevisionKind, PaperEntry, Score, Scorecard

__all__ = [
    "Anchor",
    "Assignment",
    "AssignmentHow",
    "CardReturn",
    "CardRevision",
    "CardRevisionKind",
    "ConflictKind",
    "ConflictStatement",
    "Exclusion",
    "Judge",
    "JudgeExtension",
    "Nudge",
    "Panel",
    "PanelMember",
    "PaperEntry",
    "Recusal",
    "Score",
    "Scorecard",
    "Skip",
]
