"""Tables of shortlists: the entries that go from one round to the next, as they were decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, Words, guarded, identity, left, one_of, short
from ...entries.models import Entry
from ...people.models import Person
from ...programmes.models import Round


class Shortlist(Base):
    """Who goes from one round to another. While it holds, only its entries stand in the round it leads to.

    `fingerprint` is of the scores, the rules and the places that were seen; `rule` holds `top`, `reserves` and
    `quotas`; `notes` are the sentences that were shown, such as a tie at the border.
    """

    __tablename__ = "shortlist"

    id: Mapped[int] = identity()
    from_round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(short(64))
    rule: Mapped[dict[str, Any]]
    notes: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_because: Mapped[str] = mapped_column(default="")

    by: Mapped[Person] = left("Person", foreign_keys="Shortlist.by_id")
    undone_by: Mapped[Person | None] = left("Person", foreign_keys="Shortlist.undone_by_id")
    from_round: Mapped[Round] = left("Round", foreign_keys="Shortlist.from_round_id")

    __table_args__ = (
        Index(
            "uq_shortlist_current",
            "round_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )


guarded(
    Shortlist.__table__,  # type: ignore[arg-type]
    ("from_round_id", "round_id", "fingerprint", "rule", "notes", "reason", "by_id", "at"),
)


class ShortlistPlace(Words):
    """Where an entry stands on a shortlist."""

    SHORTLISTED = "shortlisted"
    RESERVE = "reserve"


class Shortlisted(Base):
    """One entry on a shortlist or its reserve list. `why` is a sentence where more than its place decided."""

    __tablename__ = "shortlisted"

    id: Mapped[int] = identity()
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("shortlist.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    place: Mapped[str] = mapped_column(short(20))
    rank: Mapped[int]
    why: Mapped[str]

    entry: Mapped[Entry] = left("Entry")

    __table_args__ = (
        UniqueConstraint("shortlist_id", "entry_id"),
        CheckConstraint(one_of("place", ShortlistPlace), name="place"),
    )


guarded(Shortlisted.__table__)  # type: ignore[arg-type]
