"""Long work: it says how far it is, ends in a file or a sentence, is stopped, and is done again after a crash."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from awards_portal import clock, queue
from awards_portal.db import db, transaction
from awards_portal.errors import Refusal
from awards_portal.queue import Job, JobState, Made, Stopped, Task, long

pytestmark = pytest.mark.usefixtures("context")

seen: list[tuple[int | None, int | None, str | None]] = []
ways: list[str] = []


@queue.long_work("test.long")
def count(task: Task, way: str) -> Made:
    ways.append(way)
    for n in (1, 2, 3):
        task.tell(n, 3, f"{n} counted")
        with transaction():
            seen.append(tuple(db.session.execute(db.select(Job.done, Job.total, Job.words)).one()))  # type: ignore[arg-type]
            task.tell(9, 9, "not told inside a deed")
        if way == "stopped":
            long.stop(db.session.get_one(Job, task.id))
    if way == "refused":
        raise Refusal("There is nothing to count.")
    if way == "broken":
        raise OSError("the disk is full")
    return Made("3 counted.", file_name="a.txt", media_type="text/plain", sha256="0" * 64, size=3)


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    seen.clear()
    ways.clear()


def begun(way: str = "well", mark: str = "m") -> Job:
    with transaction() as moment:
        return queue.start(moment, "test.long", owner_id=7, title="Counting", mark=mark, way=way)


def now(job: Job) -> Job:
    with transaction():
        return db.session.get_one(Job, job.id)


def make_due() -> None:
    with transaction():
        db.session.execute(update(Job).values(due_at=clock.now() - timedelta(seconds=1)))


def test_it_says_how_far_it_is_and_ends_in_a_file() -> None:
    job = begun()
    assert begun().id == job.id, "the same press is the same work"
    assert queue.sweep() == 1
    # The second of three comes within a second of the first, so it is not written.
    assert seen == [(1, 3, "1 counted"), (1, 3, "1 counted"), (3, 3, "3 counted")]
    job = now(job)
    assert (job.state, job.words, job.file_name, job.sha256) == (JobState.DONE, "3 counted.", "a.txt", "0" * 64)


def test_what_is_refused_is_told_and_not_tried_again() -> None:
    job = begun("refused")
    queue.sweep()
    job = now(job)
    assert (job.state, job.words, job.sha256) == (JobState.FAILED, "There is nothing to count.", None)


def test_what_breaks_is_tried_three_times_and_its_owner_reads_no_traceback() -> None:
    job = begun("broken")
    for _try in range(5):
        queue.sweep()
        make_due()
    job = now(job)
    assert (job.state, job.words, len(ways)) == (JobState.FAILED, None, 3)
    assert job.problem == "OSError: the disk is full"


def test_what_is_stopped_ends_at_its_next_word() -> None:
    job = begun("stopped")
    queue.sweep()
    job = now(job)
    assert (job.state, job.words, job.sha256) == (JobState.FAILED, "You stopped it.", None)
    with pytest.raises(Stopped):
        Task(job).tell(1, 1)
    assert now(long.stop(job)).finished_at == job.finished_at, "stopping twice is stopping once"


def test_nobody_else_takes_work_that_still_speaks() -> None:
    job = begun()
    with transaction():
        held = db.session.get_one(Job, job.id)
        held.due_at = clock.now() - timedelta(seconds=1)
    Task(now(job)).tell(1, 10)
    assert queue.sweep() == 0


def test_a_person_has_only_so_much_under_way_and_sees_only_her_own() -> None:
    for n in range(long.MOST_WAITING):
        begun(mark=str(n))
    with pytest.raises(Refusal, match="Too much"):
        begun(mark="one more")
    assert long.of_owner(7, search="COUNT", state="waiting")[1] == long.MOST_WAITING
    assert long.of_owner(8)[1] == 0
    assert long.one_of_owner(8, begun(mark="0").id) is None


def test_old_results_are_let_go() -> None:
    job = begun()
    queue.sweep()
    long.forget_results(clock.now() + long.KEPT - timedelta(minutes=1))
    assert now(job).sha256 is not None
    long.forget_results(clock.now() + long.KEPT + timedelta(minutes=1))
    assert (now(job).sha256, now(job).file_name) == (None, "a.txt")
