"""The entry itself, and who has it open."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, identity, left, short
from ...people.models import City
from ...programmes.models import Category, Edition, FormVersion


class Entry(Base):
    """A city's project in one category of one edition. It keeps the form version it was started with.

    `title` and `category_id` mirror the answers to the questions that hold them, written in the same transaction:
    every list needs them. Before the first submission they follow what is typed, then what was last submitted.
    """

    __tablename__ = "entry"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_version.id"))
    reference: Mapped[str] = mapped_column(short(24), unique=True)
    title: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # What was answered before it was started: yes or no, by the question's key.
    eligibility: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The page's own mark of one press of "Start": the same mark again is the same entry.
    mark: Mapped[str | None] = mapped_column(short(64))
    # Code of the language it is written in; empty: the first of the edition's.
    language: Mapped[str | None] = mapped_column(short(12))

    edition: Mapped[Edition] = left("Edition")
    city: Mapped[City] = left("City")
    category: Mapped[Category] = left("Category")
    form_version: Mapped[FormVersion] = left("FormVersion")

    __table_args__ = (UniqueConstraint("city_id", "mark"),)


class Presence(Base):
    """Somebody has a section of an entry open: one row a person and entry, moved along while the page is used."""

    __tablename__ = "presence"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    section: Mapped[str] = mapped_column(short(80))
    seen_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (UniqueConstraint("entry_id", "person_id"),)
