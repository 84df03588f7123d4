"""Past editions as published history: read from the packaged facts, written once, never computed."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select

from .. import ledger
from ..db import db, transaction
from ..people.models import City
from ..text import name_key
from .models import PastCategory, PastEdition, PastJuror, PastWinner

DATA = Path(__file__).parent / "data" / "past_editions.json"

# What becomes rows and columns of its own; the rest of an edition stays together as published facts.
ROWS = {"id", "award", "edition", "year", "host_event", "place", "categories", "jurors", "winners", "sources"}


def load(until: int = 2025) -> int:
    """Write the editions held up to a year, with categories, jurors and winners. Returns how many were written.

    Editions that are here already are left as they are, so it may be called again. A winner is tied to a city of the
    directory where name and country are the same; what a source does not say stays empty.
    """
    editions = [each for each in json.loads(DATA.read_text())["editions"] if each["year"] <= until]
    with transaction() as moment:
        known = set(db.session.scalars(select(PastEdition.key)))
        cities = {(city.country, city.key): city.id for city in db.session.scalars(select(City))}
        new = [each for each in editions if each["id"] not in known]
        for facts in new:
            _write(facts, cities)
        if new:
            ledger.write(
                "history.loaded",
                actor=ledger.System(),
                at=moment.at,
                label="past editions",
                after={"editions": [each["id"] for each in new]},
            )
    return len(new)


def _write(facts: dict[str, Any], cities: dict[tuple[str, str], int]) -> None:
    edition = PastEdition(
        key=facts["id"],
        award=facts["award"],
        number=facts["edition"],
        year=facts["year"],
        host_event=facts["host_event"],
        place=facts["place"],
        facts={name: value for name, value in facts.items() if name not in ROWS},
        sources=facts["sources"],
    )
    db.session.add(edition)
    db.session.flush()
    for position, each in enumerate(facts["categories"] or []):
        db.session.add(PastCategory(past_edition_id=edition.id, position=position, **each))
    for position, each in enumerate(facts["jurors"] or []):
        db.session.add(PastJuror(past_edition_id=edition.id, position=position, **each))
    for position, each in enumerate(facts["winners"] or []):
        values = {name: value for name, value in each.items() if name not in {"city", "iso2"}}
        city_id = cities.get((each["iso2"] or "", name_key(each["city"] or "")))
        db.session.add(
            PastWinner(past_edition_id=edition.id, position=position, name=each["city"], city_id=city_id, **values)
        )
