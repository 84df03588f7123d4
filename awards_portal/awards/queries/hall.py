"""Questions about everybody who ever won: published history and the awards of editions run in the portal, together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...people.models import City
from ...programmes.models import Edition
from ...programmes.vocabularies import countries
from ...text import name_key
from ..models import Award, Confirmation, PastCategory, PastEdition, PastJuror, PastWinner, Publication, Retraction
from .published import is_public

# Published under names that the list of countries does not have.
_OTHER_NAMES = {"Turkey": "TR", "Korea": "KR", "USA": "US"}


@dataclass(frozen=True)
class Won:
    """A line of the hall. What the sources do not say is None; `country` is a two-letter code where it is known.

    `in_portal` tells an edition run here from published history; `prize` is what the award is called.
    """

    year: int
    edition_key: str
    edition: str
    in_portal: bool
    category: str | None
    prize: str | None
    name: str | None
    city_slug: str | None
    country: str | None
    project: str | None
    recipient: str | None
    note: str | None
    source: str | None
    # Of an entry of the portal, whose award has a page of its own.
    reference: str | None = None
    entry_id: int | None = None


@dataclass(frozen=True)
class Hall:
    """One page of lines, how many there are in all, and what the filters can choose from (value, words)."""

    rows: Sequence[Won]
    total: int
    editions: Sequence[tuple[str, str]]
    categories: Sequence[str]
    countries: Sequence[str]
    cities: Sequence[tuple[str, str]]


def hall(
    at: datetime,
    *,
    search: str = "",
    edition: str = "",
    category: str = "",
    country: str = "",
    city: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> Hall:
    """Winners, the latest edition first, each edition in its published order; two statements, however many there are.

    Filtered here rather than in SQL: names are compared without accents and case, which SQLite cannot do, and all
    winners of a century are some thousands of short lines.
    """
    every = [*_of_portal(at), *_of_past()]
    wanted = name_key(search)
    found = [
        each
        for each in every
        if (not edition or each.edition_key == edition)
        and (not category or each.category == category)
        and (not country or each.country == country)
        and (not city or each.city_slug == city)
        and (not wanted or wanted in name_key(" ".join(filter(None, (each.name, each.project, each.note)))))
    ]
    found.sort(key=lambda each: -each.year)
    return Hall(
        found[offset:] if limit is None else found[offset : offset + limit],
        len(found),
        list(dict.fromkeys((each.edition_key, each.edition) for each in sorted(every, key=lambda e: -e.year))),
        sorted({each.category for each in every if each.category}),
        sorted({each.country for each in every if each.country}),
        sorted({(each.city_slug, each.name or "") for each in every if each.city_slug}, key=lambda c: name_key(c[1])),
    )


def won_by(city_slug: str, at: datetime) -> list[Won]:
    """What a city won, the latest first."""
    found = [each for each in (*_of_portal(at), *_of_past()) if each.city_slug == city_slug]
    return sorted(found, key=lambda each: -each.year)


# Questions of every public page are put together once, not for each page.
@cache
def _asked_of_portal() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Award.category_title,
            Award.title,
            Award.city,
            Award.country,
            Award.project,
            Award.reference,
            Award.entry_id,
            City.slug,
            Edition.key,
            Edition.title.label("edition"),
            func.coalesce(Publication.embargo_until, Confirmation.at).label("since"),
        )
        .join(Publication, Publication.id == Award.publication_id)
        .join(Confirmation, Confirmation.publication_id == Publication.id)
        .join(Edition, Edition.id == Publication.edition_id)
        .join(City, City.id == Award.city_id)
        .outerjoin(Retraction, Retraction.publication_id == Publication.id)
        .where(Retraction.id.is_(None), is_public(bindparam("at")))
        .order_by(Edition.closes_at.desc(), Edition.id, Award.position)
    )


def _of_portal(at: datetime) -> list[Won]:
    return [
        Won(
            row.since.year,
            row.key,
            row.edition,
            True,
            row.category_title,
            row.title,
            row.city,
            row.slug,
            row.country,
            row.project,
            None,
            None,
            None,
            row.reference,
            row.entry_id,
        )
        for row in db.session.execute(_asked_of_portal(), {"at": at})
    ]


@cache
def _codes() -> dict[str, str]:
    return {name: code for code, name in countries().items()} | _OTHER_NAMES


@cache
def _asked_of_past() -> Select[*tuple[Any, ...]]:
    row = PastWinner
    said = (row.category, row.rank_label, row.name, row.project, row.recipient_type, row.note, row.source)
    return (
        select(*said, row.country, PastEdition.key, PastEdition.award, PastEdition.year, City.slug, City.country)
        .join(PastEdition, PastEdition.id == PastWinner.past_edition_id)
        .outerjoin(City, City.id == PastWinner.city_id)
        .order_by(PastEdition.year.desc(), PastEdition.id, PastWinner.position)
    )


def _of_past() -> list[Won]:
    codes = _codes()
    return [
        Won(year, key, f"{award} {year}", False, category, prize, name, slug, country or codes.get(of or ""), *told)
        for category, prize, name, *told, of, key, award, year, slug, country in db.session.execute(_asked_of_past())
    ]


def last_winners(at: datetime, most: int) -> Sequence[Won]:
    """The first winners of the latest edition whose winners are known by name and project."""
    known = [each for each in (*_of_portal(at), *_of_past()) if each.name and each.project]
    latest = max((each.year for each in known), default=None)
    edition = next((each.edition_key for each in known if each.year == latest), None)
    return [each for each in known if each.edition_key == edition][:most]


def wins_by_city(at: datetime) -> dict[int, int]:
    """How many awards each city has that the public may know of, in published history and in the portal."""
    found: dict[int, int] = {}
    for question in _asked_of_wins():
        for city_id, count in db.session.execute(question, {"at": at}):
            found[city_id] = found.get(city_id, 0) + count
    return found


@cache
def _asked_of_wins() -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    past = select(PastWinner.city_id, func.count()).where(PastWinner.city_id.is_not(None)).group_by(PastWinner.city_id)
    here = (
        select(Award.city_id, func.count())
        .join(Publication, Publication.id == Award.publication_id)
        .join(Confirmation, Confirmation.publication_id == Publication.id)
        .outerjoin(Retraction, Retraction.publication_id == Publication.id)
        .where(Retraction.id.is_(None), is_public(bindparam("at")))
        .group_by(Award.city_id)
    )
    return past, here


def past_editions() -> Sequence[tuple[PastEdition, int]]:
    """Editions held before the portal, the latest first, each with how many of its winners are known by name."""
    known = (
        select(func.count(PastWinner.id))
        .where(PastWinner.past_edition_id == PastEdition.id, PastWinner.name.is_not(None))
        .scalar_subquery()
    )
    found = db.session.execute(select(PastEdition, known).order_by(PastEdition.year.desc(), PastEdition.id))
    return [(edition, count) for edition, count in found]


@dataclass(frozen=True)
class PastPage:
    """An edition held before the portal with all that was published of it; winners come with their city."""

    edition: PastEdition
    categories: Sequence[PastCategory]
    jurors: Sequence[PastJuror]
    winners: Sequence[PastWinner]


def past_edition(key: str) -> PastPage | None:
    """The edition with this key, its parts in published order."""
    edition = db.session.scalar(select(PastEdition).where(PastEdition.key == key))
    if edition is None:
        return None
    categories = select(PastCategory).where(PastCategory.past_edition_id == edition.id)
    jurors = select(PastJuror).where(PastJuror.past_edition_id == edition.id)
    winners = select(PastWinner).where(PastWinner.past_edition_id == edition.id).options(joinedload(PastWinner.city))
    return PastPage(
        edition,
        db.session.scalars(categories.order_by(PastCategory.position)).all(),
        db.session.scalars(jurors.order_by(PastJuror.position)).all(),
        db.session.scalars(winners.order_by(PastWinner.position)).all(),
    )
