"""Tables of the pairwise final: which entries are compared two at a time, and what judges answered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, guarded, identity, left
from ...entries.models import Entry
from ...judging.models import Judge
from ...people.models import Person
from ...programmes.models import Category, Round


class PairwiseFinal(Base):
    """The first places of a category, compared two at a time by the judges of a round, until it is closed."""

    __tablename__ = "pairwise_final"

    id: Mapped[int] = identity()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    round: Mapped[Round] = left("Round")
    category: Mapped[Category] = left("Category")
    opened_by: Mapped[Person] = left("Person", foreign_keys="PairwiseFinal.opened_by_id")

    __table_args__ = (UniqueConstraint("round_id", "category_id"),)


guarded(PairwiseFinal.__table__, ("round_id", "category_id", "opened_by_id", "opened_at"))  # type: ignore[arg-type]


class Finalist(Base):
    """An entry of a pairwise final."""

    __tablename__ = "finalist"

    id: Mapped[int] = identity()
    final_id: Mapped[int] = mapped_column(ForeignKey("pairwise_final.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))

    entry: Mapped[Entry] = left("Entry")

    __table_args__ = (UniqueConstraint("final_id", "entry_id"),)


guarded(Finalist.__table__)  # type: ignore[arg-type]


class Comparison(Base):
    """A judge's answer to one pair: the better entry, or that they cannot be told apart (`preferred_id` empty)."""

    __tablename__ = "comparison"

    id: Mapped[int] = identity()
    final_id: Mapped[int] = mapped_column(ForeignKey("pairwise_final.id"))
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"), index=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    preferred_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    comment: Mapped[str]
    at: Mapped[datetime]

    judge: Mapped[Judge] = left("Judge")

    __table_args__ = (
        UniqueConstraint("final_id", "judge_id", "first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="pair"),
        CheckConstraint(
            "preferred_id IS NULL OR preferred_id = first_id OR preferred_id = second_id", name="preferred"
        ),
    )


guarded(Comparison.__table__)  # type: ignore[arg-type]
