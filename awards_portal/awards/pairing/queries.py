"""Questions about pairwise finals. Each says what it loads and in which order."""

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...db import db
from ...entries.models import Entry
from ...entries.queries import is_out
from ...judging import policy as judging
from ...judging import queries as judges
from ...judging.seats import Seat
from ...programmes.models import Round
from ..models import Comparison, Finalist, PairwiseFinal


def finals(edition_id: int) -> Sequence[PairwiseFinal]:
    """An edition's pairwise finals by round and category, both loaded, with who opened them."""
    return db.session.scalars(
        select(PairwiseFinal)
        .join(PairwiseFinal.round)
        .join(PairwiseFinal.category)
        .where(Round.edition_id == edition_id)
        .options(
            joinedload(PairwiseFinal.round), joinedload(PairwiseFinal.category), joinedload(PairwiseFinal.opened_by)
        )
        .order_by(Round.position, PairwiseFinal.id)
    ).all()


def final(final_id: int) -> PairwiseFinal | None:
    """One final with its round, edition and category."""
    return db.session.scalar(
        select(PairwiseFinal)
        .where(PairwiseFinal.id == final_id)
        .options(
            joinedload(PairwiseFinal.round).joinedload(Round.edition),
            joinedload(PairwiseFinal.category),
            joinedload(PairwiseFinal.opened_by),
        )
    )


def final_of(round_id: int, category_id: int) -> PairwiseFinal | None:
    """The final of a category in a round."""
    return db.session.scalar(
        select(PairwiseFinal).where(PairwiseFinal.round_id == round_id, PairwiseFinal.category_id == category_id)
    )


def finalists(final_id: int) -> Sequence[Entry]:
    """The entries of a final that still stand, by reference, each with its city."""
    return db.session.scalars(
        select(Entry)
        .join(Finalist, Finalist.entry_id == Entry.id)
        .where(Finalist.final_id == final_id, ~is_out(Entry.id))
        .options(joinedload(Entry.city))
        .order_by(Entry.reference)
    ).all()


def comparisons(final_id: int) -> Sequence[Comparison]:
    """Every answer of a final, in the order they came, each with its judge."""
    return db.session.scalars(
        select(Comparison)
        .where(Comparison.final_id == final_id)
        .options(joinedload(Comparison.judge))
        .order_by(Comparison.at, Comparison.id)
    ).all()


def seats_in(final: PairwiseFinal, person_id: int) -> list[Seat]:
    """This judge's seats on the entries of a final, by reference."""
    wanted = {each.id for each in finalists(final.id)}
    found = judges.seats_of(person_id)
    return [each for each in found if each.assignment.round_id == final.round_id and each.assignment.entry_id in wanted]


def readable(seats: Sequence[Seat], at: datetime) -> list[Seat]:
    """The seats whose entry the judge may read now: those with a conflict, or without a word on it, are left out."""
    return [each for each in seats if judging.why_not_see(each, at) is None]


def pairs_left(seats: Sequence[Seat], answered: Sequence[Comparison]) -> list[tuple[Seat, Seat]]:
    """The pairs of these seats that were not answered yet, in an order that is this judge's own."""
    done = {(each.first_id, each.second_id) for each in answered}
    ordered = sorted(seats, key=lambda each: each.assignment.id)
    return [
        (one, other)
        for one, other in combinations(ordered, 2)
        if tuple(sorted((one.assignment.entry_id, other.assignment.entry_id))) not in done
    ]


def open_finals(person_id: int, at: datetime) -> list[PairwiseFinal]:
    """Finals in which this judge has two entries or more, by edition and category, that take answers now."""
    rounds = {each.assignment.round_id for each in judges.seats_of(person_id)}
    if not rounds:
        return []
    found = db.session.scalars(
        select(PairwiseFinal)
        .join(PairwiseFinal.round)
        .where(
            PairwiseFinal.round_id.in_(rounds),
            PairwiseFinal.closed_at.is_(None),
            Round.opens_at <= at,
            Round.closes_at > at,
        )
        .options(joinedload(PairwiseFinal.round).joinedload(Round.edition), joinedload(PairwiseFinal.category))
        .order_by(PairwiseFinal.id)
    ).all()
    return [each for each in found if len(seats_in(each, person_id)) > 1]
