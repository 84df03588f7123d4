"""Answers are judged as people write them: what is empty, what is wrong with one, what cannot be kept."""

from decimal import Decimal
from typing import Any

import pytest

from awards_portal.entries import rules, values
from awards_portal.programmes.form_reading import read_form
from awards_portal.programmes.forms import Form, Question, QuestionType
from awards_portal.text import count_words


def question(kind: str, **more: Any) -> Question:
    return next(iter(form({"key": "q", "type": kind, "label": "Q", **more}).questions.values()))


def form(*questions: dict[str, Any]) -> Form:
    return read_form({"title": "F", "sections": [{"key": "A", "title": "A", "questions": list(questions)}]})


TABLE = {
    "columns": [
        {"key": "name", "label": "Indicator", "required": True},
        {"key": "result", "label": "Result", "type": "number"},
    ],
    "min_rows": 1,
    "max_rows": 2,
}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12500", "12500"),
        (" 12 500 ", "12500"),
        ("12,500.50", "12500.50"),
        ("12’500", "12500"),
        ("1\u202f234\u202f567", "1234567"),
        ("-3.5", "-3.5"),
        ("12,5", None),
        ("1,2345", None),
        ("1e5", None),
        ("NaN", None),
        ("about 12", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_people_write_them_and_never_guessed(text: str, number: str | None) -> None:
    assert values.parse_number(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("kind", "more", "good", "bad", "words"),
    [
        ("number", {"integer": True, "min": 1, "max": 10}, "10", "2.5", "whole number"),
        ("number", {"min": 1}, "1", "0", "must be 1 or more"),
        ("number", {"max": 10}, "10", "11", "must be 10 or less"),
        ("date", {}, "2026-02-28", "2026-02-30", "Write the date as year-month-day"),
        ("date", {}, "2026-05-31", "31 May 2026", "Write the date as year-month-day"),
        ("month", {}, "2026-05", "2026-13", "Write the month as year-month"),
        ("link", {}, "https://city.example/a?b", "javascript:alert(1)", "begins with https://"),
        ("link", {}, "http://city.example", "https://city .example", "begins with https://"),
        ("email", {}, "ida@city.example", "ida@city", "mail address"),
        ("country", {}, "NO", "Norway", "Choose a country"),
        ("city", {}, "Ciudad de Córdoba, Argentina", "Norrhavn\nSandmere", "name of one city"),
        (
            "money",
            {"currencies": ["EUR"]},
            {"amount": "9.50", "currency": "EUR"},
            {"amount": "-1", "currency": "EUR"},
            "0 or more",
        ),
        (
            "money",
            {"currencies": ["EUR"]},
            {"amount": "9", "currency": "EUR"},
            {"amount": "9", "currency": ""},
            "Choose the currency",
        ),
        ("table", TABLE, [{"name": "Riders", "result": "1200"}], [{"name": "", "result": "many"}], "must be a number"),
        ("table", TABLE, [{"name": "Riders"}], [{"name": "a"}, {"name": "b"}, {"name": "c"}], "At most 2 rows"),
        ("sdgs", {}, ["11", "13"], ["18"], "seventeen goals"),
        ("short_text", {"max_characters": 3}, "åbc", "abcd", "This has 4 characters; at most 3"),
        ("long_text", {"max_words": 2}, "one\u00a0two", "one two\nthree", "This has 3 words; at most 2"),
    ],
)
def test_a_fault_is_a_sentence_and_a_good_answer_has_none(
    kind: str, more: dict[str, Any], good: Any, bad: Any, words: str
) -> None:
    asked = question(kind, **more)
    assert values.faults(asked, good) == []
    assert any(words in sentence for sentence in values.faults(asked, bad)), values.faults(asked, bad)


@pytest.mark.parametrize(
    ("kind", "more", "empty"),
    [
        ("long_text", {}, " \n\t"),
        ("declaration", {}, False),
        ("money", {"currencies": ["EUR"]}, {"amount": " ", "currency": "EUR"}),
        ("table", TABLE, [{"name": " ", "result": ""}]),
        ("sdgs", {}, []),
        ("number", {}, None),
    ],
)
def test_what_says_nothing_is_empty_and_has_no_fault(kind: str, more: dict[str, Any], empty: Any) -> None:
    assert values.is_empty(question(kind, **more), empty)
    assert values.faults(question(kind, **more), empty) == []


def test_only_what_no_database_keeps_cannot_be_kept() -> None:
    for value in ("a\x00", "\ud800", [{"a": "\x00"}], {"\x00": "a"}):
        assert values.cannot_be_kept(value)
    for value in ("𝕏 \u202e \u200b", True, 3, None, [{"a": "b"}]):
        assert not values.cannot_be_kept(value)


def test_words_are_what_stands_between_white_space() -> None:
    assert count_words(" one\u00a0two\u2003three\x85four\x1cfive\n") == 5
    # Python's white space knows no U+FEFF: it is part of a word, on the page as on the server.
    assert count_words("one\ufefftwo") == 1


def test_what_hangs_on_a_question_that_is_not_asked_is_not_asked() -> None:
    asked = form(
        {
            "key": "a",
            "type": "single_choice",
            "label": "A",
            "options": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
        },
        {"key": "b", "type": "sdgs", "label": "B", "required": True, "shown_if": {"question": "a", "any_of": ["yes"]}},
        {
            "key": "c",
            "type": "short_text",
            "label": "C",
            "required": True,
            "shown_if": {"question": "b", "any_of": ["11"]},
        },
        {"key": "g", "type": "files", "label": "G", "required": True, "accept": ["pdf"]},
    )

    def gaps(answers: dict[str, Any], files: int = 0) -> list[str]:
        return [gap.question.key for gap in rules.gaps(asked, answers, {"g": files})]

    assert gaps({}) == ["g"]
    assert gaps({"a": "yes"}, 1) == ["b"]
    assert gaps({"a": "yes", "b": ["11"]}, 1) == ["c"]
    assert gaps({"a": "no", "b": ["11"]}, 1) == []
    assert question("files", accept=["pdf"]).type is QuestionType.FILES


@pytest.mark.parametrize(
    ("submitted", "changed", "withdrawn", "is_open", "state"),
    [
        (False, False, False, True, rules.State.DRAFT),
        (False, False, False, False, rules.State.NOT_SUBMITTED),
        (True, False, False, True, rules.State.SUBMITTED),
        (True, True, False, True, rules.State.CHANGED),
        (True, True, False, False, rules.State.SUBMITTED),
        (True, True, True, True, rules.State.WITHDRAWN),
    ],
)
def test_the_state_follows_from_records_and_clock(
    submitted: bool, changed: bool, withdrawn: bool, is_open: bool, state: rules.State
) -> None:
    assert rules.state(submitted=submitted, changed=changed, withdrawn=withdrawn, is_open=is_open) is state
