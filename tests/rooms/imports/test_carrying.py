"""A long spreadsheet is imported as long work: it says how far it is, and its rows are made all together or not."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from awards_portal import clock, queue
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.imports import carrying, keeping, queries, service
from awards_portal.imports.models import Import
from awards_portal.people.models import Person, TeamMember, TeamRole
from awards_portal.programmes.models import Edition
from awards_portal.queue import Job, JobState, Task, long
from tests import factories
from tests.rooms.imports.test_importing import GOOD, NEW, count, csv

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def edition(context: Flask) -> Edition:
    factories.city()
    return factories.edition(entries_per_city=3)


@pytest.fixture
def organiser(context: Flask) -> Person:
    return factories.team_member()


def looked_at(edition: Edition, by: Person) -> Import:
    found, reading = service.look(edition, "entries", "many.csv", csv(GOOD, NEW), by)
    assert found is not None, reading.faults
    return found


def again(row: Import) -> Import:
    db.session.expire_all()
    found = queries.import_(row.edition_id, row.id)
    assert found is not None
    return found


def job_of(found: Import) -> Job:
    db.session.expire_all()
    jobs = db.session.scalars(select(Job).where(Job.kind == carrying.KIND).order_by(Job.id.desc())).all()
    return next(job for job in jobs if job.arguments["import_id"] == found.id)


def test_it_says_how_far_it_is_before_all_rows_are_made_together(
    edition: Edition, organiser: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = looked_at(edition, organiser)
    carrying.order(found, organiser)
    told = []
    with transaction():
        task = Task(job_of(found))
    written = task.tell_now

    def tell_now(done: int, total: int, words: str = "") -> None:
        written(done, total, words)
        told.append((done, total, words, count(Entry)))

    monkeypatch.setattr(task, "tell_now", tell_now)
    carrying.carry_out(task, found.id)
    assert told == [
        (1, 4, "Rows are read again and held against what is in the portal.", 0),
        (2, 4, "All rows are written in one act: either all are there, or none.", 0),
    ]
    assert count(Entry) == 2


def test_what_is_stopped_before_its_end_makes_nothing_and_may_be_begun_again(
    edition: Edition, organiser: Person
) -> None:
    found = looked_at(edition, organiser)
    job = carrying.order(found, organiser)
    with transaction():
        task = Task(job_of(found))
    long.stop(job)
    with pytest.raises(queue.Stopped):
        carrying.carry_out(task, found.id)
    with transaction() as moment, pytest.raises(queue.Stopped):
        task.finish(moment, queue.Made("Too late."))
    assert (count(Entry), again(found).done_at) == (0, None)
    assert carrying.order(again(found), organiser).id != job.id
    queue.sweep()
    assert count(Entry) == 2
    assert long.stop(job_of(found)).words == "The import is done: 2 rows. No letter was sent."


def test_a_worker_that_died_after_the_commit_leaves_nothing_to_do_twice(edition: Edition, organiser: Person) -> None:
    found = looked_at(edition, organiser)
    carrying.order(found, organiser)
    with transaction():
        task = Task(job_of(found))
    carrying.carry_out(task, found.id)
    with transaction():
        db.session.execute(update(Job).values(due_at=clock.now() - timedelta(minutes=1)))
    queue.sweep()
    job = job_of(found)
    assert (count(Entry), job.state, job.attempts) == (2, JobState.DONE, 0)


def test_who_may_import_no_more_when_the_work_begins_has_nothing_made(edition: Edition, organiser: Person) -> None:
    found = looked_at(edition, organiser)
    carrying.order(found, organiser)
    with transaction():
        db.session.execute(update(TeamMember).values(role=TeamRole.OBSERVER))
    queue.sweep()
    job = job_of(found)
    assert (job.state, count(Entry)) == (JobState.FAILED, 0)
    assert "read this and not change it" in (job.words or "")


def test_a_file_that_nobody_imported_goes_after_a_week_and_a_record_of_what_was_made_stays(
    edition: Edition, organiser: Person
) -> None:
    done = service.carry_out(looked_at(edition, organiser), organiser)
    waiting, _reading = service.look(
        edition, "entries", "more.csv", csv((*NEW[:5], "Evening classes", *NEW[6:])), organiser
    )
    assert waiting is not None
    assert keeping.forget_unused(keeping.until(waiting)) == 0
    assert keeping.forget_unused(keeping.until(waiting) + timedelta(seconds=1)) == 1
    db.session.rollback()
    assert [each.id for each in db.session.scalars(select(Import))] == [done.id]
