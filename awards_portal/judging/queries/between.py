"""What stands between a judge and an entry, and what is held while that is decided."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import and_, func, select

from ...db import db
from ...entries.models import Entry, Submission
from ..models import Assignment, ConflictStatement, Judge, Recusal
from .seats import withdrawn


def conflicts_stated(judge_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs of judge and entry with a stated conflict."""
    rows = db.session.execute(
        select(ConflictStatement.judge_id, ConflictStatement.entry_id).where(
            ConflictStatement.judge_id.in_(list(judge_ids)), ConflictStatement.conflicted.is_(True)
        )
    )
    return {(judge_id, entry_id) for judge_id, entry_id in rows}


def statement(judge_id: int, entry_id: int) -> ConflictStatement | None:
    """A judge's word on an entry."""
    return db.session.scalar(
        select(ConflictStatement).where(ConflictStatement.judge_id == judge_id, ConflictStatement.entry_id == entry_id)
    )


def ever_submitted(entry_ids: Iterable[int]) -> set[int]:
    """Which of these entries were submitted at least once."""
    return set(
        db.session.scalars(select(Submission.entry_id).where(Submission.entry_id.in_(list(entry_ids))).distinct())
    )


def recused(assignment_ids: Iterable[int]) -> set[int]:
    """Which of these assignments an organiser ended by taking the judge off."""
    return set(db.session.scalars(select(Recusal.assignment_id).where(Recusal.assignment_id.in_(list(assignment_ids)))))


def pairs_assigned(round_id: int, judge_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs of judge and entry that are assigned in a round."""
    rows = db.session.execute(
        select(Assignment.judge_id, Assignment.entry_id).where(
            Assignment.round_id == round_id, Assignment.judge_id.in_(list(judge_ids))
        )
    )
    return {(judge_id, entry_id) for judge_id, entry_id in rows}


def assignments_of(judge_id: int, entry_id: int) -> Sequence[Assignment]:
    """A judge's assignments to an entry in all rounds, under lock."""
    return db.session.scalars(
        select(Assignment)
        .where(Assignment.judge_id == judge_id, Assignment.entry_id == entry_id)
        .order_by(Assignment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def hold_judges(judge_ids: Iterable[int]) -> Sequence[Judge]:
    """These judges under lock, in one order for everybody, so that two who arrange do not wait for each other."""
    return db.session.scalars(
        select(Judge)
        .where(Judge.id.in_(list(judge_ids)))
        .order_by(Judge.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def loads(round_id: int, hidden: Collection[int] = ()) -> dict[int, int]:
    """How many entries each judge has in a round, in all categories.

    What is closed to the judge does not count, nor do entries of hidden cities.
    """
    rows = db.session.execute(
        select(Assignment.judge_id, func.count())
        .join(Assignment.entry)
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .where(
            Assignment.round_id == round_id,
            Recusal.id.is_(None),
            ConflictStatement.conflicted.is_not(True),
            ~withdrawn(),
            Entry.city_id.not_in(list(hidden)),
        )
        .group_by(Assignment.judge_id)
    )
    return {judge_id: int(count) for judge_id, count in rows}
