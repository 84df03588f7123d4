"""Questions about entries. Each says what it loads and in which order.

Other rooms read submissions here: `submitted_entries`, `latest_submission`, `judging_view`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from ..db import db
from ..ledger import LedgerLine
from ..people import queries as people
from ..people.models import Person, Representative, RepresentativeRole
from .models import Answer, AnswerRevision, Attachment, Entry, RevisionKind, Submission, Withdrawal
from .oversight.queries import is_refused, is_unchecked
from .snapshots import JudgingView, judging_view

# Judges read submissions through these; they are found here with the questions that lead to them.
__all__ = ["JudgingView", "judging_view"]


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


def _whole(question: Select[Entry]) -> Select[Entry]:
    return question.options(
        joinedload(Entry.edition), joinedload(Entry.city), joinedload(Entry.category), joinedload(Entry.form_version)
    )


def entry_for(person_id: int, reference: str) -> tuple[Entry, Representative] | None:
    """An entry this person may reach because they speak for its city, whole, and in which standing they do."""
    row = db.session.execute(
        _whole(select(Entry))
        .add_columns(Representative)
        .join(Representative, Representative.city_id == Entry.city_id)
        .where(Entry.reference == reference, Representative.person_id == person_id, Representative.ended_at.is_(None))
    ).first()
    return None if row is None else (row[0], row[1])


def entry_by_reference(reference: str) -> Entry | None:
    """An entry with its edition, city, category and form. For the organising team: no city is checked."""
    return db.session.scalar(_whole(select(Entry)).where(Entry.reference == reference))


def last_submitted(edition_id: int) -> Entry | None:
    """The entry of an edition that was submitted last."""
    question = _whole(select(Entry)).join(Submission, Submission.entry_id == Entry.id)
    return db.session.scalar(
        question.where(Entry.edition_id == edition_id).order_by(Submission.at.desc(), Submission.id.desc()).limit(1)
    )


def entries_of_cities(city_ids: Iterable[int]) -> Sequence[Entry]:
    """Entries of these cities, whole, the newest edition first."""
    question = _whole(select(Entry)).join(Entry.edition).where(Entry.city_id.in_(list(city_ids)))
    return db.session.scalars(
        question.order_by(Entry.edition_id.desc(), Entry.city_id, Entry.created_at, Entry.id)
    ).all()


def entries_by_ids(ids: Iterable[int]) -> Sequence[Entry]:
    """These entries, whole, in the order they were started."""
    return db.session.scalars(_whole(select(Entry)).where(Entry.id.in_(list(ids))).order_by(Entry.id)).all()


def competes(edition_id: int, person_id: int) -> bool:
    """Whether a city that somebody speaks for has an entry in the edition."""
    cities = people.own_cities(person_id)
    question = select(Entry.id).where(Entry.edition_id == edition_id, Entry.city_id.in_(cities)).limit(1)
    return bool(cities) and db.session.scalar(question) is not None


def role_of(person_id: int, city_id: int) -> RepresentativeRole | None:
    """What a person may do for a city now; None when they do not speak for it."""
    role = db.session.scalar(
        select(Representative.role).where(
            Representative.person_id == person_id,
            Representative.city_id == city_id,
            Representative.ended_at.is_(None),
        )
    )
    return None if role is None else RepresentativeRole(role)


def leads(city_id: int) -> Sequence[Person]:
    """The people who lead for a city now, by name."""
    return db.session.scalars(
        select(Person)
        .join(Representative, Representative.person_id == Person.id)
        .where(
            Representative.city_id == city_id,
            Representative.role == RepresentativeRole.LEAD,
            Representative.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.name, Person.id)
    ).all()


def writers_of(city_ids: Iterable[int]) -> dict[int, list[Person]]:
    """The people who write for these cities now, leads and editors, by city and name."""
    rows = db.session.execute(
        select(Representative.city_id, Person)
        .join(Person, Person.id == Representative.person_id)
        .where(
            Representative.city_id.in_(list(city_ids)),
            Representative.role.in_([RepresentativeRole.LEAD, RepresentativeRole.EDITOR]),
            Representative.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .order_by(Representative.city_id, Person.name, Person.id)
    )
    found: dict[int, list[Person]] = {}
    for city_id, person in rows:
        found.setdefault(city_id, []).append(person)
    return found


def speakers(city_id: int) -> Sequence[Person]:
    """Everybody who speaks for a city now, whatever their role, by name."""
    return db.session.scalars(
        select(Person)
        .join(Representative, Representative.person_id == Person.id)
        .where(Representative.city_id == city_id, Representative.ended_at.is_(None), Person.disabled_at.is_(None))
        .order_by(Person.name, Person.id)
    ).all()


def entry_by_mark(city_id: int, mark: str) -> Entry | None:
    """The entry a city started with this press of the button."""
    return db.session.scalar(_whole(select(Entry)).where(Entry.city_id == city_id, Entry.mark == mark))


def count_entries(city_id: int, edition_id: int) -> int:
    """How many entries a city has in an edition; one that is withdrawn now does not count."""
    count = (
        select(func.count())
        .select_from(Entry)
        .where(Entry.city_id == city_id, Entry.edition_id == edition_id, ~is_withdrawn(Entry.id))
    )
    return db.session.scalar(count) or 0


def count_in_edition(edition_id: int) -> int:
    """How many entries were ever started in an edition."""
    return db.session.scalar(select(func.count()).select_from(Entry).where(Entry.edition_id == edition_id)) or 0


def reference_taken(reference: str) -> bool:
    """Whether an entry has this reference."""
    return db.session.scalar(select(Entry.id).where(Entry.reference == reference)) is not None


def answers(entry_id: int) -> dict[str, Answer]:
    """Current answers by question, each with who changed it last."""
    return answers_of([entry_id])[entry_id]


def answers_of(entry_ids: Iterable[int]) -> dict[int, dict[str, Answer]]:
    """Current answers by entry and question, each with who changed it last."""
    found: dict[int, dict[str, Answer]] = {entry_id: {} for entry_id in entry_ids}
    rows = db.session.scalars(
        select(Answer)
        .where(Answer.entry_id.in_(list(found)))
        .options(joinedload(Answer.changed_by))
        .order_by(Answer.id)
    )
    for row in rows:
        found[row.entry_id][row.question] = row
    return found


def revision_by_mark(entry_id: int, question: str, mark: str) -> AnswerRevision | None:
    """What one act of saving left, when it reached the portal before."""
    return db.session.scalar(
        select(AnswerRevision).where(
            AnswerRevision.entry_id == entry_id, AnswerRevision.question == question, AnswerRevision.mark == mark
        )
    )


def last_of_marks(entry_id: int, question: str, marks: Iterable[str], person_id: int) -> int:
    """The newest revision that a person's acts with these marks made; 0 when none of them arrived."""
    newest = select(func.max(AnswerRevision.revision)).where(
        AnswerRevision.entry_id == entry_id,
        AnswerRevision.question == question,
        AnswerRevision.kind == RevisionKind.SAVED,
        AnswerRevision.mark.in_(list(marks)),
        AnswerRevision.by_id == person_id,
    )
    return db.session.scalar(newest) or 0


