"""What stands in the way: a judge's own word, and what the organising team decides."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, Words, guarded, identity, left, one_of, short
from ...entries.models import Entry
from ...people.models import City, Person


class ConflictKind(Words):
    """Why a judge should not score an entry."""

    EMPLOYMENT = "employment"
    PERSONAL = "personal"
    FINANCIAL = "financial"
    ADVISED = "advised"
    OTHER = "other"


class ConflictStatement(Base):
    """A judge's word on one entry, given before seeing its content: no conflict, or a conflict and its reason."""

    __tablename__ = "conflict_statement"

    id: Mapped[int] = identity()
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    conflicted: Mapped[bool]
    kind: Mapped[str | None] = mapped_column(short(20))
    reason: Mapped[str]
    at: Mapped[datetime]
    # What the portal had found, and asked the judge about in words.
    asked: Mapped[list[str]] = mapped_column(default=list)

    __table_args__ = (
        UniqueConstraint("judge_id", "entry_id"),
        CheckConstraint(f"kind IS NULL OR {one_of('kind', ConflictKind)}", name="kind"),
        CheckConstraint("NOT conflicted OR kind IS NOT NULL", name="conflict_has_kind"),
    )


class Recusal(Base):
    """An organiser takes a judge off an entry, with a reason. The scorecard stays in the record and does not count."""

    __tablename__ = "recusal"

    id: Mapped[int] = identity()
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    at: Mapped[datetime]


class Exclusion(Base):
    """An organiser keeps a judge away from an entry, from every entry of its city, or from a city whose entries may
    still come, until it is taken back."""

    __tablename__ = "exclusion"

    id: Mapped[int] = identity()
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    # Without an entry: the city by itself.
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True)
    whole_city: Mapped[bool]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    entry: Mapped[Entry | None] = left("Entry")
    city: Mapped[City | None] = left("City")
    by: Mapped[Person] = left("Person", foreign_keys=[by_id])

    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended"),
        CheckConstraint("(entry_id IS NULL) = (city_id IS NOT NULL)", name="of"),
        CheckConstraint("city_id IS NULL OR whole_city", name="city"),
    )


guarded(
    Exclusion.__table__,  # type: ignore[arg-type]
    ("judge_id", "entry_id", "city_id", "whole_city", "reason", "by_id", "at"),
)
