"""The tables of mailings: what was sent to whom, why, and how far the writing is."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, Words, identity, left, one_of, short
from ..mail.models import Letter
from ..people.models import Person
from ..programmes.models import Edition


class Audience(Words):
    """Whom a mailing is for: those who speak for cities with entries, or judges."""

    ENTRIES = "entries"
    JUDGES = "judges"


class Mailing(Base):
    """A text that was confirmed for the recipients who were counted; `finished_at` once every letter is written."""

    __tablename__ = "mailing"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    audience: Mapped[str] = mapped_column(short(10))
    filters: Mapped[dict[str, Any]]
    subject: Mapped[str]
    body: Mapped[str]
    reason: Mapped[str]
    # One press of the button is one mailing.
    mark: Mapped[str] = mapped_column(short(100), unique=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    finished_at: Mapped[datetime | None]
    # The long work that writes the letters; no foreign key, because its rows are not kept as long.
    job_id: Mapped[int | None]

    edition: Mapped[Edition] = left("Edition")
    by: Mapped[Person] = left("Person")

    __table_args__ = (CheckConstraint(one_of("audience", Audience), name="audience"),)


class MailingRecipient(Base):
    """One person of a mailing, with what the placeholders say for her and which entries it is about."""

    __tablename__ = "mailing_recipient"

    id: Mapped[int] = identity()
    mailing_id: Mapped[int] = mapped_column(ForeignKey("mailing.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(short(254))
    about: Mapped[list[str]]
    given: Mapped[dict[str, Any]]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), unique=True)

    letter: Mapped[Letter | None] = left("Letter")

    __table_args__ = (UniqueConstraint("mailing_id", "email"),)
