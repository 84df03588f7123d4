"""Tables of past editions as published history, each fact with its source; empty means unknown."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, identity, left, short
from ...people.models import City


class PastEdition(Base):
    """An edition held before the portal. `facts` holds what else was published (dates, counts, rules), as published."""

    __tablename__ = "past_edition"

    id: Mapped[int] = identity()
    key: Mapped[str] = mapped_column(short(60), unique=True)
    award: Mapped[str]
    number: Mapped[int | None]
    year: Mapped[int] = mapped_column(index=True)
    host_event: Mapped[str | None]
    place: Mapped[str | None]
    facts: Mapped[dict[str, Any]]
    sources: Mapped[list[str]]


class PastCategory(Base):
    """A category of a past edition."""

    __tablename__ = "past_category"

    id: Mapped[int] = identity()
    past_edition_id: Mapped[int] = mapped_column(ForeignKey("past_edition.id"))
    name: Mapped[str]
    description: Mapped[str | None]
    source: Mapped[str | None]
    position: Mapped[int]

    __table_args__ = (UniqueConstraint("past_edition_id", "position"),)


class PastJuror(Base):
    """A juror of a past edition, as published."""

    __tablename__ = "past_juror"

    id: Mapped[int] = identity()
    past_edition_id: Mapped[int] = mapped_column(ForeignKey("past_edition.id"), index=True)
    name: Mapped[str]
    role: Mapped[str | None]
    affiliation: Mapped[str | None]
    country: Mapped[str | None]
    note: Mapped[str | None]
    source: Mapped[str | None]
    position: Mapped[int]


class PastWinner(Base):
    """A winner of a past edition, as published. `basis` says whether the source states it or it was inferred."""

    __tablename__ = "past_winner"

    id: Mapped[int] = identity()
    past_edition_id: Mapped[int] = mapped_column(ForeignKey("past_edition.id"), index=True)
    category: Mapped[str | None]
    rank: Mapped[int | None]
    rank_label: Mapped[str | None]
    recipient_type: Mapped[str | None] = mapped_column(short(40))
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True)
    name: Mapped[str | None]
    country: Mapped[str | None]
    project: Mapped[str | None]
    basis: Mapped[str | None]
    note: Mapped[str | None]
    source: Mapped[str | None]
    position: Mapped[int]

    city: Mapped[City | None] = left("City")