def set_aside(entry_id: int) -> Sequence[AnswerRevision]:
    """Texts kept beside the answers, with who typed them, the newest first."""
    return db.session.scalars(
        select(AnswerRevision)
        .where(AnswerRevision.entry_id == entry_id, AnswerRevision.kind == RevisionKind.SET_ASIDE)
        .options(joinedload(AnswerRevision.by))
        .order_by(AnswerRevision.id.desc())
    ).all()


def attachments(entry_id: int) -> Sequence[Attachment]:
    """The files an entry has now, in the order they were added."""
    return attachments_of([entry_id])[entry_id]


def attachments_of(entry_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """The files that entries have now, by entry, in the order they were added."""
    found: dict[int, list[Attachment]] = {entry_id: [] for entry_id in entry_ids}
    rows = db.session.scalars(
        select(Attachment)
        .where(Attachment.entry_id.in_(list(found)), Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    )
    for row in rows:
        found[row.entry_id].append(row)
    return found


def all_attachments(entry_id: int) -> Sequence[Attachment]:
    """Every file an entry ever had, removed ones included, in the order they were added."""
    return all_attachments_of([entry_id])[entry_id]


def all_attachments_of(entry_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """Every file that entries ever had, by entry, in the order they were added."""
    found: dict[int, list[Attachment]] = {entry_id: [] for entry_id in entry_ids}
    rows = db.session.scalars(select(Attachment).where(Attachment.entry_id.in_(list(found))).order_by(Attachment.id))
    for row in rows:
        found[row.entry_id].append(row)
    return found


def attachment(entry_id: int, attachment_id: int) -> Attachment | None:
    """One file of an entry, a removed one included."""
    return db.session.scalar(select(Attachment).where(Attachment.id == attachment_id, Attachment.entry_id == entry_id))


def attachment_by_digest(entry_id: int, sha256: str) -> Attachment | None:
    """The row that first brought a file with this digest into an entry: what a snapshot's file is read through."""
    return db.session.scalar(
        select(Attachment)
        .where(Attachment.entry_id == entry_id, Attachment.sha256 == sha256)
        .order_by(Attachment.id)
        .limit(1)
    )


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


def current_withdrawal(entry_id: int) -> Withdrawal | None:
    """The withdrawal in force."""
    return current_withdrawals([entry_id]).get(entry_id)


def current_withdrawals(entry_ids: Iterable[int]) -> Mapping[int, Withdrawal]:
    """The withdrawals in force, by entry."""
    rows = db.session.scalars(
        select(Withdrawal)
        .where(Withdrawal.entry_id.in_(list(entry_ids)), Withdrawal.returned_at.is_(None))
        .order_by(Withdrawal.id)
    )
    return {row.entry_id: row for row in rows}


def out_of_competition(entry_ids: Iterable[int]) -> set[int]:
    """Which of these entries do not go to the judges now (see `is_out`)."""
    question = select(Entry.id).where(Entry.id.in_(list(entry_ids)), is_out(Entry.id)).order_by(Entry.id)
    return set(db.session.scalars(question))


def unchecked(entry_ids: Iterable[int]) -> set[int]:
    """Which of these entries have not passed where the edition has a round of eligibility."""
    question = select(Entry.id).where(Entry.id.in_(list(entry_ids)), is_unchecked(Entry.id)).order_by(Entry.id)
    return set(db.session.scalars(question))


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


def is_out(entry_id: Any) -> ColumnElement[bool]:
    """Whether an entry is out of the competition now, as a condition on a column of ids: withdrawn, refused, or not
    passed where the edition has a round of eligibility."""
    return or_(is_withdrawn(entry_id), is_refused(entry_id), is_unchecked(entry_id))


def is_withdrawn(entry_id: Any) -> Any:
    """Whether an entry is withdrawn now, as a condition on a column of ids."""
    return select(Withdrawal.id).where(Withdrawal.entry_id == entry_id, Withdrawal.returned_at.is_(None)).exists()
