"""Differences tell word by word what changed, and put together again they are the two texts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards_portal.entries.differences import Difference, Kind, between, words
from awards_portal.programmes.forms import Column, Option, Question, QuestionType


def question(kind: QuestionType, **more: Any) -> Question:
    return Question("q", kind, "Question", "C", **more)


def told(difference: Difference) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in difference.pieces]


def of_texts(before: str, after: str) -> list[tuple[str, str]]:
    return told(between(question(QuestionType.LONG_TEXT), before, after))


def test_a_word_in_the_middle_is_told_alone() -> None:
    assert of_texts("Trams run at night.", "Trams run by night.") == [
        ("same", "Trams run "),
        ("removed", "at "),
        ("added", "by "),
        ("same", "night."),
    ]


def test_a_paragraph_cut_in_two_is_seen_and_blanks_alone_are_none() -> None:
    assert of_texts("One two", "One\n\ntwo") == [("same", "One"), ("added", "\n\n"), ("same", "two")]
    assert between(question(QuestionType.SHORT_TEXT), "One two", "One  two ").is_empty


def test_scripts_without_spaces_are_compared_character_by_character() -> None:
    assert of_texts("電車は夜走る", "電車は毎夜走る") == [("same", "電車は"), ("added", "毎"), ("same", "夜走る")]


@pytest.mark.parametrize("text", ["القطارات تعمل ليلاً", "Family 👨‍👩‍👧‍👦 tram 🚊", "נסיעה בלילה"])
def test_right_to_left_texts_and_emoji_stay_whole(text: str) -> None:
    pieces = of_texts(text, f"{text} 2026")
    assert "".join(part for kind, part in pieces if kind != "removed") == f"{text} 2026"
    assert pieces[-1] == ("added", "2026")


TEXT = st.text(st.sampled_from("ab 漢\n\t👨\u200d👩é.\ufe0f"), max_size=40)


@given(TEXT, TEXT)
def test_the_pieces_are_the_later_text_to_the_letter_and_the_earlier_one_but_for_blanks(
    before: str, after: str
) -> None:
    pieces = list(words(before, after))
    assert "".join(p.text for p in pieces if p.kind is not Kind.REMOVED) == after
    earlier = "".join(p.text for p in pieces if p.kind is not Kind.ADDED)
    assert "".join(earlier.split()) == "".join(before.split())


def test_two_long_texts_that_share_little_are_told_whole_and_at_once() -> None:
    before, after = (" ".join(f"{start}{n}" for n in range(5_000)) for start in "ab")
    assert [piece.kind for piece in words(before, after)] == [Kind.REMOVED, Kind.ADDED]


def test_choices_are_told_by_their_labels() -> None:
    options = (Option("a", "Trams"), Option("b", "Buses"), Option("c", "Bicycles"))
    change = between(question(QuestionType.MULTIPLE_CHOICE, options=options), ["a", "b"], ["a", "c"])
    assert told(change) == [("same", "Trams"), ("removed", "Buses"), ("added", "Bicycles")]


def test_amounts_and_boxes_are_told_whole() -> None:
    money = between(
        question(QuestionType.MONEY), {"amount": "5", "currency": "EUR"}, {"amount": "7", "currency": "EUR"}
    )
    assert told(money) == [("removed", "5 EUR"), ("added", "7 EUR")]
    assert told(between(question(QuestionType.DECLARATION), False, True)) == [("added", "Agreed")]


def test_a_table_is_told_row_by_row_and_cell_by_cell() -> None:
    columns = (Column("what", "What"), Column("much", "How much"))
    before = [{"what": "Rides", "much": "5"}, {"what": "Waiting", "much": "9"}, {"what": "Noise", "much": "1"}]
    after = [{"what": "Rides", "much": "7"}, {"what": "Noise", "much": "1"}, {"what": "Light", "much": "3"}]
    change = between(question(QuestionType.TABLE, columns=columns), before, after)
    assert change.columns == ("What", "How much")
    assert [row.kind.value for row in change.rows] == ["changed", "removed", "same", "added"]
    assert [(p.kind.value, p.text) for p in change.rows[0].cells[1]] == [("removed", "5"), ("added", "7")]
    assert [(p.kind.value, p.text) for p in change.rows[3].cells[0]] == [("added", "Light")]
