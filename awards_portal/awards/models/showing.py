"""Table of what hangs beside an award: a photograph and a summary, added after publication."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, guarded, identity, short


class Showing(Base):
    """What is shown of a winning entry besides its frozen awards. The last row of an entry counts; an empty one takes
    it down.

    The photograph is kept twice, under the digests of its content: to be looked at, and small for lists.
    """

    __tablename__ = "showing"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    summary: Mapped[str]
    # What the photograph shows, for whoever does not see it, and whose it is.
    alt: Mapped[str]
    credit: Mapped[str]
    photo_sha256: Mapped[str | None] = mapped_column(short(64))
    photo_size: Mapped[int | None]
    photo_width: Mapped[int | None]
    photo_height: Mapped[int | None]
    small_sha256: Mapped[str | None] = mapped_column(short(64))
    small_size: Mapped[int | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(
            "(photo_sha256 IS NULL) = (small_sha256 IS NULL) AND (photo_sha256 IS NULL) = (alt = '')", name="photo"
        ),
    )


guarded(Showing.__table__)  # type: ignore[arg-type]
