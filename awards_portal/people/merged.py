"""Cities that were entered twice: which of them stands for the other."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, db, identity, left
from .models import City, Person


class CityMerger(Base):
    """A city that was entered twice: `city` is another row of what `into` is, until `undone_at`."""

    __tablename__ = "city_merger"

    id: Mapped[int] = identity()
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    reason: Mapped[str]
    # What went over, by table: ids of rows, to be brought back when it was a mistake.
    moved: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_because: Mapped[str | None]

    city: Mapped[City] = left("City", foreign_keys=[city_id])
    into: Mapped[City] = left("City", foreign_keys=[into_id])
    by: Mapped[Person] = left("Person", foreign_keys=[by_id])

    __table_args__ = (
        Index(
            "uq_city_merger_current",
            "city_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )


def stands_for(city_id: Any) -> Any:
    """The id of the city that stands for this one, itself unless it was merged: SQL on a column of ids."""
    target = select(CityMerger.into_id).where(CityMerger.city_id == city_id, CityMerger.undone_at.is_(None))
    return func.coalesce(target.scalar_subquery(), city_id)


def is_merged(city_id: Any) -> ColumnElement[bool]:
    """Whether a city is another row of one that stands for it: SQL on a column of ids."""
    return select(CityMerger.id).where(CityMerger.city_id == city_id, CityMerger.undone_at.is_(None)).exists()


def other_names(city_ids: Any) -> dict[int, list[str]]:
    """The names under which these cities were entered a second time, by city."""
    rows = db.session.execute(
        select(CityMerger.into_id, City.name)
        .join(City, City.id == CityMerger.city_id)
        .where(CityMerger.into_id.in_(list(city_ids)), CityMerger.undone_at.is_(None))
        .order_by(CityMerger.id)
    )
    found: dict[int, list[str]] = {}
    for city_id, name in rows:
        found.setdefault(city_id, []).append(name)
    return found
