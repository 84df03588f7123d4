"""Questions about discussions. Each says what it loads and in which order."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Float, Select, and_, case, cast, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ...db import db
from ...entries.models import Entry
from ...people.models import City, Representative
from ...programmes.models import Category, Criterion, Round
from ..models import Assignment, ConflictStatement, Judge, Recusal, Score, Scorecard
from ..queries.desk import belongs_to
from ..queries.seats import seats_loaded, withdrawn
from ..rules import Given, top_step
from ..seats import Seat
from .models import Joining, Remark, ScoreChange


def discussion_seat(person_id: int, reference: str, at: datetime) -> Seat | None:
    """A judge's seat in the round whose discussion of an entry runs, else in the last one that had a discussion."""
    row = db.session.execute(
        seats_loaded()
        .where(belongs_to(person_id), Entry.reference == reference, Round.discusses_until.is_not(None))
        .order_by(case((Round.discusses_until > at, 0), else_=1), Round.closes_at.desc(), Round.id)
        .limit(1)
    ).first()
    return None if row is None else Seat(*row)


def joining(assignment_id: int) -> Joining | None:
    """When a judge joined the discussion of an entry."""
    return db.session.scalar(select(Joining).where(Joining.assignment_id == assignment_id))


@dataclass(frozen=True)
class Card:
    """A completed scorecard as those who discuss read it: whole steps and comments by criterion. No private note."""

    judge: Judge
    steps: dict[int, int]
    comments: dict[int, str]
    not_applicable: set[int]

    def given(self, criterion_id: int) -> Given:
        """What stands on a criterion."""
        step, comment = self.steps.get(criterion_id), self.comments.get(criterion_id, "")
        return Given(step, comment, criterion_id in self.not_applicable)


def _counts() -> Select[Scorecard, Assignment]:
    """Completed scorecards whose judge was not taken off and stated no conflict."""
    return (
        select(Scorecard, Assignment)
        .join(Assignment, Assignment.id == Scorecard.assignment_id)
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .where(Scorecard.completed_at.is_not(None), Recusal.id.is_(None), ConflictStatement.conflicted.is_not(True))
    )


def cards(round_id: int, entry_id: int) -> list[Card]:
    """What was completed on an entry in a round and counts, by judge's name."""
    rows = db.session.execute(
        _counts()
        .join(Score, Score.scorecard_id == Scorecard.id)
        .join(Judge, Judge.id == Assignment.judge_id)
        .where(Assignment.round_id == round_id, Assignment.entry_id == entry_id)
        .with_only_columns(Judge, Score.criterion_id, Score.step, Score.comment, Score.not_applicable)
        .order_by(func.lower(Judge.name), Judge.id, Score.criterion_id)
    )
    found: dict[int, Card] = {}
    for judge, criterion_id, step, comment, not_applicable in rows:
        card = found.setdefault(judge.id, Card(judge, {}, {}, set()))
        if step is not None:
            card.steps[criterion_id] = step
        if not_applicable:
            card.not_applicable.add(criterion_id)
        if comment:
            card.comments[criterion_id] = comment
    return list(found.values())


@dataclass(frozen=True)
class Said:
    """A remark and its judge; None for the organising team. `away`: the entry is closed to that judge now."""

    remark: Remark
    judge: Judge | None
    away: bool


def remarks(round_id: int, entry_id: int) -> list[Said]:
    """All that was said about an entry in a round with who said it, the first one first."""
    rows = db.session.execute(
        select(Remark, Judge, Recusal.id.is_not(None), ConflictStatement.conflicted, _speaks_now())
        .outerjoin(Assignment, Assignment.id == Remark.assignment_id)
        .outerjoin(Judge, Judge.id == Assignment.judge_id)
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .where(Remark.round_id == round_id, Remark.entry_id == entry_id)
        .options(joinedload(Remark.by))
        .order_by(Remark.id)
    )
    return [
        Said(remark, judge, judge is not None and bool(off or conflicted or speaks))
        for remark, judge, off, conflicted, speaks in rows
    ]


def _speaks_now() -> ColumnElement[bool]:
    return (
        select(Representative.id)
        .join(Entry, Entry.city_id == Representative.city_id)
        .where(
            Representative.person_id == Judge.person_id,
            Entry.id == Remark.entry_id,
            Representative.ended_at.is_(None),
        )
        .correlate(Judge, Remark)
        .exists()
    )


def remark_by_mark(by_id: int, mark: str) -> Remark | None:
    """What one act of sending left, when it reached the portal before."""
    return db.session.scalar(select(Remark).where(Remark.by_id == by_id, Remark.mark == mark))


