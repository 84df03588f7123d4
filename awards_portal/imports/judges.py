"""A spreadsheet of people to invite as judges: each gets her letter; taken back while nobody has answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale

from ..judging import guests, queries
from ..judging.guests import Guest
from ..judging.service import invite_judges
from ..people.models import Person
from ..programmes import queries as programmes
from ..programmes.models import Edition
from ..programmes.vocabularies import countries
from ..sheets.reading import Table
from .reading import Fault

# The headings of a spreadsheet to fill in.
EMPTY = ("name", "email", "organisation", "country", "languages", "expertise", "group")


@dataclass(frozen=True)
class ReadJudges:
    """What a spreadsheet of judges says."""

    guests: tuple[Guest, ...]
    faults: tuple[Fault, ...]
    unread: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows say something."""
        return len(self.guests)


def groups(edition: Edition) -> list[str]:
    """What the rounds of an edition call their groups of judges, each once."""
    return list(dict.fromkeys(each["group"] for round_ in programmes.rounds(edition.id) for each in round_.groups))


def read(edition: Edition, table: Table) -> ReadJudges:
    """Read a table of people to invite; who is among the edition's judges already is a fault of her row."""
    known = {row.judge.email for row in queries.judges(edition.id)}
    locale = get_locale()
    names = [countries("en"), countries(locale.language if locale else "en")]
    found = guests.read_guests(table.rows, known, names, groups(edition))
    sheet = table.cell(0, 0).removesuffix("A1")
    faults = (Fault(sheet + each.cell, each.sentence.removeprefix(f"{each.cell}: ")) for each in found.faults)
    return ReadJudges(found.guests, tuple(faults), found.unread)


def write(edition: Edition, people: Sequence[Guest], by: Person) -> dict[str, Any]:
    """Inside a deed: everybody is invited."""
    return {"judge": [judge.id for judge in invite_judges(edition, people, by)]}
