"""Tables of what the organising team keeps about an entry for itself, and of a move to another category."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, Words, identity, left, one_of, short
from ...people.models import Person
from ...programmes.models import Category


class Tag(Base):
    """A word the organising team put on an entry to find it again. `key` is where its spellings meet."""

    __tablename__ = "tag"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    words: Mapped[str] = mapped_column(short(40))
    key: Mapped[str] = mapped_column(short(80), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (UniqueConstraint("entry_id", "key"),)


class Note(Base):
    """What somebody of the organising team wrote about an entry for colleagues. Notes are added, never changed."""

    __tablename__ = "note"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    text: Mapped[str]
    # The page's own mark of one press of the button: the same mark again is the same note.
    mark: Mapped[str] = mapped_column(short(64))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = left("Person")

    __table_args__ = (UniqueConstraint("entry_id", "mark"), Index(None, "entry_id", "id"))


class MoveOutcome(Words):
    """What became of a proposal to move an entry."""

    CONSENTED = "consented"
    DECLINED = "declined"
    TAKEN_BACK = "taken back"


class CategoryMove(Base):
    """The organising team proposes another category for a submitted entry; its city consents or declines."""

    __tablename__ = "category_move"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    origin_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(short(20))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # Why it was declined or taken back.
    ended_because: Mapped[str | None]

    origin: Mapped[Category] = left("Category", foreign_keys=[origin_id])
    target: Mapped[Category] = left("Category", foreign_keys=[target_id])
    by: Mapped[Person] = left("Person", foreign_keys=[by_id])
    ended_by: Mapped[Person | None] = left("Person", foreign_keys=[ended_by_id])

    __table_args__ = (
        CheckConstraint(one_of("outcome", MoveOutcome), name="outcome"),
        Index(
            "uq_category_move_open",
            "entry_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
