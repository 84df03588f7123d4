"""The outbox. A letter commits with its cause: no commit, no letter."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, Words, identity, one_of, short


class LetterState(Words):
    """Where a letter stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Letter(Base):
    """One mail to one address. Its Message-ID is made when it is written, so that a retry is the same letter."""

    __tablename__ = "letter"

    id: Mapped[int] = identity()
    kind: Mapped[str] = mapped_column(short(60))
    to_address: Mapped[str] = mapped_column(short(254))
    to_name: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    # True when the body holds a one-time link: it is blanked once the letter has left.
    secret: Mapped[bool] = mapped_column(default=False)
    # Nothing is mailed twice: the same key is the same letter.
    key: Mapped[str | None] = mapped_column(short(200), unique=True)
    message_id: Mapped[str] = mapped_column(short(200), unique=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
    edition_id: Mapped[int | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(short(10), default=LetterState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    problem: Mapped[str | None]

    __table_args__ = (CheckConstraint(one_of("state", LetterState), name="state"), Index(None, "state", "next_try_at"))