def changes(round_id: int, entry_id: int, assignment_id: int | None = None) -> Sequence[ScoreChange]:
    """Changes of scores of an entry in a round, or of one scorecard, with judge and criterion, the first one first."""
    question = (
        select(ScoreChange)
        .join(ScoreChange.assignment)
        .where(Assignment.round_id == round_id, Assignment.entry_id == entry_id)
        .options(
            contains_eager(ScoreChange.assignment).joinedload(Assignment.judge),
            joinedload(ScoreChange.criterion),
            joinedload(ScoreChange.decided_by),
        )
        .order_by(ScoreChange.id)
    )
    if assignment_id is not None:
        question = question.where(ScoreChange.assignment_id == assignment_id)
    return db.session.scalars(question).all()


def change_in(edition_id: int, change_id: int) -> ScoreChange | None:
    """One change of a score in an edition, with its assignment, entry and round."""
    return db.session.scalar(
        select(ScoreChange)
        .join(ScoreChange.assignment)
        .join(Assignment.round)
        .where(ScoreChange.id == change_id, Round.edition_id == edition_id)
        .options(
            contains_eager(ScoreChange.assignment).contains_eager(Assignment.round).joinedload(Round.edition),
            contains_eager(ScoreChange.assignment).joinedload(Assignment.entry),
            contains_eager(ScoreChange.assignment).joinedload(Assignment.judge),
        )
    )


def remark_counts(round_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """How much was said, by round and entry."""
    rows = db.session.execute(
        select(Remark.round_id, Remark.entry_id, func.count())
        .where(Remark.round_id.in_(list(round_ids)))
        .group_by(Remark.round_id, Remark.entry_id)
    )
    return {(round_id, entry_id): int(count) for round_id, entry_id, count in rows}


@dataclass(frozen=True)
class Disagreement:
    """How far the completed scorecards of an entry are apart: totals of 100, remarks, changes that wait."""

    entry: Entry
    cards: int
    lowest: float
    highest: float
    spread: float
    remarks: int
    waiting: int


def disagreements(
    round_: Round,
    hidden: Collection[int],
    *,
    over: bool,
    category_id: int | None = None,
    search: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> tuple[list[Disagreement], int]:
    """Entries with two completed scorecards or more, the widest spread first, and how many in all.

    Args:
        hidden: cities whose entries are left out.
        over: only where the totals are at least the round's `disagreement` apart.
    """
    total = (
        _counts()
        .join(Score, Score.scorecard_id == Scorecard.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Assignment.round_id == round_.id, Score.step.is_not(None), Criterion.weight > 0)
        .with_only_columns(
            Assignment.entry_id.label("entry_id"),
            (
                cast(func.sum(Criterion.weight * Score.step), Float)
                * 100.0
                / (func.sum(Criterion.weight) * top_step(round_.rubric))
            ).label("total"),
        )
        .group_by(Assignment.id, Assignment.entry_id)
        .subquery()
    )
    lowest, highest, count = func.min(total.c.total), func.max(total.c.total), func.count()
    spread = (
        select(total.c.entry_id, lowest.label("lowest"), highest.label("highest"), count.label("cards"))
        .group_by(total.c.entry_id)
        .having(count > 1)
        .subquery()
    )
    apart = spread.c.highest - spread.c.lowest
    said = (
        select(func.count())
        .select_from(Remark)
        .where(Remark.round_id == round_.id, Remark.entry_id == Entry.id)
        .correlate(Entry)
        .scalar_subquery()
    )
    given = aliased(Assignment)
    waiting = (
        select(func.count())
        .select_from(ScoreChange)
        .join(given, given.id == ScoreChange.assignment_id)
        .where(given.round_id == round_.id, given.entry_id == Entry.id, ScoreChange.accepted.is_(None))
        .correlate(Entry)
        .scalar_subquery()
    )
    question = (
        select(Entry, spread.c.cards, spread.c.lowest, spread.c.highest, apart, said, waiting)
        .join(spread, spread.c.entry_id == Entry.id)
        .join(Entry.city)
        .join(Entry.category)
        .where(Entry.city_id.not_in(list(hidden)), ~withdrawn())
    )
    if over:
        # Sums of floats: what is equal on paper counts as equal.
        question = question.where(apart >= round_.disagreement - 1e-6)
    if category_id is not None:
        question = question.where(Entry.category_id == category_id)
    if search:
        columns = (Entry.title, Entry.reference, City.name)
        question = question.where(or_(*(column.icontains(search, autoescape=True) for column in columns)))
    many = db.session.scalar(select(func.count()).select_from(question.with_only_columns(Entry.id).subquery())) or 0
    rows = db.session.execute(
        question.options(contains_eager(Entry.city), contains_eager(Entry.category))
        .order_by(apart.desc(), Category.position, Entry.reference)
        .limit(limit)
        .offset(offset)
    )
    return [Disagreement(*row) for row in rows], many
