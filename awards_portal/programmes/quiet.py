"""Tells the outbox an edition's quiet hours."""

from ..db import db
from ..mail import quiet
from .models import Edition


def hours_of(edition_id: int) -> tuple[str, str] | None:
    """Hours and time zone; no statement where the edition was read in this transaction already."""
    edition = db.session.get(Edition, edition_id)
    return None if edition is None else (edition.quiet_hours, edition.time_zone)


quiet.on_ask(hours_of)
