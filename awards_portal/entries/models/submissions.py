"""What was sent, frozen, its PDF, and what was taken back."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, guarded, identity, left, short
from ...people.models import Person
from .entry import Entry


class Submission(Base):
    """What was sent, frozen: canonical JSON and its SHA-256. The database refuses to change it; the last one counts."""

    __tablename__ = "submission"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    number: Mapped[int]
    snapshot: Mapped[str]
    sha256: Mapped[str] = mapped_column(short(64), index=True)
    # The page's own mark of one press of the button: the same mark again gets the same receipt.
    mark: Mapped[str] = mapped_column(short(64))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    entry: Mapped[Entry] = left("Entry")
    by: Mapped[Person] = left("Person")

    __table_args__ = (UniqueConstraint("entry_id", "number"), UniqueConstraint("entry_id", "mark"))


guarded(Submission.__table__)  # type: ignore[arg-type]


class Dossier(Base):
    """The PDF of a submission, drawn once; its content lives in storage under its digest."""

    __tablename__ = "dossier"

    id: Mapped[int] = identity()
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), unique=True)
    sha256: Mapped[str] = mapped_column(short(64), index=True)
    size: Mapped[int]
    at: Mapped[datetime]

    submission: Mapped[Submission] = left("Submission")


guarded(Dossier.__table__)  # type: ignore[arg-type]


class Withdrawal(Base):
    """A city takes its entry back, with a reason; `returned_at` is when it came back before the deadline."""

    __tablename__ = "withdrawal"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    returned_at: Mapped[datetime | None]
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        Index(
            "uq_withdrawal_current",
            "entry_id",
            unique=True,
            sqlite_where=text("returned_at IS NULL"),
            postgresql_where=text("returned_at IS NULL"),
        ),
    )
