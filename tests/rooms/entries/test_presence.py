"""Who edits what right now: one row a person and entry, gone a minute after the last beat."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards_portal import clock, tasks
from awards_portal.db import db, transaction
from awards_portal.entries import presence, queries
from awards_portal.entries.models import Answer, Entry, Presence
from awards_portal.errors import Refusal
from awards_portal.people.models import Person
from awards_portal.programmes import queries as programmes
from tests.rooms.entries.stage import Stage, make
from tests.together import together


def here(stage: Stage, but: Person, later: float = 0) -> list[tuple[str, str]]:
    db.session.rollback()
    at = clock.now() + timedelta(seconds=later)
    return [(each.section, each.name) for each in presence.others(stage.entry.id, but.id, at)]


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Presence)) or 0


def test_others_see_where_somebody_writes_for_less_than_a_minute_after_the_last_beat(context: Flask) -> None:
    stage = make()
    presence.beat(stage.entry, "C", stage.editor)
    presence.beat(stage.entry, "D", stage.editor)
    assert here(stage, stage.lead) == [("D", "Eda Editor")]
    assert here(stage, stage.editor) == []
    assert here(stage, stage.lead, later=30) == [("D", "Eda Editor")]
    assert here(stage, stage.lead, later=60) == []
    assert count() == 1


def test_closing_a_section_tells_the_others_and_leaves_the_one_opened_next(context: Flask) -> None:
    stage = make()
    presence.beat(stage.entry, "D", stage.editor)
    presence.leave(stage.entry, "C", stage.editor)
    assert here(stage, stage.lead) == [("D", "Eda Editor")]
    presence.leave(stage.entry, "D", stage.editor)
    assert count() == 0


def test_a_viewer_edits_nothing(context: Flask) -> None:
    stage = make()
    with pytest.raises(Refusal, match="You may read this and not change it"):
        presence.beat(stage.entry, "C", stage.viewer)
    assert count() == 0


def test_eight_beats_at_once_leave_one_row(context: Flask) -> None:
    stage = make()
    entry_id, person_id = stage.entry.id, stage.editor.id

    def beat(section: str) -> None:
        presence.beat(db.session.get_one(Entry, entry_id), section, db.session.get_one(Person, person_id))

    assert together(context, *[lambda s=s: beat(s) for s in "CDEGCDEG"]) == [None] * 8  # type: ignore[misc]
    assert count() == 1


def test_the_worker_forgets_pages_that_went_silent_an_hour_ago(context: Flask) -> None:
    stage = make()
    presence.beat(stage.entry, "C", stage.lead)
    presence.beat(stage.entry, "C", stage.editor)
    with transaction() as moment:
        row = db.session.scalars(select(Presence).filter_by(person_id=stage.lead.id)).one()
        row.seen_at = moment.at - timedelta(minutes=61)
    editor_id = stage.editor.id
    tasks.work_through()
    assert db.session.scalars(select(Presence.person_id)).all() == [editor_id]


def test_without_a_script_the_last_save_of_somebody_else_is_told_for_half_an_hour(context: Flask) -> None:
    stage = make()
    stage.write("By the editor", "c_title", by=stage.editor)
    stage.write("By the lead")
    version = programmes.current_form(stage.edition.id)
    assert version is not None
    form = programmes.form_of(version)

    def told(but: Person, minutes: float = 0) -> list[tuple[str, str]]:
        db.session.rollback()
        at = clock.now() + timedelta(minutes=minutes)
        answers: dict[str, Answer] = queries.answers(stage.entry.id)
        return [(s, save.name) for s, save in presence.last_saves(form, answers, but.id, at).items()]

    assert told(stage.lead) == [("C", "Eda Editor")]
    assert sorted(told(stage.viewer)) == [("C", "Eda Editor"), ("D", "Leo Lead")]
    assert told(stage.lead, minutes=31) == []
