"""A day as a browser's date field sends it."""

from datetime import date


def read_day(text: str) -> date | None:
    """The day, or None when it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
