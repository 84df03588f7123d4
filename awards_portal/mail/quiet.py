"""Quiet hours: letters that are not urgent wait till they are over. They are an edition's; who knows them says so."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

# In the edition's time zone; empty for none.
USUAL = "22:00-07:00"
# Somebody waits for these, or they are proof. One-time links are urgent too: their time runs.
URGENT = {
    "known-address",
    "new-password",
    "password-changed",
    "receipt",
    "registration",
    "second-factor",
    "sign-in-link",
    "submission-blocked",
    "test",
    "withdrawal",
}
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_known: list[Callable[[int], tuple[str, str] | None]] = []


def on_ask(call: Callable[[int], tuple[str, str] | None]) -> None:
    """Name who knows an edition's hours and zone by its id: the room of editions is above this one."""
    _known[:] = [call]


def read(hours: str) -> tuple[time, time] | None:
    """Begin and end of hours such as `22:00-07:00`, by the clock on the wall; None for anything else, or no time."""
    found = _HOURS.fullmatch(hours)
    if found is None:
        return None
    a, b, c, d = map(int, found.groups())
    return (time(a, b), time(c, d)) if (a, b) != (c, d) else None


def over_at(hours: str, zone: str, at: datetime) -> datetime | None:
    """When the quiet hours that hold at a moment are over, in UTC; None when it is not quiet.

    Judged by the clock on the wall: where it is put forward or back in the night, the end stays at its hour. An hour
    that comes twice is over when it comes for the last time that is ahead.
    """
    span = read(hours)
    if span is None:
        return None
    begins, ends = span
    local = at.astimezone(ZoneInfo(zone))
    now = local.time()
    quiet = begins <= now < ends if begins < ends else now >= begins or now < ends
    if not quiet:
        return None
    day = local.date() + timedelta(days=1) if begins > ends and now >= begins else local.date()
    moments = [datetime.combine(day, ends, ZoneInfo(zone)).replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    return next((each for each in moments if each > at), None)


def wait_until(kind: str, edition_id: int | None, at: datetime, *, secret: bool) -> datetime | None:
    """Until when a letter written now has to wait; None when it may leave."""
    if edition_id is None or secret or kind in URGENT:
        return None
    told = next((hours for call in _known if (hours := call(edition_id)) is not None), None)
    return None if told is None else over_at(*told, at)
