"""What is judged: assignments, and those put off."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, Words, identity, left, one_of, short
from ...entries.models import Entry
from ...programmes.models import Round
from .judges import Judge


class AssignmentHow(Words):
    """How an assignment came about."""

    BY_HAND = "by hand"
    WHOLE_PANEL = "whole panel"
    MATCHED = "matched"
    SUBSTITUTE = "substitute"


class Assignment(Base):
    """This judge is to score this entry in this round. Taking it back before anything was scored deletes the row."""

    __tablename__ = "assignment"

    id: Mapped[int] = identity()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"), index=True)
    how: Mapped[str] = mapped_column(short(20))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    # What the portal found between judge and city when it was made (see `detection.py`).
    detected: Mapped[list[str]] = mapped_column(default=list)

    round: Mapped[Round] = left("Round")
    entry: Mapped[Entry] = left("Entry")
    judge: Mapped[Judge] = left("Judge")

    __table_args__ = (
        UniqueConstraint("round_id", "entry_id", "judge_id"),
        CheckConstraint(one_of("how", AssignmentHow), name="how"),
    )

    @property
    def label(self) -> str:
        """What the ledger calls it: the entry's reference and the judge's name."""
        return f"{self.entry.reference}, {self.judge.name}"


class Skip(Base):
    """A judge put an entry off: it comes last in the queue, until it is taken up again."""

    __tablename__ = "skip"

    id: Mapped[int] = identity()
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    at: Mapped[datetime]
