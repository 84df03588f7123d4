"""Files chosen again, replaced, and counted once against the room a city has."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries import files, queries, reuse, service, space
from awards_portal.entries.models import Attachment, Entry
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import Person
from awards_portal.programmes.models import Category
from tests import factories
from tests.rooms.entries.stage import Stage, make, pdf, photo


def attach(stage: Stage, pages: int = 1, **more: Any) -> Attachment:
    values = {"by": stage.lead, **more}
    return files.attach(stage.entry, stage.question("g_files"), f"Plan {pages}.pdf", pdf(pages), **values)


def second_entry(stage: Stage) -> Entry:
    category = db.session.get_one(Category, stage.entry.category_id)
    return service.start(stage.city, stage.edition, category, stage.lead, "second")


def used(stage: Stage, later: timedelta = timedelta(0)) -> int:
    db.session.rollback()
    return space.used(stage.city.id, stage.edition.id, clock.now() + later)


def narrow(context: Flask, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    settings = context.config["SETTINGS"].model_copy(update={"upload_quota_bytes": limit})
    monkeypatch.setitem(context.config, "SETTINGS", settings)


def test_a_file_of_another_entry_is_used_without_a_second_copy(context: Flask) -> None:
    stage = make()
    row = attach(stage)
    entry = second_entry(stage)
    taken = reuse.reuse(entry, stage.question("g_files"), row.id, stage.editor)
    assert (taken.sha256, taken.copied_from, taken.name) == (row.sha256, stage.entry.reference, "Plan 1.pdf")
    assert used(stage) == row.size
    assert files.read(taken) == files.read(row)
    line = db.session.scalars(select(LedgerLine).filter_by(event="attachment.added").order_by(LedgerLine.id)).all()[-1]
    assert line.after is not None
    assert line.after["copied_from"] == stage.entry.reference


def test_the_choice_holds_each_content_once_and_only_what_the_question_takes(context: Flask) -> None:
    stage = make()
    attach(stage, 1)
    files.remove_attachment(stage.entry, attach(stage, 2).id, stage.lead)
    files.attach(stage.entry, stage.question("g_photo"), "Tram.jpg", photo(), stage.lead)
    entry = second_entry(stage)
    reuse.reuse(entry, stage.question("g_files"), queries.attachments(stage.entry.id)[0].id, stage.lead)
    earlier = reuse.earlier_files(stage.city.id)
    present = queries.attachments(stage.entry.id)
    # A removed one can be chosen again; one that is there cannot.
    assert [e.file.name for e in reuse.choices(stage.question("g_files"), earlier, present)] == ["Plan 2.pdf"]
    assert [e.file.name for e in reuse.choices(stage.question("g_photo"), earlier, [])] == ["Tram.jpg"]


def test_a_file_of_another_city_is_not_there(context: Flask) -> None:
    stage = make()
    row = attach(stage)
    elsewhere = factories.city("Sandmere", "SE")
    stranger = factories.representative(elsewhere, name="Sia Sand")
    category = db.session.get_one(Category, stage.entry.category_id)
    entry = service.start(elsewhere, stage.edition, category, stranger, "x")
    with pytest.raises(NotHere):
        reuse.reuse(entry, stage.question("g_files"), row.id, stranger)
    assert reuse.earlier_files(elsewhere.id) == []


@pytest.mark.parametrize("who", ["viewer", "late", "kind", "full"])
def test_what_may_not_be_added_may_not_be_used_again(context: Flask, who: str) -> None:
    stage = make()
    row, entry = attach(stage), second_entry(stage)
    question, by, sentence = stage.question("g_files"), stage.lead, ""
    error: type[Exception] = Refusal
    if who == "viewer":
        by, sentence = stage.viewer, "You may read this"
    elif who == "late":
        stage.close()
        sentence = "The deadline passed"
    elif who == "kind":
        question, error, sentence = stage.question("g_photo"), Invalid, "of a kind that this question does not take"
    else:
        error, sentence = Invalid, "at most 3 files"
        for pages in (2, 3, 4):
            files.attach(entry, question, f"Plan {pages}.pdf", pdf(pages), stage.lead)
    before = len(queries.attachments(entry.id))
    with pytest.raises(error, match=sentence):
        reuse.reuse(entry, question, row.id, by)
    assert len(queries.attachments(entry.id)) == before


def test_one_file_takes_the_place_of_another_in_one_act(context: Flask) -> None:
    stage = make()
    question = stage.question("g_photo")

    def add(width: int, by: Person) -> Attachment:
        return files.attach(stage.entry, question, f"Tram {width}.jpg", photo(width), by, replace=True)

    first = add(1000, stage.lead)
    add(1001, stage.editor)
    assert [file.name for file in queries.attachments(stage.entry.id)] == ["Tram 1001.jpg"]
    reuse.reuse(stage.entry, question, first.id, stage.lead, replace=True)
    assert [file.name for file in queries.attachments(stage.entry.id)] == ["Tram 1000.jpg"]
    events = db.session.scalars(select(LedgerLine.event).order_by(LedgerLine.id)).all()
    assert [event for event in events if event.startswith("attachment")] == [
        "attachment.added",
        "attachment.removed",
        "attachment.added",
        "attachment.removed",
        "attachment.added",
    ]


def test_room_is_taken_by_what_is_there_was_submitted_or_was_removed_within_a_day(context: Flask) -> None:
    stage = make()
    stage.fill()
    frozen, gone = attach(stage, 1), attach(stage, 2)
    sizes = frozen.size, gone.size
    files.remove_attachment(stage.entry, gone.id, stage.lead)
    stage.submit()
    files.remove_attachment(stage.entry, frozen.id, stage.lead)
    assert used(stage) == sum(sizes)
    assert used(stage, timedelta(hours=25)) == sizes[0]


def test_a_city_without_room_is_told_how_much_it_uses_and_what_to_remove(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make()
    row = attach(stage)
    narrow(context, monkeypatch, row.size + 10)
    with pytest.raises(Refusal) as refused:
        attach(stage, 2)
    assert "Your city has used 0 of the 0 MB it has for files in this edition" in str(refused.value)
    assert f"the largest is “Plan 1.pdf” in {stage.entry.reference}" in str(refused.value)
    # What is stored already takes no more room in another entry.
    assert reuse.reuse(second_entry(stage), stage.question("g_files"), row.id, stage.lead).id != row.id
    with transaction() as moment:
        db.session.get_one(Attachment, row.id).removed_at = moment.at - timedelta(hours=25)
    assert space.megabytes(1_250_000) == "1.2"
