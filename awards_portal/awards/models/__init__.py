"""Tables of awards: the jury's meetings, decisions, what was published, feedback, and editions before the portal."""

from .feedback import ClearedFeedback, Feedback, FeedbackRelease
from .meeting import (
    Absence,
    Attendance,
    Discussion,
    Meeting,
    MeetingClosing,
    MeetingNote,
    MeetingOrder,
    Minutes,
)
from .past import PastCategory, PastEdition, PastJuror, PastWinner
from .publication import Award, Confirmation, Decision, DecisionKind, Publication, Retraction

__all__ = [
    "Absence",
    "Attendance",
    "Award",
    "ClearedFeedback",
    "Confirmation",
    "Decision",
    "DecisionKind",
    "Discussion",
    "Feedback",
    "FeedbackRelease",
    "Meeting",
    "MeetingClosing",
    "MeetingNote",
    "MeetingOrder",
    "Minutes",
    "PastCategory",
    "PastEdition",
    "PastJuror",
    "PastWinner",
    "Publication",
    "Retraction",
]
