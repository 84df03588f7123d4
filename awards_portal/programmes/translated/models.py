"""Table of translations: one text of an edition in one language."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, identity, short


class Translation(Base):
    """A text of an edition in a language, with the original it was made from. What it said before is in the ledger."""

    __tablename__ = "translation"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    language: Mapped[str] = mapped_column(short(12))
    place: Mapped[str] = mapped_column(short(250))
    text: Mapped[str]
    original: Mapped[str]
    # Empty when a command did it.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("edition_id", "language", "place"),)
