"""Every text of a question can be read again, and brought back by whoever may write, as a new revision."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.entries import files, history, queries, receiving, reuse
from awards_portal.entries.models import AnswerRevision
from awards_portal.entries.writing import Outcome, Saved
from awards_portal.errors import NotHere, Refusal
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import Person
from tests import factories
from tests.rooms.entries.stage import Stage, make, pdf, revisions
from tests.rooms.entries.test_change_requests import ask

KEY = "d_summary"


def lines(stage: Stage, key: str = KEY, **page: Any) -> tuple[list[history.Line], int]:
    return history.lines(stage.entry.id, stage.question(key), **{"limit": None, **page})


def restore(stage: Stage, number: int, seen: int, by: Person | None = None, **more: Any) -> Saved:
    row = db.session.scalars(select(AnswerRevision).filter_by(question=KEY, revision=number, kind="saved")).one()
    values = {"mark": f"restore {number} over {seen}", **more}
    return history.restore(stage.entry, KEY, row.id, seen, by=by or stage.editor, **values)


def value(stage: Stage) -> Any:
    db.session.rollback()
    return queries.answers(stage.entry.id)[KEY].value


def written(stage: Stage) -> None:
    stage.write("Trams run.")
    stage.write("Trams run at night.", seen=1, by=stage.editor)
    stage.write("Trams never run.", seen=1)


def test_each_text_says_who_wrote_it_and_what_changed_since_the_one_before(context: Flask) -> None:
    stage = make()
    written(stage)
    found, total = lines(stage)
    assert total == 3
    assert [(line.row.by.name, line.is_aside) for line in found] == [
        ("Leo Lead", True),
        ("Eda Editor", False),
        ("Leo Lead", False),
    ]
    told = [[(p.kind.value, p.text) for p in line.difference.pieces] if line.difference else None for line in found]
    assert told == [
        # Set aside: compared with the revision it was typed over, not with the one that won.
        [("same", "Trams "), ("added", "never "), ("same", "run.")],
        [("same", "Trams "), ("removed", "run."), ("added", "run at night.")],
        None,
    ]


def test_a_page_of_texts_is_compared_with_what_stands_on_the_next(context: Flask) -> None:
    stage = make()
    for n in range(5):
        stage.write(f"Text {n}", seen=n)
    found, total = lines(stage, limit=2, offset=2)
    assert (total, [line.row.value for line in found]) == (5, ["Text 2", "Text 1"])
    assert all(line.difference for line in found)


def test_an_earlier_text_comes_back_as_a_new_revision_and_is_in_the_ledger(context: Flask) -> None:
    stage = make()
    written(stage)
    saved = restore(stage, 1, seen=2)
    assert (saved.outcome, saved.revision, value(stage)) == (Outcome.SAVED, 3, "Trams run.")
    assert revisions(KEY, "saved") == ["Trams run.", "Trams run at night.", "Trams run."]
    assert lines(stage)[0][0].row.restored_from == 1
    line = db.session.scalars(select(LedgerLine).filter_by(event="answer.restored")).one()
    assert (line.actor, line.before) == ("Eda Editor", {"revision": 2})
    assert line.after == {"revision": 3, "restored": 1, "kind": "saved"}


def test_a_text_set_aside_can_be_brought_back_too(context: Flask) -> None:
    stage = make()
    written(stage)
    row = queries.set_aside(stage.entry.id)[0]
    assert history.restore(stage.entry, KEY, row.id, 2, "m", stage.lead).revision == 3
    assert value(stage) == "Trams never run."


def test_the_same_press_twice_brings_back_once(context: Flask) -> None:
    stage = make()
    written(stage)
    again = [restore(stage, 1, seen=2, mark="once").revision for _ in range(2)]
    assert again == [3, 3]
    assert len(list(db.session.scalars(select(LedgerLine).filter_by(event="answer.restored")))) == 1


def test_the_title_goes_with_its_answer(context: Flask) -> None:
    stage = make()
    stage.write("Night trams", "c_title")
    stage.write("Day trams", "c_title", seen=1)
    row = db.session.scalars(select(AnswerRevision).filter_by(question="c_title", revision=1)).one()
    history.restore(stage.entry, "c_title", row.id, 2, "m", stage.lead)
    entry = queries.entry_by_reference(stage.entry.reference)
    assert entry is not None
    assert entry.title == "Night trams"


def refused(stage: Stage, sentence: str, by: Person | None = None, seen: int = 2) -> None:
    """Nothing is changed and nothing is set aside: the text is in the record already."""
    with pytest.raises(Refusal, match=sentence):
        restore(stage, 1, seen, by)
    assert value(stage) == "Trams run at night."
    assert len(revisions(KEY, "set aside")) == 1
    assert list(db.session.scalars(select(LedgerLine).filter_by(event="answer.restored"))) == []


def test_a_viewer_brings_nothing_back(context: Flask) -> None:
    stage = make()
    written(stage)
    refused(stage, "You may read this and not change it", stage.viewer)


def test_after_the_deadline_nothing_is_brought_back(context: Flask) -> None:
    stage = make()
    written(stage)
    stage.close()
    refused(stage, "The deadline passed on")


def test_over_a_text_that_the_person_has_not_seen_nothing_is_brought_back(context: Flask) -> None:
    stage = make()
    written(stage)
    refused(stage, "Eda Editor changed this answer after you opened the page", seen=1)


def test_a_text_of_another_question_or_entry_is_not_there(context: Flask) -> None:
    stage = make()
    written(stage)
    row = db.session.scalars(select(AnswerRevision).filter_by(question="c_category")).one()
    with pytest.raises(NotHere):
        history.restore(stage.entry, KEY, row.id, 2, "m", stage.lead)


def test_who_added_and_removed_a_file_is_told(context: Flask) -> None:
    stage = make()
    row = files.attach(stage.entry, stage.question("g_files"), "Plan.pdf", pdf(), stage.editor)
    files.remove_attachment(stage.entry, row.id, stage.lead)
    (line,) = history.file_lines(stage.entry.id, "g_files")
    assert (line.file.name, line.added_by, line.removed_by) == ("Plan.pdf", "Eda Editor", "Leo Lead")


def test_under_a_change_request_only_what_it_reopens_is_brought_back_or_given_a_file(context: Flask) -> None:
    stage = make()
    stage.fill()
    plan = files.attach(stage.entry, stage.question("g_files"), "Plan.pdf", pdf(), stage.lead)
    stage.write("Trams run by night.", seen=1)
    stage.write("Day trams", "c_title", seen=1)
    files.remove_attachment(stage.entry, plan.id, stage.lead)
    stage.submit("one")
    stage.close()
    ask(stage, factories.team_member(), KEY)
    assert restore(stage, 1, seen=2).revision == 3
    title = db.session.scalars(select(AnswerRevision).filter_by(question="c_title", revision=1)).one()
    other = "asked you to change other questions only"
    with pytest.raises(Refusal, match=other):
        history.restore(stage.entry, "c_title", title.id, 2, "m", stage.lead)
    with pytest.raises(Refusal, match=other):
        reuse.reuse(stage.entry, stage.question("g_files"), plan.id, stage.lead)
    with pytest.raises(Refusal, match=other):
        receiving.begin(stage.entry, stage.question("g_files"), "Plan.pdf", 10, "k", stage.lead)
