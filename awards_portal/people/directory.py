"""The directory of real places that cities are picked from: read from the packaged facts, written once."""

import csv
from pathlib import Path

from sqlalchemy import select

from .. import ledger
from ..db import db, transaction
from ..text import name_key, slug
from .models import City, Membership, MembershipKind

DATA = Path(__file__).parent / "data" / "cities.csv"


def load() -> int:
    """Write the places that are not here yet, with their membership as published. Returns how many.

    Places that are here stay as they are, so it may be called again.
    """
    with DATA.open(newline="", encoding="utf-8") as file:
        facts = list(csv.DictReader(file))
    with transaction() as moment:
        known = {(country, key) for country, key in db.session.execute(select(City.country, City.key))}
        slugs = set(db.session.scalars(select(City.slug)))
        new = [row for row in facts if (row["iso2"], name_key(row["city"])) not in known]
        for row in new:
            address = slug(row["city"])
            if address in slugs:
                address = f"{address}-{row['iso2'].lower()}"
            slugs.add(address)
            city = City(
                name=row["city"],
                key=name_key(row["city"]),
                slug=address,
                country=row["iso2"],
                region=row["region"],
                listed=True,
                sources=[row["source_url"], *row["more_source_urls"].split()] if row["source_url"] else [],
                seen_as=row["seen_as"] or None,
                created_at=moment.at,
            )
            db.session.add(city)
            db.session.flush()
            if row["membership"]:
                db.session.add(
                    Membership(
                        city_id=city.id,
                        kind=_kind(row["membership"]),
                        since=row["membership_as_of"] or None,
                        basis=row["membership_basis"] or None,
                        source=row["source_url"] or None,
                    )
                )
        if new:
            ledger.write(
                "directory.loaded", actor=ledger.System(), at=moment.at, label="cities", after={"cities": len(new)}
            )
    return len(new)


def _kind(published: str) -> MembershipKind:
    return MembershipKind.UNSTATED if "not stated" in published else MembershipKind(published)


def regions() -> list[str]:
    """The regions of the world that the directory knows, by name."""
    with DATA.open(newline="", encoding="utf-8") as file:
        return sorted({row["region"] for row in csv.DictReader(file)})
