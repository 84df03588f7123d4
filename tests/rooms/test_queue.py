"""Jobs: written with their cause, done once, tried again when they fail."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from awards_portal import queue
from awards_portal.db import db, transaction
from awards_portal.queue import Job, JobState

pytestmark = pytest.mark.usefixtures("context")

done: list[str] = []


@queue.work("test.note")
def note(word: str) -> None:
    done.append(word)


@queue.work("test.fail")
def fail() -> None:
    raise OSError("the disk is full")


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


def jobs() -> list[Job]:
    with transaction():
        return list(db.session.scalars(select(Job)))


def test_a_job_is_done_once() -> None:
    with transaction() as moment:
        queue.defer(moment, "test.note", word="hello")
    assert queue.sweep() == 1
    assert queue.sweep() == 0
    assert done == ["hello"]
    assert jobs()[0].state == JobState.DONE


def test_no_commit_no_job() -> None:
    with pytest.raises(ValueError, match="no"), transaction() as moment:
        queue.defer(moment, "test.note", word="hello")
        raise ValueError("no")
    assert queue.sweep() == 0


def test_asking_twice_with_one_key_is_asking_once() -> None:
    for _ in range(2):
        with transaction() as moment:
            queue.defer(moment, "test.note", key="k", word="hello")
    queue.sweep()
    assert done == ["hello"]


def test_a_job_for_later_waits() -> None:
    with transaction() as moment:
        queue.defer(moment, "test.note", due_at=moment.at + timedelta(hours=1), word="later")
    assert queue.sweep() == 0


def test_a_job_that_fails_is_kept_with_its_problem_and_tried_later() -> None:
    with transaction() as moment:
        queue.defer(moment, "test.fail")
    assert queue.sweep() == 1
    assert queue.sweep() == 0, "the next try is not at once"
    (job,) = jobs()
    assert job.state == JobState.WAITING
    assert job.problem == "OSError: the disk is full"


def test_a_silent_bell_does_not_spoil_the_deed() -> None:
    bells = list(queue._bell)

    def broken() -> None:
        raise ConnectionError("no bell")

    queue.on_ring(broken)
    try:
        with transaction() as moment:
            queue.defer(moment, "test.note", word="hello")
    finally:
        queue._bell[:] = bells
    assert queue.sweep() == 1
