"""Quiet hours by the clock on the wall: across midnight, within a day, and where the clock is changed."""

from datetime import UTC, datetime

import pytest

from awards_portal.mail import quiet


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "zone", "moment", "over"),
    [
        # Across midnight, before it and after it.
        ("22:00-07:00", "Asia/Seoul", "2026-03-01T12:59", None),
        ("22:00-07:00", "Asia/Seoul", "2026-03-01T13:00", "2026-03-01T22:00"),
        ("22:00-07:00", "Asia/Seoul", "2026-03-01T15:30", "2026-03-01T22:00"),
        ("22:00-07:00", "Asia/Seoul", "2026-03-01T21:59", "2026-03-01T22:00"),
        ("22:00-07:00", "Asia/Seoul", "2026-03-01T22:00", None),
        # Within a day.
        ("12:00-14:00", "UTC", "2026-03-01T13:00", "2026-03-01T14:00"),
        ("12:00-14:00", "UTC", "2026-03-01T14:00", None),
        # The night in which the clock is put forward is an hour shorter, the other an hour longer.
        ("22:00-07:00", "Europe/Berlin", "2026-03-28T21:30", "2026-03-29T05:00"),
        ("22:00-07:00", "Europe/Berlin", "2026-10-24T20:30", "2026-10-25T06:00"),
        # An end that the clock leaps over, and one that comes twice.
        ("22:00-02:30", "Europe/Berlin", "2026-03-29T00:50", "2026-03-29T01:30"),
        ("22:00-02:30", "Europe/Berlin", "2026-10-25T00:15", "2026-10-25T00:30"),
        ("22:00-02:30", "Europe/Berlin", "2026-10-25T01:15", "2026-10-25T01:30"),
        # None, or what is no span.
        ("", "UTC", "2026-03-01T23:00", None),
        ("07:00-07:00", "UTC", "2026-03-01T07:00", None),
        ("24:00-07:00", "UTC", "2026-03-01T01:00", None),
    ],
)
def test_it_is_over_at_its_hour_on_the_wall(hours: str, zone: str, moment: str, over: str | None) -> None:
    assert quiet.over_at(hours, zone, at(moment)) == (None if over is None else at(over))
