"""The deadline to the second."""

from datetime import UTC, datetime, timedelta

from awards_portal.programmes.rules import deadline, is_open

OPENS = datetime(2026, 1, 1, tzinfo=UTC)
CLOSES = datetime(2026, 3, 1, 14, 59, tzinfo=UTC)


def test_entries_are_taken_until_a_second_before_the_deadline_and_not_at_it() -> None:
    last = deadline(CLOSES, 5)
    assert last == datetime(2026, 3, 1, 15, 4, tzinfo=UTC)
    assert is_open(OPENS, CLOSES, 5, last - timedelta(seconds=1))
    assert not is_open(OPENS, CLOSES, 5, last)


def test_entries_are_taken_from_the_opening_on() -> None:
    assert is_open(OPENS, CLOSES, 0, OPENS)
    assert not is_open(OPENS, CLOSES, 0, OPENS - timedelta(seconds=1))
