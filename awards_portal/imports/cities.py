"""A spreadsheet of cities: name, country, region, kind, web site; which are here already and which are new."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from ..db import Transaction, db
from ..people import rules
from ..people.directory import regions
from ..people.merged import stands_for
from ..people.models import City, CityKind
from ..programmes.vocabularies import countries
from ..sheets.reading import Table
from ..text import name_key, slug
from .reading import Fault, Reader, is_no_number

HEADINGS = {
    "city": {"city", "name", "city name"},
    "country": {"country", "country code"},
    "region": {"region", "part of the world"},
    "kind": {"type", "kind"},
    "website": {"website", "web site", "site"},
}
# The headings of a spreadsheet to fill in.
EMPTY = ("city", "country", "region", "type", "website")


@dataclass(frozen=True)
class NewCity:
    """A city that is not here yet."""

    row: int
    name: str
    country: str
    region: str
    kind: str
    website: str | None

    @property
    def key(self) -> tuple[str, str]:
        """Where spellings of its name meet."""
        return (self.country, name_key(self.name))


@dataclass(frozen=True)
class Cities:
    """The cities that are here, by country and key, and what a country's region is."""

    known: Mapping[tuple[str, str], int]
    region_of: Mapping[str, str]
    codes: Mapping[str, str]
    regions: Mapping[str, str]


def load() -> Cities:
    """What is here; names of countries in any spelling of the two languages' case, and the codes."""
    rows = db.session.execute(select(City.country, City.key, City.region, stands_for(City.id)).order_by(City.id)).all()
    codes = {name_key(name): code for code, name in countries().items()} | {c.casefold(): c for c in countries()}
    return Cities(
        {(country, key): int(id_) for country, key, _region, id_ in rows},
        {country: region for country, _key, region, _id in rows},
        codes,
        {name_key(each): each for each in regions()},
    )


def check(reader: Reader, here: Cities, at: int, cells: Mapping[str, str]) -> tuple[str, str] | NewCity | None:
    """A row's city: the key of one that is here, a new one, or None after its faults were noted."""
    name, country = " ".join(cells["city"].split()), here.codes.get(name_key(cells["country"]))
    good = True
    wrong = rules.why_not_name(name)
    if wrong or len(name) > 150 or not name_key(name):
        reader.wrong(at, "city", wrong or _("Write the city's name, at most 150 characters."))
        good = False
    if country is None:
        told = _("“%(text)s” is not a country's name or two-letter code, such as KR.", text=cells["country"][:60])
        reader.wrong(at, "country", told if cells["country"] else _("Write the country."))
        good = False
    if not good or country is None:
        return None
    if (country, name_key(name)) in here.known:
        return (country, name_key(name))
    region = here.regions.get(name_key(cells.get("region", ""))) or (
        here.region_of.get(country) if not cells.get("region") else None
    )
    if region is None:
        told = _(
            "%(city)s is not in the portal yet: write its region, one of: %(regions)s.",
            city=name,
            regions=", ".join(here.regions.values()),
        )
        reader.wrong(at, "region", told)
        return None
    kind = cells.get("kind", "").casefold() or CityKind.CITY
    if kind not in set(CityKind):
        reader.wrong(at, "kind", _("Write one of: %(kinds)s.", kinds=", ".join(CityKind)))
        return None
    site = cells.get("website", "")
    if site and not rules.is_web_address(site):
        reader.wrong(at, "website", _("Write the web site as https://www.example.org, or leave it empty."))
        return None
    return NewCity(at + 1, name, country, region, str(kind), site or None)


def shifted(reader: Reader, here: Cities) -> None:
    """Tell the columns of a city that hold something else."""
    reader.shifted("city", is_no_number)
    reader.shifted("country", lambda cell: name_key(cell) in here.codes)


@dataclass(frozen=True)
class ReadCities:
    """What a spreadsheet of cities says."""

    new: tuple[NewCity, ...]
    known: int
    faults: tuple[Fault, ...]
    unread: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows say something."""
        return len(self.new) + self.known


def read(table: Table, tell: Callable[[int], None] | None = None) -> ReadCities:
    """Read a table of cities; a city that is here already is left as it is."""
    reader, here = Reader(table, HEADINGS, tell), load()
    new: dict[tuple[str, str], NewCity] = {}
    known = 0
    if reader.need("city", "country"):
        for at, cells in reader.rows():
            found = check(reader, here, at, cells)
            if isinstance(found, NewCity):
                first = new.setdefault(found.key, found)
                if first is not found:
                    told = _("%(city)s is in row %(row)s already.", city=found.name, row=first.row)
                    reader.wrong(at, "city", told)
            elif found is not None:
                known += 1
        shifted(reader, here)
    return ReadCities(tuple(new.values()), known, tuple(reader.faults()), tuple(reader.unread))


def write(moment: Transaction, new: list[NewCity]) -> list[City]:
    """Inside a deed: the new cities as rows."""
    taken = set(db.session.scalars(select(City.slug)))
    made = []
    for each in new:
        base = slug(each.name)[:150]
        numbered = (f"{base}-{n}" for n in itertools.count(2))
        tries = itertools.chain([base, f"{base}-{each.country.lower()}"], numbered)
        address = next(one for one in tries if one not in taken)
        taken.add(address)
        values: dict[str, Any] = {"kind": each.kind, "website": each.website, "sources": [], "created_at": moment.at}
        made.append(
            City(
                name=each.name,
                key=name_key(each.name),
                slug=address,
                country=each.country,
                region=each.region,
                **values,
            )
        )
    db.session.add_all(made)
    db.session.flush()
    return made
