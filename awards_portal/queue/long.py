"""Long work that somebody waits for: it says how far it is, survives leaving the page, and ends in a file or in words.

Words: owner (who asked for it), progress (done of total, with words), result (a file in the storage, or a link).
Never: knows who may see an owner's result; the doors do.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from sqlalchemy import func, select, update

from .. import clock
from ..db import Transaction, db, hold, transaction
from ..errors import Refusal
from .bell import ring
from .models import Job, JobState

# Nobody else begins a piece of long work again while it is silent for less than this.
LEASE = timedelta(minutes=15)
MAX_ATTEMPTS = 3
MOST_WAITING = 5
# How long a result can be taken.
KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Made:
    """What came of long work: a sentence, and a page to go on with or a file that was put into the storage."""

    words: str
    link: str | None = None
    file_name: str | None = None
    media_type: str | None = None
    sha256: str | None = None
    size: int | None = None


class Stopped(Exception):
    """The owner stopped the work. Raised by `Task.tell`; let it pass."""


class Task:
    """A piece of long work while it runs."""

    def __init__(self, job: Job) -> None:
        self.id = job.id
        self.owner_id = job.owner_id
        self._told = float("-inf")

    def tell(self, done: int, total: int, words: str = "") -> None:
        """Say how far the work is. Call it as often as you like: it is written once a second, and at the end.

        Inside a transaction nothing is told, because nobody would see it before the commit. Rows that are loaded stay
        loaded: this writes on a connection of its own.

        Raises:
            Stopped: when the owner does not want it any more.
        """
        now = time.monotonic()
        if db.session.info.get("transaction") is not None or (now - self._told < 1 and done < total):
            return
        self._told = now
        self.tell_now(done, total, words)

    def tell_now(self, done: int, total: int, words: str = "") -> None:
        """Say at once how far the work is: before a stretch in which nothing can be told.

        Raises:
            Stopped: as `tell`.
        """
        if db.session.info.get("transaction") is not None:
            return
        with db.engine.connect().execution_options(portal_write=True) as connection, connection.begin():
            changed = connection.execute(
                update(Job)
                .where(Job.id == self.id, Job.state == JobState.WAITING)
                .values(done=done, total=total, words=words, due_at=clock.now() + LEASE)
            ).rowcount
        if not changed:
            raise Stopped

    def finish(self, moment: Transaction, made: Made) -> None:
        """Inside the transaction of what the work did: it is over, and what came of it is told with it.

        For work that is done whole or not at all: who stops it a moment later does not read that it was stopped, and a
        worker that dies after the commit leaves nothing to try again.

        Raises:
            Stopped: when the owner stopped it before; let it pass, so that nothing is kept.
        """
        job = hold(db.session.get_one(Job, self.id))
        if job.state != JobState.WAITING:
            raise Stopped
        job.state, job.finished_at, job.problem = JobState.DONE, moment.at, None
        job.words, job.link = made.words, made.link


LongWork = Callable[..., Made]
_kinds: dict[str, LongWork] = {}


def long_work(kind: str) -> Callable[[LongWork], LongWork]:
    """Register the function that does long work of this kind.

    It gets a Task and the arguments, outside a transaction, in the owner's language. A refusal it raises is final and
    its sentence is shown to the owner; anything else is tried again, up to three times in all.
    """

    def register(function: LongWork) -> LongWork:
        _kinds[kind] = function
        return function

    return register


def is_long(kind: str) -> bool:
    """Whether this is a kind of long work."""
    return kind in _kinds


def run(job: Job) -> Made:
    """Do a piece of long work."""
    with force_locale(job.language or "en"):
        return _kinds[job.kind](Task(job), **job.arguments)


def start(
    moment: Transaction,
    kind: str,
    *,
    owner_id: int,
    title: str,
    mark: str = "",
    roles: Sequence[str] | None = None,
    **arguments: Any,
) -> Job:
    """Write a piece of long work inside the deed's transaction; the worker begins after the commit.

    Args:
        title: what the owner reads in the list of own work.
        mark: the press of the button; the same one again is the same work.
        roles: of the organising team that may take the result; None for all of them.

    Raises:
        Refusal: when too much of this owner's work waits.
    """
    key = f"long:{owner_id}:{mark}"[:200] if mark else None
    if key is not None and (found := db.session.scalar(select(Job).where(Job.key == key))) is not None:
        return found
    waiting = select(func.count()).where(Job.owner_id == owner_id, Job.state == JobState.WAITING)
    if (db.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise Refusal(_("Too much of your long work is under way. Wait until some of it is done, or stop it."))
    job = Job(
        kind=kind,
        arguments=arguments,
        key=key,
        state=JobState.WAITING,
        due_at=moment.at,
        created_at=moment.at,
        owner_id=owner_id,
        title=title,
        language=str(get_locale() or "en"),
        roles=None if roles is None else list(roles),
    )
    db.session.add(job)
    db.session.flush()
    moment.afterwards(ring)
    return job


def stop(job: Job) -> Job:
    """Stop a piece of long work; what is over stays as it is."""
    with transaction() as moment:
        job = hold(job)
        if job.state == JobState.WAITING:
            job.state, job.finished_at, job.words = JobState.FAILED, moment.at, _("You stopped it.")
        return job


def under_way(kind: str) -> Sequence[Job]:
    """Long work of a kind that is not over, whoever asked for it."""
    question = select(Job).where(Job.kind == kind, Job.state == JobState.WAITING)
    return db.session.scalars(question.order_by(Job.id)).all()


def of_owner(
    owner_id: int, *, search: str = "", state: str = "", limit: int | None = None, offset: int = 0
) -> tuple[Sequence[Job], int]:
    """Long work of one person, the last begun first, and how much there is in all."""
    wanted = [Job.owner_id == owner_id]
    if search.strip():
        wanted.append(Job.title.icontains(search.strip(), autoescape=True))
    if state:
        wanted.append(Job.state == state)
    total = db.session.scalar(select(func.count()).select_from(Job).where(*wanted)) or 0
    rows = select(Job).where(*wanted).order_by(Job.id.desc()).limit(limit).offset(offset)
    return db.session.scalars(rows).all(), total


def one_of_owner(owner_id: int, job_id: int) -> Job | None:
    """A piece of this person's long work; nobody finds anybody else's."""
    return db.session.scalar(select(Job).where(Job.owner_id == owner_id, Job.id == job_id))


def forget_results(at: datetime) -> None:
    """Let go of the files of results that were kept long enough; the storage removes them by itself."""
    with transaction():
        db.session.execute(
            update(Job)
            .where(Job.owner_id.is_not(None), Job.sha256.is_not(None), Job.finished_at < at - KEPT)
            .values(sha256=None, size=None)
        )
