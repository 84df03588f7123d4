"""What is typed is saved as typed, or set aside beside what somebody else saved. Nothing is lost, nothing is cut."""

import pytest
from flask import Flask

from awards_portal.db import db
from awards_portal.entries import queries, service
from awards_portal.entries.models import Entry
from awards_portal.entries.writing import Change, Outcome, Saved, save_answers
from awards_portal.errors import Refusal
from awards_portal.people.models import Person
from tests import factories
from tests.rooms.entries.stage import Stage, make, revisions
from tests.together import together


def stored(stage: Stage, key: str = "d_summary") -> object:
    db.session.rollback()
    return queries.answers(stage.entry.id)[key].value


def test_a_text_is_kept_to_the_letter_even_over_its_limit(context: Flask) -> None:
    stage = make()
    text = "  Naïve  übertragen\n\n" + "word " * 40 + "끝\t"
    saved = stage.write(text)
    assert (saved.outcome, saved.revision, saved.by) == (Outcome.SAVED, 1, "Leo Lead")
    assert stored(stage) == text


def test_the_title_names_the_entry_and_the_category_moves_it(context: Flask) -> None:
    stage = make()
    stage.write(" Night \n trams ", "c_title")
    stage.write("digital-inclusion", "c_category", seen=1)
    entry = queries.entry_by_reference(stage.entry.reference)
    assert entry is not None
    assert (entry.title, entry.category.key) == ("Night trams", "digital-inclusion")


def test_two_people_on_two_questions_are_both_saved(context: Flask) -> None:
    stage = make()
    assert stage.write("Trams", "c_title").outcome is Outcome.SAVED
    assert stage.write("At night", by=stage.editor).outcome is Outcome.SAVED


def test_who_saves_second_is_told_and_both_texts_are_kept(context: Flask) -> None:
    stage = make()
    stage.write("By the lead")
    second = stage.write("By the editor", by=stage.editor)
    assert (second.outcome, second.value, second.by) == (Outcome.CONFLICT, "By the lead", "Leo Lead")
    assert stored(stage) == "By the lead"
    assert [row.value for row in queries.set_aside(stage.entry.id)] == ["By the editor"]
    assert stage.write("Of both", seen=second.revision, by=stage.editor).outcome is Outcome.SAVED
    assert stored(stage) == "Of both"


def test_an_old_page_that_did_not_touch_the_question_overwrites_nothing(context: Flask) -> None:
    stage = make()
    stage.write("First")
    stage.write("Second", seen=1, by=stage.editor)
    assert stage.write("First", seen=1).outcome is Outcome.UNCHANGED
    assert stored(stage) == "Second"
    assert queries.set_aside(stage.entry.id) == []


def test_the_same_act_sent_twice_is_one(context: Flask) -> None:
    stage = make()
    first = stage.write("Once", mark="m1")
    again = stage.write("Once", mark="m1")
    assert (again.outcome, again.revision) == (Outcome.SAVED, first.revision)
    assert revisions("d_summary", "saved") == ["Once"]


def test_what_comes_after_the_deadline_is_set_aside_and_told(context: Flask) -> None:
    stage = make()
    stage.write("In time")
    stage.close()
    late = stage.write("Too late", seen=1)
    assert late.outcome is Outcome.LATE
    assert "The deadline passed on" in late.sentence
    assert stored(stage) == "In time"
    assert revisions("d_summary", "set aside") == ["Too late"]
    stage.write("Too late", seen=1)
    assert revisions("d_summary", "set aside") == ["Too late"]


def test_what_is_typed_into_a_withdrawn_entry_is_set_aside(context: Flask) -> None:
    stage = make()
    service.withdraw(stage.entry, stage.lead, "We enter next year.")
    assert stage.write("Still typing").outcome is Outcome.LATE
    assert revisions("d_summary", "set aside") == ["Still typing"]


@pytest.mark.parametrize("who", ["viewer", "stranger"])
def test_who_may_not_write_is_refused_and_nothing_is_written(context: Flask, who: str) -> None:
    stage = make()
    by = stage.viewer if who == "viewer" else factories.person("Sten Stranger")
    with pytest.raises(Refusal):
        stage.write("Mine now", by=by)
    assert revisions("d_summary", "saved") == []
    assert revisions("d_summary", "set aside") == []


def test_one_answer_that_cannot_be_kept_keeps_no_other_from_being_saved(context: Flask) -> None:
    stage = make()
    saved = save_answers(
        stage.entry,
        {
            "d_summary": Change("Copied from a PDF\x00", 0),
            "e_indicators": Change("no rows", 0),
            "g_files": Change("x", 0),
            "unheard": Change("x", 0),
            "c_title": Change("Night trams", 0),
        },
        stage.lead,
    )
    assert {key: s.outcome for key, s in saved.items()} == {
        "d_summary": Outcome.REFUSED,
        "e_indicators": Outcome.REFUSED,
        "g_files": Outcome.REFUSED,
        "unheard": Outcome.REFUSED,
        "c_title": Outcome.SAVED,
    }
    assert "cannot be stored" in saved["d_summary"].sentence


def test_of_eight_who_save_one_question_at_once_one_is_saved_and_seven_are_set_aside(context: Flask) -> None:
    stage = make()
    entry_id, lead_id = stage.entry.id, stage.lead.id

    def save(number: int) -> Saved:
        entry, by = db.session.get_one(Entry, entry_id), db.session.get_one(Person, lead_id)
        return save_answers(entry, {"d_summary": Change(f"Text {number}", 0, f"m{number}")}, by)["d_summary"]

    answers = together(context, *[lambda n=n: save(n) for n in range(8)])  # type: ignore[misc]
    outcomes = [a.outcome if isinstance(a, Saved) else a for a in answers]
    assert sorted(map(str, outcomes)) == ["conflict"] * 7 + ["saved"]
    everything = revisions("d_summary", "saved") + revisions("d_summary", "set aside")
    assert sorted(everything) == [f"Text {n}" for n in range(8)]


def test_what_is_typed_over_a_save_whose_answer_never_came_is_no_conflict_with_oneself(context: Flask) -> None:
    stage = make()
    stage.write("Trams", mark="first")
    on = stage.write("Trams run", mark="second", over=("first",))
    assert (on.outcome, on.revision) == (Outcome.SAVED, 2)
    # Of two on the way neither arrived: it was typed over what was seen.
    on = stage.write("Trams run late", seen=2, mark="fifth", over=("third", "fourth"))
    assert on.outcome is Outcome.SAVED
    # Somebody else's act is no excuse to overwrite it.
    stage.write("By the editor", seen=3, mark="theirs", by=stage.editor)
    again = stage.write("Trams run again", seen=3, mark="sixth", over=("theirs",))
    assert (again.outcome, stored(stage)) == (Outcome.CONFLICT, "By the editor")
    # Nor is one's own where somebody wrote after it.
    last = stage.write("Trams", seen=0, mark="seventh", over=("first", "second"))
    assert (last.outcome, stored(stage)) == (Outcome.CONFLICT, "By the editor")
