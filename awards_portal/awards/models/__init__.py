"""Tables of awards: meetings, decisions, publications, feedback, certificates, and editions before the portal."""

from .certificate import Certificate, CertificateKind
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
from .pairwise import Comparison, Finalist, PairwiseFinal
from .past import PastCategory, PastEdition, PastJuror, PastWinner
from .publication import Award, Confirmation, Decision, DecisionKind, Publication, Retraction
from .ruling import RulesChange
from .showing import Showing

__all__ = [
    "Absence",
    "Attendance",
    "Award",
    "Certificate",
    "CertificateKind",
    "ClearedFeedback",
    "Comparison",
    "Confirmation",
    "Decision",
    "DecisionKind",
    "Discussion",
    "Feedback",
    "FeedbackRelease",
    "Finalist",
    "Meeting",
    "MeetingClosing",
    "MeetingNote",
    "MeetingOrder",
    "Minutes",
    "PairwiseFinal",
    "PastCategory",
    "PastEdition",
    "PastJuror",
    "PastWinner",
    "Publication",
    "Retraction",
    "RulesChange",
    "Showing",
]
