"""Tables of discussion: who takes part, what was said, which score is to change and why."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, guarded, identity, left, short
from ...people.models import Person
from ...programmes.models import Criterion
from ..models import Assignment


class Joining(Base):
    """A judge joined the discussion of an entry. From then on the scorecard changes by a `ScoreChange` only."""

    __tablename__ = "joining"

    id: Mapped[int] = identity()
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    at: Mapped[datetime]


class Remark(Base):
    """Something said about an entry in a round: by one of its judges, or by the organising team (no assignment)."""

    __tablename__ = "remark"

    id: Mapped[int] = identity()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    # The page's mark of this act: the same again is the same remark.
    mark: Mapped[str] = mapped_column(short(64))
    at: Mapped[datetime]

    by: Mapped[Person] = left("Person")

    __table_args__ = (UniqueConstraint("by_id", "mark"), Index(None, "round_id", "entry_id"))


class ScoreChange(Base):
    """A judge asks to change one score of a completed scorecard; the organising team decides. Steps as in `Score`."""

    __tablename__ = "score_change"

    id: Mapped[int] = identity()
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    step_before: Mapped[int]
    step_after: Mapped[int]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    accepted: Mapped[bool | None]
    decision_reason: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = left("Assignment")
    criterion: Mapped[Criterion] = left("Criterion")
    decided_by: Mapped[Person | None] = left("Person", foreign_keys=[decided_by_id])

    __table_args__ = (
        CheckConstraint("(accepted IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("step_before != step_after", name="steps"),
    )


guarded(Remark.__table__)  # type: ignore[arg-type]
guarded(
    ScoreChange.__table__,  # type: ignore[arg-type]
    ("assignment_id", "criterion_id", "step_before", "step_after", "reason", "by_id", "at"),
)
