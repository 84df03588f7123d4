"""The one table of deferred work."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, Words, identity, one_of, short


class JobState(Words):
    """A job waits, is done, or has failed for good. What its owner stopped has failed, too."""

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

    # Of long work that somebody waits for; empty for all other jobs. No foreign key to person, as in the ledger.
    owner_id: Mapped[int | None] = mapped_column(index=True)
    title: Mapped[str | None]
    language: Mapped[str | None] = mapped_column(short(12))
    # The roles of the organising team that may take the result; empty: all of them.
    roles: Mapped[list[str] | None]
    done: Mapped[int | None]
    total: Mapped[int | None]
    # What is being done; at the end, what came of it or why it was refused.
    words: Mapped[str | None]
    link: Mapped[str | None]
    file_name: Mapped[str | None]
    media_type: Mapped[str | None] = mapped_column(short(100))
    sha256: Mapped[str | None] = mapped_column(short(64))
    size: Mapped[int | None]

    __table_args__ = (CheckConstraint(one_of("state", JobState), name="state"), Index(None, "state", "due_at"))
