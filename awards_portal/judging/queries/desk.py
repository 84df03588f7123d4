"""The judge's desk: where a person judges, and what lies there."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select

from ...db import db
from ...entries.models import Entry
from ...programmes.models import Round
from ..models import Assignment, Judge, Skip
from ..seats import Seat
from .seats import seats_loaded


def judgeships(person_id: int) -> Sequence[Judge]:
    """Where this person has accepted to judge, newest edition first."""
    return db.session.scalars(
        select(Judge)
        .where(Judge.person_id == person_id, Judge.accepted_at.is_not(None), Judge.declined_at.is_(None))
        .order_by(Judge.edition_id.desc(), Judge.id)
    ).all()


def belongs_to(person_id: int) -> ColumnElement[bool]:
    """Whether a judge is this person, and takes part."""
    return and_(Judge.person_id == person_id, Judge.accepted_at.is_not(None), Judge.declined_at.is_(None))


def seats_of(person_id: int) -> list[Seat]:
    """Every seat of a judge who takes part, in all editions, the latest round first."""
    question = seats_loaded().where(belongs_to(person_id))
    rows = db.session.execute(question.order_by(Round.closes_at.desc(), Round.id, Entry.reference))
    return [Seat(*row) for row in rows]


def skipped(person_id: int) -> set[int]:
    """Assignments that this person has put off for now."""
    rows = db.session.scalars(
        select(Skip.assignment_id)
        .join(Assignment, Assignment.id == Skip.assignment_id)
        .join(Assignment.judge)
        .where(belongs_to(person_id))
    )
    return set(rows)


def skip_of(assignment_id: int) -> Skip | None:
    """When an entry was put off, if it is."""
    return db.session.scalar(select(Skip).where(Skip.assignment_id == assignment_id))
