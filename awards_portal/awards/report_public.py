"""What is public of an edition's results, for other programs: read from what was published, nothing computed."""

from datetime import datetime
from typing import Any, Literal

from ..config import VERSION
from ..programmes.models import Edition
from . import queries

SCHEMA = "awards-portal/results/1"
Status = Literal["provisional", "proposed", "published", "retracted"]


def public_results(edition: Edition, at: datetime) -> dict[str, Any] | None:
    """The awards as they are public now, or that they were taken back; None while nothing is or was public."""
    found = queries.published(edition.id, at)
    if found is None:
        return None
    retraction, confirmation = found.retraction, queries.outcome(found.publication.id).confirmation
    public_at = found.publication.embargo_until or (confirmation.at if confirmation else None)
    return {
        "schema": SCHEMA,
        "variant": "public",
        "portal": VERSION,
        "status": "published" if retraction is None else "retracted",
        "edition": {"key": edition.key, "title": edition.title, "time_zone": edition.time_zone},
        "fingerprint": found.publication.fingerprint,
        "published_at": None if public_at is None else public_at.isoformat(),
        "retraction": None if retraction is None else {"at": retraction.at.isoformat(), "reason": retraction.reason},
        "awards": [
            {
                "category": each.category,
                "reference": each.reference,
                "project": each.project,
                "city": each.city,
                "country": each.country,
                "place": each.place,
                "title": each.title,
                "summary": each.summary,
                "citation": each.citation,
            }
            for each in found.awards
        ],
    }
