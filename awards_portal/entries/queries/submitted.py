"""What was submitted: the versions of an entry, and the one that counts."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from ...db import db
from ...ledger import LedgerLine
from ..models import Entry, Submission
from .standing import is_out


@dataclass(frozen=True)
class Submitted:
    """An entry that counts, with its city and category loaded, and the version that counts."""

    entry: Entry
    submission: Submission

    @property
    def snapshot(self) -> dict[str, Any]:
        """What was frozen (see `snapshots.build` for the layout)."""
        return read_snapshot(self.submission)


def read_snapshot(submission: Submission) -> dict[str, Any]:
    """The frozen document of a submission."""
    found: dict[str, Any] = json.loads(submission.snapshot)
    return found


def submissions(entry_id: int) -> Sequence[Submission]:
    """Every version submitted, with who submitted it, the first one first."""
    return db.session.scalars(
        select(Submission)
        .where(Submission.entry_id == entry_id)
        .options(joinedload(Submission.by))
        .order_by(Submission.number)
    ).all()


def latest_submission(entry_id: int) -> Submission | None:
    """The version of an entry that counts, with who submitted it."""
    return db.session.scalar(
        select(Submission)
        .where(Submission.entry_id == entry_id)
        .options(joinedload(Submission.by))
        .order_by(Submission.number.desc())
        .limit(1)
    )


def latest_submissions(entry_ids: Iterable[int]) -> dict[int, Submission]:
    """The versions that count, by entry; entries never submitted are not in it."""
    rows = db.session.scalars(
        select(Submission)
        .where(Submission.entry_id.in_(list(entry_ids)), _is_latest(Submission))
        .options(joinedload(Submission.by))
        .order_by(Submission.entry_id)
    )
    return {row.entry_id: row for row in rows}


def submission_by_mark(entry_id: int, mark: str) -> Submission | None:
    """The version that one press of the button made."""
    return db.session.scalar(
        select(Submission)
        .where(Submission.entry_id == entry_id, Submission.mark == mark)
        .options(joinedload(Submission.by))
    )


def last_blocked(entry_id: int) -> LedgerLine | None:
    """The last try to submit an entry that was refused, unless something was submitted after it."""
    return db.session.scalar(
        select(LedgerLine)
        .where(
            LedgerLine.subject_type == Entry.__tablename__,
            LedgerLine.subject_id == entry_id,
            LedgerLine.event == "submission.blocked",
            ~select(Submission.id).where(Submission.entry_id == entry_id, Submission.at >= LedgerLine.at).exists(),
        )
        .order_by(LedgerLine.id.desc())
        .limit(1)
    )


def submitted_entries(edition_id: int, category_id: int | None = None) -> list[Submitted]:
    """Entries that count: submitted and not out now, with city and category, by category and reference."""
    question = (
        select(Entry, Submission)
        .join(Submission, Submission.entry_id == Entry.id)
        .join(Entry.category)
        .where(Entry.edition_id == edition_id, _is_latest(Submission), ~is_out(Entry.id))
        .options(joinedload(Entry.city), joinedload(Entry.category), joinedload(Entry.form_version))
        .order_by(Entry.category_id, Entry.reference)
    )
    if category_id is not None:
        question = question.where(Entry.category_id == category_id)
    return [Submitted(entry, submission) for entry, submission in db.session.execute(question)]


def _is_latest(submission: type[Submission]) -> Any:
    later = aliased(Submission)
    return ~select(later.id).where(later.entry_id == submission.entry_id, later.number > submission.number).exists()
