"""Pure sums on an edition's dates."""

from datetime import datetime, timedelta


def deadline(closes_at: datetime, grace_minutes: int) -> datetime:
    """The first moment at which it is too late: the closing time plus the written grace."""
    return closes_at + timedelta(minutes=grace_minutes)


def is_open(opens_at: datetime, closes_at: datetime, grace_minutes: int, at: datetime) -> bool:
    """Whether entries are taken at this moment: from the opening on, and a second before the deadline but not at it."""
    return opens_at <= at < deadline(closes_at, grace_minutes)
