"""Tables of awards: what the jury decided, what was published, feedback, and editions held before the portal."""

from .feedback import ClearedFeedback, Feedback, FeedbackRelease
from .past import PastCategory, PastEdition, PastJuror, PastWinner
from .publication import Award, Confirmation, Decision, DecisionKind, Publication, Retraction

__all__ = [
    "Award",
    "ClearedFeedback",
    "Confirmation",
    "Decision",
    "DecisionKind",
    "Feedback",
    "FeedbackRelease",
    "PastCategory",
    "PastEdition",
    "PastJuror",
    "PastWinner",
    "Publication",
    "Retraction",
]
