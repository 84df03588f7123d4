"""Whether an entry takes part: withdrawn, refused, not yet passed."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from ...db import db
from ..models import Entry, Withdrawal
from ..oversight.queries import is_refused, is_unchecked


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


def is_out(entry_id: Any) -> ColumnElement[bool]:
    """Whether an entry is out of the competition now, as a condition on a column of ids: withdrawn, refused, or not
    passed where the edition has a round of eligibility."""
    return or_(is_withdrawn(entry_id), is_refused(entry_id), is_unchecked(entry_id))


def cities_entered() -> Select[int]:
    """The ids of the cities that have an entry in any edition that is not withdrawn, as a question for another."""
    return select(Entry.city_id).where(~is_withdrawn(Entry.id))


def is_withdrawn(entry_id: Any) -> Any:
    """Whether an entry is withdrawn now, as a condition on a column of ids."""
    return select(Withdrawal.id).where(Withdrawal.entry_id == entry_id, Withdrawal.returned_at.is_(None)).exists()
