"""The table of imports: which file was looked at, who made rows of it, and which rows they are."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from ..db import Base, Words, identity, left, one_of, short
from ..people.models import Person
from ..programmes.models import Edition


class ImportKind(Words):
    """What the rows of a spreadsheet are."""

    CITIES = "cities"
    ENTRIES = "entries"
    SCORES = "scores"
    JUDGES = "judges"


class Import(Base):
    """A spreadsheet without a fault. It is looked at until `done_at`; `made` then holds the rows it made, by table.

    `content` is the file, kept until the import is done: what is carried out is what was shown.
    """

    __tablename__ = "import"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    kind: Mapped[str] = mapped_column(short(20))
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(short(64))
    size: Mapped[int]
    rows: Mapped[int]
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary), raiseload=False)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_because: Mapped[str | None]

    edition: Mapped[Edition] = left("Edition")
    by: Mapped[Person] = left("Person", foreign_keys=[by_id])
    done_by: Mapped[Person | None] = left("Person", foreign_keys=[done_by_id])
    undone_by: Mapped[Person | None] = left("Person", foreign_keys=[undone_by_id])

    __table_args__ = (CheckConstraint(one_of("kind", ImportKind), name="kind"),)
