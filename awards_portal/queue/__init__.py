"""Deferred work. The `job` row, written in the deed's transaction, is the truth; Huey only rings the bell.

A bell that nobody hears costs nothing: the worker sweeps the rows once a minute and does what is due.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select

from .. import clock
from ..db import Transaction, db, hold, transaction
from ..errors import PortalError
from . import long
from .bell import _bell, on_ring, ring
from .long import Made, Stopped, Task, long_work, start, under_way
from .models import Job, JobState

__all__ = [
    "Job",
    "JobState",
    "Made",
    "Stopped",
    "Task",
    "_bell",
    "defer",
    "is_deferred",
    "long",
    "long_work",
    "on_ring",
    "ring",
    "start",
    "sweep",
    "under_way",
    "work",
]

log = structlog.get_logger()

MAX_ATTEMPTS = 8
Work = Callable[..., None]
_kinds: dict[str, Work] = {}


def work(kind: str) -> Callable[[Work], Work]:
    """Register the function that does jobs of this kind. It gets the job's arguments, outside a transaction."""

    def register(function: Work) -> Work:
        _kinds[kind] = function
        return function

    return register


def defer(
    moment: Transaction, kind: str, *, key: str | None = None, due_at: datetime | None = None, **arguments: Any
) -> None:
    """Write a job inside the deed's transaction and ring the bell once it is committed."""
    if key is not None and db.session.scalar(select(Job.id).where(Job.key == key)):
        return
    db.session.add(
        Job(
            kind=kind,
            arguments=arguments,
            key=key,
            state=JobState.WAITING,
            due_at=due_at or moment.at,
            created_at=moment.at,
        )
    )
    moment.afterwards(ring)


def is_deferred(key: str) -> bool:
    """Whether there is or was a job with this key."""
    return db.session.scalar(select(Job.id).where(Job.key == key)) is not None


def sweep(limit: int = 100) -> int:
    """Do what is due, oldest first. Returns how many jobs were tried."""
    tried = 0
    while tried < limit:
        job_id = _take()
        if job_id is None:
            break
        tried += 1
        _do(job_id)
    return tried


def _take() -> int | None:
    with transaction() as moment:
        job = db.session.scalar(
            select(Job)
            .where(Job.state == JobState.WAITING, Job.due_at <= moment.at)
            .order_by(Job.due_at, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if job is None:
            return None
        job.attempts += 1
        # Backoff is written before the work begins: a worker that is killed in the middle tries again later.
        job.due_at = moment.at + (long.LEASE if long.is_long(job.kind) else _pause(job))
        return job.id


def _pause(job: Job) -> timedelta:
    return timedelta(minutes=2 ** min(job.attempts, 8))


def _do(job_id: int) -> None:
    job = db.session.get(Job, job_id)
    assert job is not None
    problem: str | None = None
    made, refused = Made(""), ""
    kind, is_long = job.kind, long.is_long(job.kind)
    try:
        if is_long:
            made = long.run(job)
        else:
            _kinds[job.kind](**job.arguments)
    except Stopped:
        return
    except Exception as error:
        db.session.rollback()
        problem = f"{type(error).__name__}: {error}"[:1000]
        # What is refused is refused again; what is broken may work later.
        if is_long and isinstance(error, PortalError) and error.status < 500:
            refused = error.sentence
        else:
            log.warning("job failed", kind=kind, job=job_id, exc_info=True)
    with transaction() as moment:
        job = hold(job)
        job.problem = problem
        if job.state != JobState.WAITING:
            return
        if is_long:
            _tell_owner(job, made, refused, problem)
            job.due_at = moment.at + _pause(job)
        last = long.MAX_ATTEMPTS if is_long else MAX_ATTEMPTS
        if problem is None or refused or job.attempts >= last:
            job.state = JobState.DONE if problem is None else JobState.FAILED
            job.finished_at = clock.now()


def _tell_owner(job: Job, made: Made, refused: str, problem: str | None) -> None:
    job.words = made.words or refused or None
    if problem is None:
        job.link, job.file_name, job.media_type = made.link, made.file_name, made.media_type
        job.sha256, job.size = made.sha256, made.size
