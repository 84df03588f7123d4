"""Who is late: fewer completed than an even pace would have, each counted from the day it was given."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards_portal.judging.models import Judge
from awards_portal.judging.progress import due, fingerprint, standings
from awards_portal.judging.rules import State

OPENS = datetime(2026, 3, 1, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=30)


def after(days: float) -> datetime:
    return OPENS + timedelta(days=days)


@pytest.mark.parametrize(
    ("day", "expected"), [(-1, 0), (0, 0), (9, 4), (10, 4), (15, 7), (29.9, 13), (30, 14), (40, 14)]
)
def test_an_even_pace_brings_the_same_share_each_day(day: float, expected: int) -> None:
    assert due([OPENS - timedelta(days=3)] * 14, OPENS, CLOSES, after(day)) == expected


def test_what_is_given_late_runs_from_that_day() -> None:
    assert due([after(20)] * 10, OPENS, CLOSES, after(20)) == 0
    assert due([after(20)] * 10, OPENS, CLOSES, after(25)) == 5
    assert due([after(20)] * 10 + [OPENS] * 10, OPENS, CLOSES, after(25)) == 13
    assert due([after(31)], OPENS, CLOSES, after(30)) == 1


@given(st.lists(st.floats(-5, 29), max_size=20), st.floats(0, 35), st.floats(0, 5))
def test_more_time_never_makes_less_due_and_never_more_than_given(days: list[float], now: float, more: float) -> None:
    assigned = [after(day) for day in days]
    early, later = (due(assigned, OPENS, CLOSES, after(at)) for at in (now, now + more))
    assert 0 <= early <= later <= len(assigned)


@dataclass(frozen=True)
class Card:
    judge_id: int
    state: State
    assigned_at: datetime = OPENS


def test_what_is_closed_to_a_judge_is_neither_due_nor_done() -> None:
    judges = [Judge(id=1, name="Anna"), Judge(id=2, name="Bo"), Judge(id=3, name="Cai")]
    cards = [Card(1, State.COMPLETED), Card(1, State.STARTED), Card(1, State.ABSTAINED), Card(2, State.RECUSED)]
    at = after(30)
    anna, bo = standings(cards, judges, {1: at - timedelta(hours=23)}, OPENS, CLOSES, at)
    assert (anna.given, anna.completed, anna.due, anna.late) == (2, 1, 2, 1)
    assert not anna.may_be_nudged(at)
    assert anna.may_be_nudged(at + timedelta(hours=1))
    assert (bo.given, bo.due, bo.late, bo.may_be_nudged(at)) == (0, 0, 0, False)
    assert fingerprint([anna, bo]) == fingerprint([bo, anna]) != fingerprint([anna])
