"""A time is read in the zone it was typed in, or not at all."""

import pytest

from awards_portal import clock


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-05-31", "٣:٣", "2026-13-01T10:00", "0001-01-01T00:00", "9999-12-31T23:59-12:00"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert clock.read(text, "Asia/Seoul") is None


def test_a_time_is_read_in_its_zone() -> None:
    for text in ("2026-05-31T18:00", " 2026-05-31 18:00 ", "2026-05-31T10:00+01:00"):
        found = clock.read(text, "Asia/Seoul")
        assert found is not None
        assert found.isoformat() == "2026-05-31T09:00:00+00:00"


def test_a_time_that_clocks_jump_over_is_none_and_of_one_shown_twice_the_earlier_is_meant() -> None:
    assert clock.read("2026-03-29T02:30", "Europe/Oslo") is None
    twice = clock.read("2026-10-25T02:30", "Europe/Oslo")
    assert twice is not None
    assert twice.isoformat() == "2026-10-25T00:30:00+00:00"
