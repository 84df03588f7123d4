"""Deferred work. The `job` row, written in the deed's transaction, is the truth; Huey only rings the bell.

A bell that nobody hears costs nothing: the worker sweeps the rows once a minute and does what is due.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import CheckConstraint, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Base, Transaction, Words, db, identity, one_of, short, transaction

log = structlog.get_logger()

MAX_ATTEMPTS = 8
Work = Callable[..., None]
_kinds: dict[str, Work] = {}
_bell: list[Callable[[], None]] = []


class JobState(Words):
    """A job waits, is done, or has failed for good."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of work to do after the response or at a time. Work must be idempotent: it may be tried again."""

    __tablename__ = "job"

    id: Mapped[int] = identity()
    kind: Mapped[str] = mapped_column(short(80))
    arguments: Mapped[dict[str, Any]]
    # A key makes asking twice harmless: the second is not written.
    key: Mapped[str | None] = mapped_column(short(200), unique=True)
    state: Mapped[str] = mapped_column(short(10), default=JobState.WAITING)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    problem: Mapped[str | None]

    __table_args__ = (CheckConstraint(one_of("state", JobState), name="state"), Index(None, "state", "due_at"))


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


def on_ring(call: Callable[[], None]) -> None:
    """Name what rings the bell (Huey's enqueue). Without one, jobs wait for the sweep."""
    _bell[:] = [call]


def ring() -> None:
    """Tell the worker that there is work. A bell that is broken is logged, never shown: the row is safe."""
    for call in _bell:
        try:
            call()
        except Exception:
            log.warning("bell is silent; the sweep will find the work", exc_info=True)


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
        job.due_at = moment.at + timedelta(minutes=2 ** min(job.attempts, 8))
        return job.id


def _do(job_id: int) -> None:
    job = db.session.get(Job, job_id)
    assert job is not None
    problem: str | None = None
    try:
        _kinds[job.kind](**job.arguments)
    except Exception as error:
        log.warning("job failed", kind=job.kind, job=job_id, attempts=job.attempts, exc_info=True)
        problem = f"{type(error).__name__}: {error}"[:1000]
    with transaction():
        job = db.session.get_one(Job, job_id)
        job.problem = problem
        if problem is None or job.attempts >= MAX_ATTEMPTS:
            job.state = JobState.DONE if problem is None else JobState.FAILED
            job.finished_at = clock.now()
