"""Moments as people type them into a field: in the zone of the edition."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def read_moment(text: str, zone: str) -> datetime | None:
    """A day and a time of an edition's zone, such as `2026-05-31T18:00`, as a moment.

    None when it is not one, or when clocks there jump over it. Of a time that comes twice the first one is meant.
    """
    try:
        local = datetime.fromisoformat(text.strip().replace(" ", "T", 1))
    except ValueError:
        return None
    if local.tzinfo is not None or "T" not in text.strip().replace(" ", "T", 1):
        return None
    try:
        found = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        again = found.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except OverflowError:
        return None
    return found if again == local else None


def as_typed(at: datetime, zone: str) -> str:
    """A moment as the value of such a field."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
