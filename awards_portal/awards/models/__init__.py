"""Tables of awards: what the jury decided, what was published, and editions held before the portal."""

from .past import PastCategory, PastEdition, PastJuror, PastWinner
from .publication import Award, Confirmation, Decision, DecisionKind, Publication, Retraction

__all__ = [
    "Award",
    "Confirmation",
    "Decision",
    "DecisionKind",
    "PastCategory",
    "PastEdition",
    "PastJuror",
    "PastWinner",
    "Publication",
    "Retraction",
]
