"""An earlier entry as a start: what fits is copied and marked, the rest is listed, nothing is overwritten."""

import copy
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.entries import copying, files, history, queries
from awards_portal.entries.models import AnswerRevision, Entry
from awards_portal.entries.writing import Change, save_answers
from awards_portal.errors import NotHere, Refusal
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import City, Person
from awards_portal.programmes.models import Category, Edition
from tests import factories
from tests.rooms.entries.stage import FORM, Stage, make, pdf, photo


def next_form() -> dict[str, Any]:
    """As the last one, but: no note, another status, other columns, photos at least 2,000 pixels wide."""
    form = copy.deepcopy(FORM)
    questions = {q["key"]: q for section in form["sections"] for q in section["questions"]}
    questions["e_status"]["options"] = [{"value": "running", "label": "Running"}]
    questions["e_indicators"]["columns"][1]["key"] = "outcome"
    questions["g_photo"]["min_width"] = 2000
    form["sections"][-1]["questions"] = [q for q in form["sections"][-1]["questions"] if q["key"] != "g_note"]
    return form


def earlier() -> Stage:
    """An entry of last year's edition with something in every question."""
    stage = make(key="ssc25", title="Awards 2025", reference_prefix="SSC25")
    stage.fill()
    values: dict[str, Any] = {
        "e_indicators": [{"indicator": "Rides", "result": "5"}],
        "e_status": "pilot",
        "g_note": "See page 3",
    }
    save_answers(stage.entry, {key: Change(value, 0) for key, value in values.items()}, stage.lead)
    files.attach(stage.entry, stage.question("g_files"), "Plan.pdf", pdf(), stage.lead)
    files.attach(stage.entry, stage.question("g_photo"), "Tram.jpg", photo(), stage.lead)
    return stage


def start(stage: Stage, edition: Edition, by: Person | None = None, **more: Any) -> tuple[Entry, copying.Plan]:
    category = db.session.scalars(select(Category).filter_by(edition_id=edition.id, key="digital-inclusion")).one()
    values = {"source": stage.entry, "city": stage.city, "mark": "copy", **more}
    return copying.start_from(edition=edition, category=category, by=by or stage.lead, **values)


def test_what_fits_is_copied_and_marked_and_the_rest_is_listed_with_why(context: Flask) -> None:
    stage = earlier()
    reference = stage.entry.reference
    entry, plan = start(stage, factories.edition(form=next_form()), stage.editor)
    values = {key: answer.value for key, answer in queries.answers(entry.id).items()}
    assert values == {
        "c_title": "Night trams",
        "c_category": "digital-inclusion",
        "d_summary": "Trams run at night.",
    }
    assert [(left.label, left.sentence) for left in plan.left] == [
        ("Indicators", "This form asks it in another way."),
        ("Where it stands", "The choices have changed."),
        ("About the files", "This form does not ask it."),
        ("Photo", "Tram.jpg is less wide than this question asks for."),
    ]
    assert [(file.name, file.copied_from) for file in queries.attachments(entry.id)] == [("Plan.pdf", reference)]
    rows = db.session.scalars(select(AnswerRevision).filter_by(entry_id=entry.id, question="d_summary")).all()
    assert [(row.revision, row.copied_from, row.by_id) for row in rows] == [(1, reference, stage.editor.id)]
    found = queries.entry_by_reference(entry.reference)
    assert found is not None
    assert (found.title, found.category.key) == ("Night trams", "digital-inclusion")
    line = db.session.scalars(select(LedgerLine).filter_by(event="entry.copied")).one()
    assert line.after == {"from": reference, "answers": 2, "files": 1}


def test_the_earlier_entry_stays_as_it_is(context: Flask) -> None:
    stage = earlier()
    before = {key: (a.value, a.revision) for key, a in queries.answers(stage.entry.id).items()}
    start(stage, factories.edition(form=FORM))
    db.session.rollback()
    assert {key: (a.value, a.revision) for key, a in queries.answers(stage.entry.id).items()} == before
    assert len(queries.attachments(stage.entry.id)) == 2


def test_pressed_twice_it_is_one_entry_and_what_was_written_since_stays(context: Flask) -> None:
    stage, edition = earlier(), factories.edition(form=FORM)
    entry, _plan = start(stage, edition)
    save_answers(entry, {"d_summary": Change("Written since", 1)}, stage.lead)
    again, _plan = start(stage, edition)
    assert again.id == entry.id
    assert queries.answers(entry.id)["d_summary"].value == "Written since"
    assert len(db.session.scalars(select(LedgerLine).filter_by(event="entry.copied")).all()) == 1


def test_where_it_was_copied_from_stands_in_the_history(context: Flask) -> None:
    stage = earlier()
    entry, _plan = start(stage, factories.edition(form=FORM))
    lines, _total = history.lines(entry.id, stage.question("d_summary"), None)
    assert [line.row.copied_from for line in lines] == [stage.entry.reference]


@pytest.mark.parametrize("case", ["viewer", "same edition", "another city", "closed"])
def test_who_may_not_start_or_read_copies_nothing(context: Flask, case: str) -> None:
    stage, edition = earlier(), factories.edition(form=FORM)
    by, city, error, sentence = stage.lead, stage.city, NotHere, "no such earlier entry"
    refusal: type[Exception] = error
    if case == "viewer":
        by, refusal, sentence = stage.viewer, Refusal, "You may read this"
    elif case == "same edition":
        edition = stage.edition
    elif case == "another city":
        city = factories.city("Sandmere", "SE")
        by = factories.representative(city, name="Sia Sand")
    else:
        Stage(edition, stage.city, stage.entry, stage.lead, stage.editor, stage.viewer).close()
        refusal, sentence = Refusal, "The deadline passed"
    city = db.session.get_one(City, city.id)
    with pytest.raises(refusal, match=sentence):
        start(stage, edition, by, city=city)
    db.session.rollback()
    assert len(db.session.scalars(select(Entry)).all()) == 1


def test_files_that_find_no_room_stay_behind_and_say_why(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stage, edition = earlier(), factories.edition(form=FORM)
    settings = context.config["SETTINGS"].model_copy(update={"upload_quota_bytes": 10})
    monkeypatch.setitem(context.config, "SETTINGS", settings)
    entry, plan = start(stage, edition)
    assert queries.answers(entry.id)["d_summary"].value == "Trams run at night."
    assert queries.attachments(entry.id) == []
    assert [left.label for left in plan.left] == ["Files", "Photo"]
    assert plan.left[0].sentence.startswith("Plan.pdf: Your city has used 0 of the 0 MB")
