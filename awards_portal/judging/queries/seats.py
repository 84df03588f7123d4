"""A seat: one judge and one entry in one round, with all that became of it. What the other questions start from."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import aliased, joinedload

from ...db import db
from ...entries.models import Entry, Submission
from ...entries.queries import is_out
from ...programmes.models import Round
from ..models import Assignment, ConflictStatement, Recusal, Scorecard
from ..seats import Seat


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


def seats_loaded() -> Select[Assignment, ConflictStatement, Recusal, Scorecard, Submission, bool]:
    """Every seat, whole: what `Seat` is made of, loaded together."""
    return (
        select(Assignment, ConflictStatement, Recusal, Scorecard, Submission, withdrawn())
        .join(Assignment.judge)
        .join(Assignment.entry)
        .join(Assignment.round)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(Scorecard, Scorecard.assignment_id == Assignment.id)
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
