"""What is left, how much a day, how long it takes: told from plain figures."""

from datetime import UTC, datetime, timedelta

import pytest

from awards_portal.judging.pace import Pace, following, usual_minutes

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "remaining", "a_day"),
    [
        (11, timedelta(days=4), 3),
        (11, timedelta(days=4, hours=23), 3),
        (1, timedelta(days=30), 1),
        (5, timedelta(0), 5),
    ],
)
def test_what_a_day_must_bring_is_rounded_up_to_the_deadline(left: int, remaining: timedelta, a_day: int) -> None:
    assert Pace(left, 14, remaining).a_day == a_day


def test_the_sentence_says_what_is_left_how_much_a_day_and_how_long_it_takes() -> None:
    assert Pace(11, 14, timedelta(days=4)).words == "11 of 14 left, about 3 a day until the deadline."
    assert Pace(2, 2, timedelta(hours=5)).words == "2 of 2 left, and less than a day until the deadline."
    assert Pace(11, 14, timedelta(days=4), 25).words.endswith(
        "At your pace of about 25 minutes each it is 4 hours 35 minutes of work."
    )
    assert "1 minute each it is 1 hour of work" in Pace(60, 60, timedelta(days=4), 1).words
    assert Pace(0, 3, timedelta(days=4)).words == ""
    assert Pace(3, 3, timedelta(0)).words == ""


def sittings(*minutes: int) -> list[tuple[datetime, datetime]]:
    return [(AT, AT + timedelta(minutes=each)) for each in minutes]


def test_the_usual_time_is_the_median_of_what_was_done_in_one_sitting() -> None:
    assert usual_minutes(sittings(10, 20, 60)) == 20
    assert usual_minutes(sittings(10, 20, 600, 6000)) == 15
    assert usual_minutes(sittings(10)) is None
    assert usual_minutes(sittings(10, 600)) is None
    assert usual_minutes([(AT, AT + timedelta(seconds=4))] * 2) == 1


def test_next_comes_after_the_present_one_and_goes_round() -> None:
    queue = ["a", "b", "c"]
    assert [following(queue, each) for each in (*queue, "gone")] == ["b", "c", "a", "a"]
    assert following(["a"], "a") is None
    assert following([], "a") is None
