"""A form document is read whole, or refused with every fault named."""

from typing import Any

import pytest

from awards_portal.errors import Invalid
from awards_portal.programmes.form_reading import read_form
from awards_portal.programmes.forms import Condition, Option, QuestionType
from tests.factories import FORM


def document(*questions: dict[str, Any]) -> dict[str, Any]:
    return {"title": "A form", "sections": [{"key": "A", "title": "First", "intro": "", "questions": list(questions)}]}


def faults(*questions: dict[str, Any]) -> list[str]:
    with pytest.raises(Invalid) as refused:
        read_form(document(*questions))
    return refused.value.fields["document"]


def test_a_document_becomes_sections_and_questions_in_order() -> None:
    form = read_form(FORM)
    assert [section.key for section in form.sections] == ["C", "D", "H"]
    assert list(form.questions) == ["c_title", "c_category", "d_summary", "h_accuracy"]
    assert form.questions["d_summary"].max_words == 20
    assert form.questions["d_summary"].section == "D"
    assert form.title_question is form.questions["c_title"]
    assert form.category_question is form.questions["c_category"]


def test_what_a_type_needs_is_read() -> None:
    form = read_form(
        document(
            {"key": "a", "type": "single_choice", "label": "A", "options": [{"value": "x", "label": "Ex"}]},
            {"key": "b", "type": "files", "label": "B", "accept": ["pdf", "image/png"], "max_files": 3},
            {"key": "c", "type": "number", "label": "C", "min": 0, "max": 2.5, "unit": "km"},
            {"key": "d", "type": "link", "label": "D", "shown_if": {"question": "a", "any_of": ["x"]}},
        )
    )
    assert form.questions["a"].options == (Option("x", "Ex"),)
    assert form.questions["b"].accept == ("application/pdf", "image/png")
    assert (form.questions["c"].minimum, form.questions["c"].maximum) == (0.0, 2.5)
    assert form.questions["d"].shown_if == Condition("a", ("x",))
    assert form.questions["d"].type is QuestionType.LINK


def test_every_fault_is_told_with_its_place() -> None:
    told = faults(
        {"key": "a", "type": "short_text", "label": "A", "requird": True},
        {"key": "a", "type": "essay", "label": ""},
        {"key": "7", "type": "money", "label": "M", "contact": True, "public": True},
    )
    assert "Question a: “requird” is not known here; remove it or correct its spelling." in told
    assert any(t.startswith("Question a: the type “essay” is not known; known are applicant") for t in told)
    assert "Question a: “label” is missing." in told
    assert any("the key “7”" in t for t in told)
    assert "Question 7: an amount of money needs currencies." in told
    assert "Question 7: a contact is never public." in told
    assert "The form: the question “a” is there twice." in told


def test_a_question_may_only_hang_on_an_earlier_one() -> None:
    told = faults(
        {"key": "a", "type": "link", "label": "A", "shown_if": {"question": "b", "any_of": ["x"]}},
        {"key": "b", "type": "link", "label": "B"},
    )
    assert told == ["Question a: it is shown by the answer to “b”, which no earlier question has."]


@pytest.mark.parametrize("wrong", [{}, {"title": "x"}, {"title": 3, "sections": "no"}, {"title": "x", "sections": [1]}])
def test_what_is_no_form_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        read_form(wrong)
