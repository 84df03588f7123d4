"""Ledger lines: who did what, when, before and after."""

from datetime import datetime
from typing import Any, Protocol

from flask_babel import gettext
from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, db, guarded, identity, short


class Actor(Protocol):
    """Whoever does a deed: a person, or a stand-in such as the worker (`id` is None)."""

    id: Any
    name: Any


class LedgerLine(Base):
    """One thing that happened. `event` is dotted and past: `entry.submitted`."""

    __tablename__ = "ledger_line"

    id: Mapped[int] = identity()
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(short(80))
    # No foreign key to person: the room of people is above this service, and history outlives an account.
    actor_id: Mapped[int | None]
    actor: Mapped[str]
    subject_type: Mapped[str] = mapped_column(short(40))
    subject_id: Mapped[int | None]
    subject: Mapped[str]
    edition_id: Mapped[int | None]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None]
    request_id: Mapped[str | None] = mapped_column(short(64))

    __table_args__ = (Index(None, "subject_type", "subject_id"), Index(None, "edition_id", "id"))


guarded(LedgerLine.__table__)  # type: ignore[arg-type]


def in_words(event: str) -> str:
    """An event as a reader says it: `change_request.made` is "Change request made"."""
    words = event.replace(".", " ").replace("_", " ")
    return str(gettext(words[:1].upper() + words[1:]))


class System:
    """The actor of deeds nobody clicked: the worker, a command."""

    def __init__(self, name: str = "the portal") -> None:
        self.id = None
        self.name = name


def write(
    event: str,
    *,
    actor: Actor | None,
    at: datetime,
    subject: Any = None,
    label: str = "",
    edition_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Add a line inside the deed's transaction. `subject` is a stored row; `label` is how a person would name it.

    Raises:
        RuntimeError: outside a transaction.
    """
    if db.session.info.get("transaction") is None:
        raise RuntimeError("a ledger line belongs to a deed's transaction")
    if subject is not None:
        db.session.flush()
    db.session.add(
        LedgerLine(
            at=at,
            event=event,
            actor_id=None if actor is None else actor.id,
            actor="" if actor is None else actor.name,
            subject_type="" if subject is None else subject.__tablename__,
            subject_id=None if subject is None else subject.id,
            subject=label,
            edition_id=edition_id,
            before=before,
            after=after,
            reason=reason,
            request_id=db.session.info.get("request_id"),
        )
    )
