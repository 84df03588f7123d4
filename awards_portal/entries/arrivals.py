"""How entries came in, day by day before the deadline, so that two editions can be laid over each other. Pure."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta

DAY = timedelta(days=1)


def days_before(opens_at: datetime, closes_at: datetime, most: int = 120) -> list[int]:
    """Days before a deadline at which arrivals are counted: from the opening, at most so many, to 0, the deadline."""
    length = -(-(closes_at - opens_at) // DAY)
    return list(range(min(most, length), -1, -1))


def arrived(times: Sequence[datetime], closes_at: datetime, days: Sequence[int], until: datetime) -> list[int | None]:
    """How many had come by so many days before the deadline; None for days that are still to come.

    Args:
        times: when each came, the earliest first. What came after the deadline counts on day 0.
        until: now.
    """
    found: list[int | None] = []
    for day in days:
        moment = closes_at - day * DAY
        if moment > until and moment - DAY >= until:
            found.append(None)
        else:
            found.append(len(times) if day == 0 else bisect_left(times, min(moment, until)))
    return found
