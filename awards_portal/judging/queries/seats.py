"""A seat: one judge and one entry in one round, with all that became of it. What the other questions start from."""

from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased, joinedload

from ...db import db
from ...entries.models import Entry, Submission
from ...entries.queries import is_out
from ...people.models import Representative
from ...programmes.models import Round, RoundKind
from ..discussing.models import Joining
from ..models import Assignment, ConflictStatement, Judge, JudgeExtension, Recusal, Scorecard
from ..seats import Seat

Q = TypeVar("Q", bound=Select[*tuple[Any, ...]])


def latest() -> Any:
    """Whether a submission is its entry's last."""
    later = aliased(Submission)
    return ~select(later.id).where(later.entry_id == Submission.entry_id, later.number > Submission.number).exists()


def withdrawn() -> ColumnElement[bool]:
    """Whether the city has withdrawn the entry."""
    # An entry the organising team refused counts no more than one its city withdrew.
    return is_out(Entry.id)


def submitted() -> ColumnElement[bool]:
    """Whether the entry was ever submitted."""
    return select(Submission.id).where(Submission.entry_id == Entry.id).exists()


def _speaks() -> ColumnElement[bool]:
    """Whether the judge speaks for the entry's city now."""
    return (
        select(Representative.id)
        .where(
            Representative.person_id == Judge.person_id,
            Representative.city_id == Entry.city_id,
            Representative.ended_at.is_(None),
        )
        .correlate(Judge, Entry)
        .exists()
    )


def _practice_until() -> Any:
    """The close of a calibration round of the same edition in which the judge has something to complete."""
    given, practice, entry = aliased(Assignment), aliased(Round), aliased(Entry)
    stated, off, card = aliased(ConflictStatement), aliased(Recusal), aliased(Scorecard)
    return (
        select(func.max(practice.closes_at))
        .select_from(given)
        .join(practice, practice.id == given.round_id)
        .join(entry, entry.id == given.entry_id)
        .outerjoin(stated, and_(stated.judge_id == given.judge_id, stated.entry_id == given.entry_id))
        .outerjoin(off, off.assignment_id == given.id)
        .outerjoin(card, card.assignment_id == given.id)
        .where(
            given.judge_id == Assignment.judge_id,
            practice.kind == RoundKind.CALIBRATION,
            practice.id != Assignment.round_id,
            off.id.is_(None),
            stated.conflicted.is_not(True),
            card.completed_at.is_(None),
            ~is_out(entry.id),
        )
        .correlate(Assignment)
        .scalar_subquery()
    )


def _joined() -> ColumnElement[bool]:
    """Whether the judge has joined the entry's discussion."""
    return select(Joining.id).where(Joining.assignment_id == Assignment.id).correlate(Assignment).exists()


def _extended_to() -> Any:
    """How long the judge may score in the round by an extension that holds."""
    return (
        select(JudgeExtension.until)
        .where(
            JudgeExtension.round_id == Assignment.round_id,
            JudgeExtension.judge_id == Assignment.judge_id,
            JudgeExtension.ended_at.is_(None),
        )
        .order_by(JudgeExtension.id.desc())
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )


def with_state(question: Q) -> Q:
    """A question about assignments with what their state comes from: conflict statement, recusal, scorecard."""
    return (
        question.outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(Scorecard, Scorecard.assignment_id == Assignment.id)
    )


@cache
def seats_loaded() -> Select[
    Assignment, ConflictStatement, Recusal, Scorecard, Submission, bool, datetime | None, bool, bool, datetime | None
]:
    """Every seat, whole: what `Seat` is made of, loaded together."""
    return with_state(
        select(
            Assignment,
            ConflictStatement,
            Recusal,
            Scorecard,
            Submission,
            withdrawn(),
            _practice_until(),
            _speaks(),
            _joined(),
            _extended_to(),
        )
        .join(Assignment.judge)
        .join(Assignment.entry)
        .join(Assignment.round)
        .outerjoin(Submission, and_(Submission.entry_id == Entry.id, latest()))
        .options(
            joinedload(Assignment.judge),
            joinedload(Assignment.round).joinedload(Round.edition),
            joinedload(Assignment.round).joinedload(Round.rubric),
            joinedload(Assignment.entry).joinedload(Entry.city),
            joinedload(Assignment.entry).joinedload(Entry.category),
            joinedload(Assignment.entry).joinedload(Entry.form_version),
        )
    )


def seat(assignment_id: int) -> Seat:
    """One seat, whole."""
    return Seat(*db.session.execute(seats_loaded().where(Assignment.id == assignment_id)).one())
