"""What an organiser is shown before a form or a rubric is used."""

from typing import Any

import pytest

from awards_portal.programmes import form_check, parts, rubric_check
from awards_portal.programmes.differences import form_differences, rubric_differences
from awards_portal.programmes.form_reading import read_form
from awards_portal.programmes.forms import Form

TITLE = {"key": "title", "type": "short_text", "label": "Title", "title": True, "max_words": 9}
CATEGORY = {"key": "category", "type": "category", "label": "Category"}
CHOICE = {"key": "choice", "type": "single_choice", "label": "Choice", "options": [{"value": "yes", "label": "Yes"}]}


def document(*questions: dict[str, Any]) -> dict[str, Any]:
    return {"title": "F", "sections": [{"key": "A", "title": "A", "questions": [TITLE, CATEGORY, CHOICE, *questions]}]}


def form(*questions: dict[str, Any]) -> Form:
    return read_form(document(*questions))


def question(key: str = "q", kind: str = "long_text", **more: Any) -> dict[str, Any]:
    usual = {"max_words": 50} if kind == "long_text" else {}
    return {"key": key, "type": kind, "label": key.upper(), **usual, **more}


def shown_if(other: str, *values: str) -> dict[str, Any]:
    return {"shown_if": {"question": other, "any_of": list(values)}}


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ([question(max_words=None)], "“Q” has no limit of words or characters."),
        ([question(kind="files", accept=["pdf"])], "takes PDF files of any length"),
        ([question(**shown_if("choice", "no"))], "“Q” is never shown: “Choice” has no choice no."),
        ([question(**shown_if("category", "ships"))], "“Q” is never shown: “Category” has no choice ships."),
        ([question(**shown_if("title", "x"))], "which is not chosen from a list"),
        (
            [question("p", "single_choice", options=CHOICE["options"], **shown_if("choice", "no")),
             question(**shown_if("p", "yes"))],
            "“Q” depends on “P”, which is never shown.",
        ),
        ([question(), question("r", label="Q")], "“Q” is asked more than once."),
        ([question("unread")], "“UNREAD” is read for no criterion."),
    ],
)  # fmt: skip
def test_what_a_form_lacks_is_told_at_its_question(questions: list[dict[str, Any]], words: str) -> None:
    found = form_check.findings(form(*questions), {"Impact": ["q", "r"]}, ["open-city"])
    assert any(words in each.sentence for each in found), found


def test_a_sound_form_has_nothing_to_look_at() -> None:
    sound = form(question(**shown_if("category", "open-city")), question("r", **shown_if("choice", "yes")))
    assert form_check.findings(sound, {"Impact": ["q", "r"]}, ["open-city"]) == []
    bare = read_form({"title": "F", "sections": [{"key": "A", "title": "A", "questions": []}]}, partial=True)
    assert [each.question for each in form_check.findings(bare, {}, [])] == ["", "", ""]


def test_reading_time_counts_limits() -> None:
    found = form_check.reading(form(question(max_words=2380), question("c", contact=True, max_words=999)))
    assert (found.entry_words, found.entry_minutes) == (2389, 11)


def criterion(key: str, weight: int = 10, **more: Any) -> dict[str, Any]:
    words = {str(n): "w" for n in range(3)}
    return {"key": key, "title": key.capitalize(), "weight": weight, "reads": [key], "descriptors": words, **more}


def rubric(*criteria: dict[str, Any]) -> dict[str, Any]:
    return {"scale": {"min": 0, "max": 2, "steps_per_point": 1}, "criteria": list(criteria)}


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ([criterion("a"), criterion("b", 0)], "“B” weighs nothing"),
        ([criterion("a", 50), criterion("c", 49), criterion("b", 1)], "“B” weighs less than 3 %"),
        ([criterion("a", 60), criterion("b", 40)], "“A” weighs more than all the others together"),
        ([criterion("a", descriptors={"0": "w"}), criterion("b")], "“A”: no words for 1, 2 points."),
        ([criterion("a", reads=[]), criterion("b")], "“A”: no answer is named"),
        ([criterion("a", comment_below=3), criterion("b")], "“A”: a comment is required with every score."),
        ([criterion("a", comment_below=0), criterion("b")], "“A”: no score is below 0, so that rule never asks"),
        ([criterion("a", comment_above=2), criterion("b")], "“A”: no score is above 2, so that rule never asks"),
        ([criterion("innovation"), criterion("innovations")], "sound alike"),
        ([criterion("a", reads=["x"]), criterion("b", reads=["x"])], "are judged by the same answers"),
    ],
)
def test_what_a_rubric_lacks_is_told_at_its_criterion(criteria: list[dict[str, Any]], words: str) -> None:
    assert any(words in told for _key, told in rubric_check.findings(rubric(*criteria)))
    sound = criterion("a", comment_below=1, comment_above=1)
    assert rubric_check.findings(rubric(sound, criterion("b"))) == []


def test_differences_are_told_in_sentences() -> None:
    before = document(question("q", max_words=50), question("r"))
    after = document(question("s"), question("q", max_words=60))
    told = [each.sentence for each in form_differences(before, after)]
    assert told == ["No longer asked: “R”.", "New: “S”.", "“Q”: Most words was 50 and is 60."]
    assert form_differences(before, before) == []
    changed = rubric_differences(rubric(criterion("a")), rubric(criterion("a", 20), criterion("b")))
    assert [each.sentence for each in changed] == ["“A”: Weight was 10 and is 20.", "New criterion: “B”."]


def test_parts_move_one_by_one_or_before_another() -> None:
    keys = [{"key": key} for key in "abc"]

    def placed(key: str, to: str) -> str:
        return "".join(each["key"] for each in parts.placed(keys, key, to))

    assert [placed("b", "up"), placed("b", "down"), placed("a", "up"), placed("c", "down")] == [
        "bac",
        "acb",
        "abc",
        "abc",
    ]
    assert [placed("c", "before:a"), placed("a", "before:"), placed("x", "up")] == ["cab", "bca", "abc"]
    assert parts.new_key("São José!", ["sao-jose"]) == "sao-jose-2"
    assert parts.new_key("2nd part", [], joined="_") == "n2nd_part"
