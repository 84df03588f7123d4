"""Pure questions about how long something is kept."""

from datetime import datetime

LONGEST = 240


def months_before(at: datetime, months: int) -> datetime:
    """The same day so many months earlier; the last day of a shorter month."""
    whole = at.year * 12 + at.month - 1 - months
    year, month = divmod(whole, 12)
    for day in (at.day, 30, 29, 28):
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def read_months(text: str) -> int | None:
    """How many months somebody wrote; None when it is no number from 1 to 240."""
    text = text.strip()
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    return number if 0 < number <= LONGEST else None
