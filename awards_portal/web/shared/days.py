"""A day as a browser's date field sends it."""

from datetime import date

from ... import clock


def read_day(text: str) -> date | None:
    """The day, or None when it is none."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.year in clock.YEARS else None
