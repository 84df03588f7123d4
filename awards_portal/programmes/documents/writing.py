"""A stored edition written as its document."""

from collections.abc import Sequence
from typing import Any

from ..models import Category, Edition, Round
from ..round_settings import (
    round_settings_document,
)


def settings_document(edition: Edition, categories: Sequence[Category], rounds: Sequence[Round]) -> dict[str, Any]:
    """A stored edition as its document, without form and rubric; `read_settings` reads it back to the same."""

    def day(value: Any) -> str | None:
        return None if value is None else value.isoformat()

    return {
        **{
            name: getattr(edition, name)
            for name in ("key", "title", "theme", "description", "place", "reference_prefix", "time_zone")
        },
        "languages": list(edition.languages),
        "called": day(edition.called_on),
        "opens": edition.opens_at.isoformat(),
        "closes": edition.closes_at.isoformat(),
        "grace_minutes": edition.grace_minutes,
        "quiet_hours": edition.quiet_hours,
        "announced": day(edition.announced_on),
        "ceremony": day(edition.ceremony_on),
        "entries_per_city": edition.entries_per_city,
        "method": edition.method,
        "tie_ladder": list(edition.tie_ladder),
        "awards": list(edition.award_titles),
        "conflicts": dict(edition.conflict_rules),
        "eligibility": [dict(each) for each in edition.eligibility],
        "categories": [
            {"key": each.key, "title": each.title, "description": each.description, "quotas": dict(each.quotas)}
            for each in categories
        ],
        "rounds": [
            {
                "key": each.key,
                "title": each.title,
                "kind": str(each.kind),
                "opens": each.opens_at.isoformat(),
                "closes": each.closes_at.isoformat(),
                "judges_per_entry": each.judges_per_entry,
                "minimum_cards": each.minimum_cards,
                "blind": each.blind,
                **round_settings_document(each),
            }
            for each in rounds
        ],
    }
