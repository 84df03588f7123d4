"""Assemblies held before the portal: read from the packaged facts, written once; what is unknown stays empty."""

import json
from datetime import date
from pathlib import Path

from sqlalchemy import select

from .. import ledger
from ..db import db, transaction
from .models import Assembly

DATA = Path(__file__).parent / "data" / "assemblies.json"


def load() -> int:
    """Write the assemblies that are not here yet. Returns how many; it may be called again."""
    facts = json.loads(DATA.read_text(encoding="utf-8"))
    with transaction() as moment:
        known = set(db.session.scalars(select(Assembly.slug)))
        new = [each for each in facts if each["slug"] not in known]
        for each in new:
            days = {name: date.fromisoformat(each[name]) if each[name] else None for name in ("begins_on", "ends_on")}
            said = {"theme": "", "text": "", "published_at": moment.at, "created_at": moment.at}
            db.session.add(Assembly(**{**each, **days, **said}))
        if new:
            slugs = {"assemblies": [each["slug"] for each in new]}
            system = ledger.System()
            ledger.write("history.loaded", actor=system, at=moment.at, label="past assemblies", after=slugs)
    return len(new)
