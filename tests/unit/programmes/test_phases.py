"""What waits and what is over, by an edition's rounds: practice counts for nothing."""

from datetime import UTC, datetime

import pytest

from awards_portal.programmes.models import Round, RoundKind
from awards_portal.programmes.phases import counting, is_judged, waits_for_check


def day(number: int) -> datetime:
    return datetime(2026, 5, number, tzinfo=UTC)


def a_round(kind: RoundKind, opens: int, closes: int) -> Round:
    return Round(kind=kind, opens_at=day(opens), closes_at=day(closes))


PRACTICE, SCORING, FINAL = (
    a_round(RoundKind.CALIBRATION, 5, 7),
    a_round(RoundKind.SCORING, 8, 12),
    a_round(RoundKind.FINAL, 14, 16),
)
CHECKS = a_round(RoundKind.ELIGIBILITY, 3, 6)


def test_practice_and_the_check_of_eligibility_count_for_no_result() -> None:
    assert counting([CHECKS, PRACTICE, SCORING, FINAL]) == [SCORING, FINAL]


@pytest.mark.parametrize(
    ("rounds", "at", "waits"),
    [
        ([CHECKS, SCORING], 2, False),
        ([CHECKS, SCORING], 3, True),
        ([CHECKS, SCORING], 9, True),
        ([PRACTICE, SCORING], 6, True),
        ([PRACTICE, SCORING], 8, False),
        ([], 8, True),
    ],
)
def test_an_unchecked_entry_waits_from_the_opening_of_its_round_or_until_judges_score(
    rounds: list[Round], at: int, waits: bool
) -> None:
    assert waits_for_check(rounds, day(at)) is waits


@pytest.mark.parametrize(("at", "over"), [(13, False), (15, False), (16, True)])
def test_judging_is_over_when_every_round_that_counts_is(at: int, over: bool) -> None:
    assert is_judged([PRACTICE, SCORING, FINAL], day(at)) is over
    assert not is_judged([PRACTICE, CHECKS], day(at))
