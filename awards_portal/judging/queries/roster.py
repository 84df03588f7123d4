"""The organisers' list of judges: who was asked, who accepted, how far each is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...entries.models import Entry
from ..models import Assignment, ConflictStatement, Judge, Recusal, Scorecard
from .seats import withdrawn


def judge_in(edition_id: int, judge_id: int) -> Judge | None:
    """A judge of an edition, with edition and invitation."""
    return db.session.scalar(
        select(Judge)
        .where(Judge.id == judge_id, Judge.edition_id == edition_id)
        .options(joinedload(Judge.edition), joinedload(Judge.invitation))
    )


def judge_by_email(edition_id: int, email: str) -> Judge | None:
    """The judge of an edition with this (normal) address, with edition and invitation."""
    return db.session.scalar(
        select(Judge)
        .where(Judge.edition_id == edition_id, Judge.email == email)
        .options(joinedload(Judge.edition), joinedload(Judge.invitation))
    )


def judge_by_invitation(invitation_id: int) -> Judge | None:
    """Whom an invitation asks to judge, with the edition."""
    return db.session.scalar(
        select(Judge).where(Judge.invitation_id == invitation_id).options(joinedload(Judge.edition))
    )


def judge_of_person(edition_id: int, person_id: int) -> Judge | None:
    """A person's place among an edition's judges."""
    return db.session.scalar(select(Judge).where(Judge.edition_id == edition_id, Judge.person_id == person_id))


@dataclass(frozen=True)
class JudgeProgress:
    """A judge of an edition and how far: entries given, completed, begun, conflicts stated, still to do."""

    judge: Judge
    given: int
    completed: int
    begun: int
    abstained: int
    last_at: datetime | None

    @property
    def left(self) -> int:
        """How many scorecards are still to come."""
        return self.given - self.completed

    @property
    def standing(self) -> str:
        """`declined`, `revoked`, `invited` or `accepted`."""
        if self.judge.declined_at is not None:
            return "declined"
        if self.judge.revoked_at is not None:
            return "revoked"
        return "invited" if self.judge.accepted_at is None else "accepted"


STANDINGS = ("invited", "accepted", "declined", "revoked")


def judges(
    edition_id: int,
    search: str = "",
    standing: str = "",
    limit: int | None = None,
    offset: int = 0,
    hidden: Collection[int] = (),
) -> list[JudgeProgress]:
    """An edition's judges with their progress, by name. Entries withdrawn, or taken off a judge, do not count.

    Args:
        search: part of a name, an address or an organisation.
        standing: one of STANDINGS; empty for all.
        hidden: cities whose entries do not count: whoever speaks for one learns nothing of its judging.
    """
    stands = and_(Recusal.id.is_(None), ~withdrawn())
    counts = stands & ConflictStatement.conflicted.is_not(True)
    progress = (
        select(
            Assignment.judge_id,
            func.count(case((counts, 1))).label("given"),
            func.count(case((counts & Scorecard.completed_at.is_not(None), 1))).label("completed"),
            func.count(case((counts & Scorecard.id.is_not(None) & Scorecard.completed_at.is_(None), 1))).label("begun"),
            func.count(case((stands & ConflictStatement.conflicted.is_(True), 1))).label("abstained"),
            func.max(Scorecard.changed_at).label("last_at"),
        )
        .join(Assignment.entry)
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .outerjoin(Scorecard, Scorecard.assignment_id == Assignment.id)
        .where(Entry.city_id.not_in(list(hidden)))
        .group_by(Assignment.judge_id)
        .subquery()
    )
    question = (
        select(
            Judge,
            func.coalesce(progress.c.given, 0),
            func.coalesce(progress.c.completed, 0),
            func.coalesce(progress.c.begun, 0),
            func.coalesce(progress.c.abstained, 0),
            progress.c.last_at,
        )
        .outerjoin(progress, progress.c.judge_id == Judge.id)
        .where(Judge.edition_id == edition_id, *_judges_asked_for(search, standing))
        .options(joinedload(Judge.invitation))
        .order_by(func.lower(Judge.name), Judge.id)
        .limit(limit)
        .offset(offset)
    )
    return [JudgeProgress(*row) for row in db.session.execute(question)]


def count_judges(edition_id: int, search: str = "", standing: str = "") -> int:
    """How many judges `judges` finds in all."""
    question = select(func.count()).select_from(Judge).where(Judge.edition_id == edition_id)
    return db.session.scalar(question.where(*_judges_asked_for(search, standing))) or 0


def _judges_asked_for(search: str, standing: str) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if search:
        columns = (Judge.name, Judge.email, Judge.organisation)
        asked.append(or_(*(column.icontains(search, autoescape=True) for column in columns)))
    if standing == "declined":
        asked.append(Judge.declined_at.is_not(None))
    elif standing == "revoked":
        asked += [Judge.declined_at.is_(None), Judge.revoked_at.is_not(None)]
    elif standing in STANDINGS:
        asked += [Judge.declined_at.is_(None), Judge.revoked_at.is_(None)]
        asked.append(Judge.accepted_at.is_(None) if standing == "invited" else Judge.accepted_at.is_not(None))
    return asked
