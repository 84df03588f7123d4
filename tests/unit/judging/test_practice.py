"""A practice scorecard beside the anchor's and the panel's: only what may be shown."""

from dataclasses import dataclass

import pytest

from awards_portal.judging.practice import Given, Line, compare


@dataclass(frozen=True)
class Criterion:
    id: int
    title: str


CRITERIA = [Criterion(1, "Impact"), Criterion(2, "Innovation")]


def card(judge_id: int, impact: int, innovation: int, comment: str = "") -> Given:
    return Given(judge_id, {1: impact, 2: innovation}, {1: comment, 2: ""})


CARDS = [card(1, 8, 4), card(2, 6, 6, "Only two lines"), card(3, 2, 5), card(4, 7, 5)]


def test_with_three_completed_the_spread_is_shown_beside_the_anchor() -> None:
    lines, completed = compare(CRITERIA, CARDS, 1, 2)
    assert completed == 4
    assert lines == [Line("Impact", 8, 6, "Only two lines", 2, 6, 8), Line("Innovation", 4, 6, "", 4, 5, 6)]


def test_with_fewer_the_spread_would_tell_who_gave_what() -> None:
    lines, completed = compare(CRITERIA, CARDS[:2], 1, 2)
    assert completed == 2
    assert [(line.low, line.middle, line.high) for line in lines] == [(None, None, None)] * 2
    assert [line.anchor for line in lines] == [6, 6]


@pytest.mark.parametrize("anchor", [None, 9, 1])
def test_no_anchor_an_unfinished_one_and_oneself_show_none(anchor: int | None) -> None:
    lines, _completed = compare(CRITERIA, CARDS, 1, anchor)
    assert [(line.anchor, line.anchor_comment) for line in lines] == [(None, ""), (None, "")]


def test_who_has_not_completed_compares_nothing() -> None:
    with pytest.raises(KeyError):
        compare(CRITERIA, CARDS, 9, 2)
