"""Per criterion, which answers the judges read, and whether they are there and as they must be."""

from awards_portal.entries.rules import readiness
from awards_portal.programmes.form_reading import read_form
from tests.factories import FORM

FORM_READ = read_form(FORM)
CRITERIA = [("Impact", 60, ["d_summary", "c_title"]), ("Luck", 40, ["no_such_question"])]


def test_a_criterion_is_filled_when_each_answer_read_for_it_is_there_and_within_its_limits() -> None:
    impact, luck = readiness(FORM_READ, {"d_summary": "word " * 21, "c_title": "Trams"}, {}, CRITERIA)
    assert (impact.filled, impact.is_filled) == (2, False)
    assert impact.reads[0].faults == ["This has 21 words; at most 20 are allowed. Shorten it by 1."]
    # A question that is not of this form is read by nobody.
    assert (luck.filled, luck.reads) == (0, [])
    impact, _luck = readiness(FORM_READ, {"d_summary": "word", "c_title": "Trams"}, {}, CRITERIA)
    assert impact.is_filled


def test_an_empty_answer_is_told_as_such() -> None:
    impact, _luck = readiness(FORM_READ, {"d_summary": " "}, {}, CRITERIA)
    assert [(reading.question.key, reading.filled) for reading in impact.reads] == [
        ("d_summary", False),
        ("c_title", False),
    ]
