"""Tables of entries: what was typed, what was attached, what was submitted, and every version of it."""

from .answers import Answer, AnswerRevision, RevisionKind
from .decisions import ChangeRequest, EligibilityDecision, EligibilityOutcome, Extension
from .entry import Entry, Presence
from .files import Attachment, Upload, UploadPiece
from .submissions import Dossier, Submission, Withdrawal

__all__ = [
    "Answer",
    "AnswerRevision",
    "Attachment",
    "ChangeRequest",
    "Dossier",
    "EligibilityDecision",
    "EligibilityOutcome",
    "Entry",
    "Extension",
    "Presence",
    "RevisionKind",
    "Submission",
    "Upload",
    "UploadPiece",
    "Withdrawal",
]
