"""Letters about what is not submitted: each once, at its time, to those who write; a moved deadline moves them."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock, queue, tasks
from awards_portal.db import db, transaction
from awards_portal.entries import reminders, service
from awards_portal.entries.models import Entry, Extension
from awards_portal.entries.oversight.deciding import decide
from awards_portal.entries.oversight.extending import extend
from awards_portal.mail.models import Letter
from awards_portal.programmes.models import Edition
from awards_portal.queue import Job
from tests import factories
from tests.rooms.entries.stage import Stage, make
from tests.rooms.entries.test_eligibility import letters

KINDS = ("reminder", "after-deadline")


def left(stage: Stage, begun: timedelta = timedelta(days=30), **distance: float) -> datetime:
    """Move the deadline so that this much time is left; the entry was begun long before."""
    with transaction():
        edition = db.session.get_one(Edition, stage.edition.id)
        edition.opens_at = clock.now() - timedelta(days=90)
        edition.closes_at = clock.now() + timedelta(**distance)
        db.session.get_one(Entry, stage.entry.id).created_at = clock.now() - begun
        return edition.closes_at


def work() -> list[tuple[str, str]]:
    """What the worker's minute writes: kind and whom it is to, besides what was there before."""
    before = {letter.id for kind in KINDS for letter in letters(kind)}
    db.session.rollback()
    reminders.plan()
    queue.sweep()
    return [(each.kind, each.to_name) for kind in KINDS for each in letters(kind) if each.id not in before]


@pytest.mark.parametrize(("days", "words"), [(6.99, "6 days"), (1.99, "1 day"), (0.49, "11 hours")])
def test_whoever_writes_is_reminded_of_a_draft_once_at_each_time(context: Flask, days: float, words: str) -> None:
    stage = make()
    stage.write("Trams run at night.")
    left(stage, days=days)
    assert work() == [("reminder", "Eda Editor"), ("reminder", "Leo Lead")]
    assert work() == []
    letter = letters("reminder")[0]
    assert words in letter.subject
    assert "is not submitted" in letter.subject
    assert "- Title" in letter.body
    assert "- Summary" not in letter.body


def test_three_reminders_come_as_the_deadline_comes_nearer(context: Flask) -> None:
    stage = make()
    last = left(stage, days=6.9)
    assert len(work()) == 2
    for at in (timedelta(days=1.9), timedelta(hours=11)):
        # The clock stands still and the deadline comes: the reminders of a moved deadline are its own.
        last = left(stage, days=at.total_seconds() / 86400)
        assert len(work()) == 2
    assert last > clock.now()
    assert len({letter.key for letter in letters("reminder")}) == 6


@pytest.mark.parametrize("days", [8.0, -8.0])
def test_nothing_is_written_long_before_and_long_after(context: Flask, days: float) -> None:
    stage = make()
    left(stage, days=days)
    assert work() == []
    assert list(db.session.scalars(select(Job))) == []


def test_what_is_submitted_withdrawn_or_refused_is_let_alone_and_a_draft_of_changes_is_not(context: Flask) -> None:
    stage = make()
    stage.fill()
    stage.submit("one")
    left(stage, days=6.9)
    assert work() == []
    stage.write("Trams run all night.", seen=1)
    left(stage, days=1.9)
    assert len(work()) == 2
    assert "Version 1 counts" in letters("reminder")[0].body
    decide(stage.entry, "refused", "A company", factories.team_member(), 1)
    left(stage, hours=11)
    assert work() == []
    service.withdraw(stage.entry, stage.lead, "No budget")
    left(stage, hours=10)
    assert work() == []


def test_who_began_after_a_reminder_was_due_is_not_reminded_of_it(context: Flask) -> None:
    stage = make()
    left(stage, begun=timedelta(hours=1), days=1.9)
    assert work() == []


def test_after_the_deadline_the_answers_come_back_in_one_letter(context: Flask) -> None:
    stage = make()
    stage.write("Trams run at night: 夜の路面電車.")
    left(stage, hours=-1)
    assert work() == [("after-deadline", "Eda Editor"), ("after-deadline", "Leo Lead")]
    assert work() == []
    letter = letters("after-deadline")[0]
    assert "was not submitted" in letter.subject
    assert "SUMMARY\n\nSummary\nTrams run at night: 夜の路面電車." in letter.body


def test_after_the_deadline_changes_not_submitted_are_told_with_the_version_that_counts(context: Flask) -> None:
    stage = make()
    stage.fill()
    stage.submit("one")
    left(stage, hours=-1)
    assert work() == []
    left(stage, days=1)
    work()
    stage.write("Trams run all night.", seen=1)
    left(stage, hours=-2)
    assert len(work()) == 2
    assert "version 1 of" in letters("after-deadline")[0].subject
    assert "Trams run all night." in letters("after-deadline")[0].body


def test_an_extension_moves_the_reminders_of_its_city_alone(context: Flask) -> None:
    stage = make()
    other = factories.city("Sandmere", "SE")
    factories.representative(other, name="Olga Other")
    columns = {c.name: getattr(stage.entry, c.name) for c in Entry.__table__.columns if c.name not in {"id", "mark"}}
    factories.put(Entry(**{**columns, "reference": "SSC26-X001", "city_id": other.id}))
    last = left(stage, days=1.9)
    with transaction():
        db.session.execute(Entry.__table__.update().values(created_at=clock.now() - timedelta(days=30)))
    extend(
        stage.edition, stage.city, last + timedelta(days=2), "A storm", factories.team_member(), despite_judging=True
    )
    assert work() == [("reminder", "Olga Other")]
    left(stage, hours=-1)
    assert work() == [("after-deadline", "Olga Other")]
    with transaction():
        row = db.session.scalars(select(Extension)).one()
        row.until, row.at = clock.now() + timedelta(hours=11), clock.now() - timedelta(days=1)
    assert work() == [("reminder", "Eda Editor"), ("reminder", "Leo Lead")]
    with transaction():
        db.session.scalars(select(Extension)).one().until = clock.now() - timedelta(minutes=1)
    assert work() == [("after-deadline", "Eda Editor"), ("after-deadline", "Leo Lead")]


def test_a_job_of_a_deadline_that_moved_away_writes_nothing(context: Flask) -> None:
    stage = make()
    left(stage, days=6.9)
    reminders.plan()
    left(stage, days=20)
    assert work() == []


def test_the_minute_after_costs_no_more_than_looking(context: Flask) -> None:
    from tests.statements import statements

    # Storage is swept once a day: that job is not ours.
    tasks.work_through()
    stage = make()
    left(stage, days=6.9)
    assert tasks.work_through() == (1, 2)
    with statements() as found:
        reminders.plan()
    # Editions, the extensions of each, the job of this reminder.
    assert len(found) == 3, found
    assert tasks.work_through() == (0, 0)
    assert len(list(db.session.scalars(select(Letter).filter_by(kind="reminder")))) == 2
