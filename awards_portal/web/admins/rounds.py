"""Which edition, round and category a page of judging is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request

from ... import clock
from ...judging import policy, queries
from ...programmes import queries as programmes
from ...programmes.models import Category, Edition, Round
from ..shared import access


@dataclass(frozen=True)
class Place:
    """The edition of an address, all its rounds and categories, and which of them was asked for."""

    edition: Edition
    rounds: Sequence[Round]
    round: Round
    categories: Sequence[Category]
    category: Category

    @property
    def words(self) -> dict[str, Any]:
        """Round and category as an address names them."""
        return {"key": self.edition.key, "round": self.round.key, "category": self.category.key}


def find_place(key: str, category_key: str = "", round_key: str = "") -> Place:
    """What the address asks for by its path, `?round=` and `?category=`; a form may name them too.

    Without a word the round that is open now, else the last; without a word the first category. For a coordinator only
    her categories are there.
    """
    edition = programmes.edition_by_key(key) or abort(404)
    rounds, categories = queries.rounds(edition.id), programmes.categories(edition.id)
    hers = access.visitor().coordinated
    if hers is not None:
        categories = [each for each in categories if each.id in hers]
    if not rounds or not categories:
        abort(404)
    at = clock.now()
    wanted = round_key or request.values.get("round", "")
    now = next((each for each in rounds if each.opens_at <= at < each.closes_at), None)
    now = now or min(
        (each for each in rounds if at < each.opens_at), key=lambda each: each.opens_at, default=rounds[-1]
    )
    category_key = category_key or request.values.get("category", "")
    return Place(
        edition,
        rounds,
        next((each for each in rounds if each.key == wanted), None if wanted else now) or abort(404),
        categories,
        next((each for each in categories if each.key == category_key), None if category_key else categories[0])
        or abort(404),
    )


def why_not_arrange() -> str | None:
    """Why this visitor reads these pages and changes nothing."""
    team = access.visitor().team
    return policy.why_not_arrange(None if team is None else team.role)


def own_cities() -> set[int]:
    """Cities this visitor also speaks for: their entries' judging is not hers to see."""
    return {seat.city_id for seat in access.visitor().cities}
