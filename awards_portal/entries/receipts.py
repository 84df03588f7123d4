"""Whether a receipt is genuine: a digest, a dossier or a reference against what the portal keeps."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from .. import storage
from ..db import db
from ..text import sha256
from . import queries
from .models import Dossier, Entry, Submission

_NAMED = re.compile(r"submission-sha256:([0-9a-f]{64})")
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Check:
    """What became of checking one submission. `faults` is empty when everything is as it was sent."""

    submission: Submission
    faults: list[str]


def submission_of(digest: str) -> Submission | None:
    """The submission that a digest belongs to, its own or its dossier's, with entry and edition."""
    if not DIGEST.fullmatch(digest):
        return None
    return db.session.scalar(
        select(Submission)
        .outerjoin(Dossier, Dossier.submission_id == Submission.id)
        .where(or_(Submission.sha256 == digest, Dossier.sha256 == digest))
        .options(joinedload(Submission.entry).joinedload(Entry.edition))
        .order_by(Submission.id)
        .limit(1)
    )


def submissions_of(reference: str) -> Sequence[Submission]:
    """Every version of an entry, the first one first, with entry and edition."""
    return db.session.scalars(
        select(Submission)
        .join(Entry, Entry.id == Submission.entry_id)
        .where(Entry.reference == reference)
        .options(joinedload(Submission.entry).joinedload(Entry.edition))
        .order_by(Submission.number)
    ).all()


def named_in(pdf: bytes) -> str | None:
    """The digest of the submission that a dossier names in its properties; None when it names none or is no PDF."""
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            found = _NAMED.search(str(document.docinfo.get("/Keywords", "")))
    except (pikepdf.PdfError, ValueError, TypeError):
        return None
    return found[1] if found else None


def digest_of(content: bytes) -> str:
    """A file's SHA-256."""
    return hashlib.sha256(content).hexdigest()


def check(submission: Submission) -> Check:
    """Compute a submission's digest again, and that of every file it lists."""
    faults = []
    if sha256(submission.snapshot) != submission.sha256:
        faults.append("The record does not have the SHA-256 that was noted for it.")
    for file in queries.read_snapshot(submission)["attachments"]:
        try:
            storage.read(file["sha256"], file["size"])
        except storage.Damaged:
            faults.append(f"The file {json.dumps(file['name'], ensure_ascii=False)} is missing or was changed.")
        except storage.Unavailable:
            faults.append(f"The file {json.dumps(file['name'], ensure_ascii=False)} could not be read; try again.")
    return Check(submission, faults)
