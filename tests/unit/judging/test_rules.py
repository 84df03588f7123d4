"""What a scorecard says: read, added up, judged complete, put in order."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards_portal.errors import Invalid
from awards_portal.judging import reading, rules
from awards_portal.judging.rules import Content, Given, State
from awards_portal.judging.seats import state


@dataclass(frozen=True)
class Scale:
    scale_min: int = 0
    scale_max: int = 5
    steps_per_point: int = 2


@dataclass(frozen=True)
class Line:
    key: str
    weight: int = 50
    comment_below: int | None = None
    comment_above: int | None = None
    na_allowed: bool = False

    @property
    def title(self) -> str:
        return self.key.capitalize()


TWO = [Line("impact", 60), Line("care", 40, comment_below=3)]


def read(**raw: Any) -> Content:
    return reading.read_content(raw, Scale(), TWO)


def test_steps_are_read_as_numbers_and_as_text() -> None:
    found = read(scores={"impact": {"step": 7, "comment": "a\r\nb"}, "care": {"step": "10"}})
    assert (found.given("impact"), found.given("care")) == (Given(7, "a\nb"), Given(10))


def test_what_is_left_empty_is_not_scored() -> None:
    assert read(scores={"impact": {"step": "", "comment": ""}, "care": {"step": None}}) == Content()
    assert read(scores={"care": {"step": 0}}).given("care") == Given(0)


@pytest.mark.parametrize("step", [11, -1, 2.5, True, "4.5", "x", "٣", [], "9" * 30])
def test_a_step_off_the_scale_is_refused(step: Any) -> None:
    with pytest.raises(Invalid) as told:
        read(scores={"impact": {"step": step}})
    assert set(told.value.fields) == {"score-impact"}


@pytest.mark.parametrize(
    "raw",
    [
        {"scores": {"nonsense": {"step": 1}}},
        {"scores": {"impact": 4}},
        {"scores": {"impact": {"step": 1, "comment": 5}}},
        {"private_note": "\x00"},
        {"comment_for_city": "x" * (reading.MAX_CHARACTERS + 1)},
        {"comment_for_city": "\ud800"},
        {"scores": 3},
    ],
)
def test_what_cannot_be_kept_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        read(**raw)


def test_a_kept_document_reads_back_as_it_was() -> None:
    content = Content({"impact": Given(7, "Why"), "care": Given(None, "Later")}, "For you", "For me")
    assert rules.content_of(content.document()) == content


def test_what_is_missing_is_told_in_the_order_of_the_rubric() -> None:
    told = rules.missing(Content({"care": Given(5, "  ")}), Scale(), TWO)
    assert [each.field for each in told] == ["score-impact", "comment-care"]
    assert rules.missing(Content({"impact": Given(0), "care": Given(6)}), Scale(), TWO) == []


def test_a_score_above_what_the_rubric_says_is_explained_as_well() -> None:
    lines = [Line("care", comment_below=2, comment_above=4)]
    for step, comment, sentence in (
        (9, "", "a score above 4 needs a comment"),
        (3, "", "a score below 2 needs a comment"),
        (8, "", ""),
        (4, "", ""),
        (10, "Because", ""),
    ):
        told = rules.missing(Content({"care": Given(step, comment)}), Scale(), lines)
        assert ([each.field for each in told] == ["comment-care"]) is bool(sentence), step
        assert not told or sentence in told[0].sentence


def test_the_total_is_the_weighted_mean_of_what_is_scored() -> None:
    assert rules.total(Content(), Scale(), TWO).value is None
    assert rules.total(Content({"impact": Given(8)}), Scale(), TWO).value == 80
    assert rules.total(Content({"impact": Given(8), "care": Given(3)}), Scale(), TWO).value == 60
    assert rules.total(Content({"impact": Given(0), "care": Given(0)}), Scale(), TWO).value == 0


@given(st.lists(st.integers(0, 10), min_size=2, max_size=2), st.lists(st.integers(1, 100), min_size=2, max_size=2))
def test_the_total_lies_between_the_lowest_and_the_highest_score(steps: list[int], weights: list[int]) -> None:
    lines = [Line("a", weights[0]), Line("b", weights[1])]
    value = rules.total(Content({"a": Given(steps[0]), "b": Given(steps[1])}), Scale(), lines).value
    assert value is not None
    assert min(steps) * 10 <= value <= max(steps) * 10


def test_points_are_written_as_people_write_them() -> None:
    assert [rules.written(rules.points(Scale(1, 5, 4), step)) for step in (0, 1, 2, 4)] == ["1", "1.25", "1.5", "2"]
    assert rules.written(Fraction(1, 3)) == "0.3333"


@given(st.sets(st.integers(1, 10_000), min_size=2, max_size=40), st.data())
def test_a_judges_order_holds_when_entries_come_and_go(ids: set[int], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(sorted(ids)))
    whole = rules.shuffled([(each, each) for each in ids], 1, 1)
    assert sorted(whole) == sorted(ids)
    assert rules.shuffled([(each, each) for each in ids - {gone}], 1, 1) == [each for each in whole if each != gone]


def test_judges_read_in_different_orders() -> None:
    orders = {tuple(rules.shuffled([(n, n) for n in range(12)], judge, 1)) for judge in range(20)}
    assert len(orders) == 20


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({}, State.NOT_STATED),
        ({"conflicted": False}, State.NOT_STARTED),
        ({"conflicted": False, "begun": True}, State.STARTED),
        ({"conflicted": False, "begun": True, "completed": True}, State.COMPLETED),
        ({"conflicted": True, "begun": True, "completed": True}, State.ABSTAINED),
        ({"conflicted": True, "withdrawn": True}, State.WITHDRAWN),
        ({"recused": True, "withdrawn": True, "conflicted": True}, State.RECUSED),
    ],
)
def test_the_state_follows_from_the_records(facts: dict[str, Any], wanted: State) -> None:
    none = {"recused": False, "withdrawn": False, "conflicted": None, "begun": False, "completed": False}
    assert state(**{**none, **facts}) is wanted


def test_how_a_judge_scored_so_far_is_told_from_three_scorecards_on() -> None:
    totals = [Fraction(50), None, Fraction(905, 10)]
    assert rules.spread_in_words(totals) == ""
    assert rules.spread_in_words([*totals, Fraction(60)]) == (
        "Your other 3 completed scorecards run from 50.0 to 90.5, the middle is 60.0 of 100."
    )
    assert "the middle is 55.0" in rules.spread_in_words([*totals, Fraction(60), Fraction(10)])


MAYBE = [Line("impact", 60), Line("care", 40, comment_below=3, na_allowed=True)]


def test_not_applicable_is_said_only_where_the_criterion_allows_it() -> None:
    said = {"scores": {"care": {"step": "na", "comment": ""}}}
    found = reading.read_content(said, Scale(), MAYBE)
    assert found.given("care") == Given(None, "", not_applicable=True)
    assert (found.document()["scores"], rules.content_of(found.document())) == (said["scores"], found)
    with pytest.raises(Invalid, match="Care applies to every entry"):
        reading.read_content(said, Scale(), TWO)


def test_what_is_not_applicable_is_answered_and_the_others_weigh_more() -> None:
    content = Content({"impact": Given(8), "care": Given(not_applicable=True)})
    assert rules.missing(content, Scale(), MAYBE) == []
    assert rules.total(content, Scale(), MAYBE) == rules.Total(Fraction(80), 2, 2)
    assert [rules.told(Scale(), each) for each in (Given(8), Given(), Given(not_applicable=True))] == ["4", "–", "N/A"]


def test_a_scorecard_on_which_nothing_applies_is_not_complete() -> None:
    lines = [Line("impact", 60, na_allowed=True), Line("free", 0)]
    content = Content({"impact": Given(not_applicable=True), "free": Given(3)})
    assert [each.field for each in rules.missing(content, Scale(), lines)] == ["score-impact"]
