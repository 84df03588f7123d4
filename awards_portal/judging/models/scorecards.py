"""What judges gave: scorecards with their scores, and every state they ever had."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, Words, guarded, identity, left, one_of, short
from ...people.models import Person
from ...programmes.models import Criterion
from .assignments import Assignment


class CardRevisionKind(Words):
    """A state of a scorecard that was saved, completed or reopened, or one set aside because somebody was faster."""

    SAVED = "saved"
    COMPLETED = "completed"
    REOPENED = "reopened"
    SET_ASIDE = "set aside"


class Scorecard(Base):
    """One judge's sheet for one entry. `revision` counts every save; completed means it counts in standings."""

    __tablename__ = "scorecard"

    id: Mapped[int] = identity()
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    revision: Mapped[int]
    comment_for_city: Mapped[str]
    private_note: Mapped[str]
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = left("Assignment")


class CardReturn(Base):
    """An organiser gave a completed scorecard back to its judge, with a reason. Until it is completed again it does
    not count."""

    __tablename__ = "card_return"

    id: Mapped[int] = identity()
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    at: Mapped[datetime]


class PaperEntry(Base):
    """An organiser entered on a judge's behalf what she wrote on paper: scores, or her word on conflicts (no card).

    `revision` is the scorecard's after it.
    """

    __tablename__ = "paper_entry"

    id: Mapped[int] = identity()
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    scorecard_id: Mapped[int | None] = mapped_column(ForeignKey("scorecard.id"), index=True)
    revision: Mapped[int | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = left("Person")

    __table_args__ = (
        Index(None, "judge_id", "entry_id"),
        CheckConstraint("(scorecard_id IS NULL) = (revision IS NULL)", name="card_has_revision"),
    )


guarded(PaperEntry.__table__)  # type: ignore[arg-type]


class Score(Base):
    """Whole steps above the scale's minimum on one criterion; empty means not scored, never zero.

    Not applicable is a third state, where the criterion allows it: no step, and an answer all the same.
    """

    __tablename__ = "score"

    id: Mapped[int] = identity()
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    step: Mapped[int | None]
    not_applicable: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str]
    first_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    criterion: Mapped[Criterion] = left("Criterion")

    __table_args__ = (
        UniqueConstraint("scorecard_id", "criterion_id"),
        CheckConstraint("step IS NULL OR step >= 0", name="step"),
        CheckConstraint("NOT not_applicable OR step IS NULL", name="not_applicable"),
    )


class CardRevision(Base):
    """Every state a scorecard ever had.

    `content` is {"scores": {criterion key: {"step", "comment"}}, "comment_for_city", "private_note"}; the step is
    "na" where the criterion does not apply.
    """

    __tablename__ = "card_revision"

    id: Mapped[int] = identity()
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    kind: Mapped[str] = mapped_column(short(10))
    revision: Mapped[int]
    content: Mapped[dict[str, Any]]
    mark: Mapped[str | None] = mapped_column(short(64))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        CheckConstraint(one_of("kind", CardRevisionKind), name="kind"),
        Index(None, "scorecard_id", "revision"),
        UniqueConstraint("scorecard_id", "mark"),
    )


guarded(CardRevision.__table__)  # type: ignore[arg-type]
