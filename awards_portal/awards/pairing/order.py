"""The order that comparisons give, beside the scored result; and the pair to ask next. Loads pandas."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from ... import results
from ...db import db
from ...judging.seats import Seat
from ...programmes.models import Edition, Rubric
from .. import standings
from ..models import Comparison, PairwiseFinal
from ..standings import Place
from . import queries


@dataclass(frozen=True)
class Ordered:
    """A finalist: its place by score and what the comparisons say. `strength` is in log-odds against the mean one."""

    place: Place
    rank: int
    strength: float
    low: float
    high: float
    rank_low: int
    rank_high: int
    chance_first: float
    compared: int
    preferred: float


@dataclass(frozen=True)
class Order:
    """The finalists, best first by comparisons. `same` of `pairs` pairs stand as by score."""

    rows: list[Ordered]
    warnings: list[str]
    comparisons: list[Comparison]
    ties: int
    pairs: int
    same: int
    answers: list[tuple[str, int]]


def order(final: PairwiseFinal) -> Order:
    """Fit the comparisons of a final. Answers about entries that no longer stand are left out."""
    round_ = final.round
    computed = standings.compute(
        db.session.get_one(Edition, round_.edition_id),
        round_,
        db.session.get_one(Rubric, round_.rubric_id),
        category=final.category.key,
        uncertainty=False,
    )
    wanted = {each.id for each in queries.finalists(final.id)}
    places = {
        place.entry.reference: place
        for each in computed.categories
        for place in each.places
        if place.entry.id in wanted
    }
    names = {place.entry.id: reference for reference, place in places.items()}
    given = [each for each in queries.comparisons(final.id) if each.first_id in names and each.second_id in names]
    fitted = results.pairwise(frame(given, names), places)
    rows = [_row(row, places[row["entry"]]) for row in fitted.table.to_dict("records")]
    told = [
        (one, other)
        for one, other in combinations(rows, 2)
        if one.place.rank and other.place.rank and one.place.rank != other.place.rank and one.rank != other.rank
    ]
    answers = Counter(each.judge.name for each in given)
    return Order(
        rows,
        fitted.warnings if given else [],
        given,
        fitted.ties,
        len(told),
        sum(((one.place.rank or 0) < (other.place.rank or 0)) == (one.rank < other.rank) for one, other in told),
        sorted(answers.items()),
    )


def frame(given: Sequence[Comparison], names: dict[int, str]) -> pd.DataFrame:
    """Answers as `results.pairwise` wants them, entries by reference."""
    return pd.DataFrame(
        [
            (
                names[each.first_id],
                names[each.second_id],
                None if each.preferred_id is None else names[each.preferred_id],
            )
            for each in given
        ],
        columns=["first", "second", "preferred"],
        dtype=object,
    )


def next_pair(final: PairwiseFinal, left: Sequence[tuple[Seat, Seat]]) -> tuple[Seat, Seat] | None:
    """Of the pairs a judge has left, the one whose answer tells most, given everybody's answers so far."""
    by_pair = {(one.assignment.entry.reference, other.assignment.entry.reference): (one, other) for one, other in left}
    names = {each.id: each.reference for each in queries.finalists(final.id)}
    given = [each for each in queries.comparisons(final.id) if each.first_id in names and each.second_id in names]
    chosen = results.next_pair(frame(given, names), list(names.values()), by_pair)
    return None if chosen is None else by_pair[chosen]


def _row(row: dict[Any, Any], place: Place) -> Ordered:
    return Ordered(
        place,
        int(row["rank"]),
        float(row["strength"]),
        float(row["low"]),
        float(row["high"]),
        int(row["rank_low"]),
        int(row["rank_high"]),
        float(row["chance_first"]),
        int(row["compared"]),
        float(row["preferred"]),
    )
