"""The table of groups: which one a judge belongs to in a round."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, identity, left, short
from ...people.models import Person
from ...programmes.models import Round
from ..models import Judge


class JudgeGroup(Base):
    """A judge's group in a round, the same for all her seats and assignments there. What it was before, the ledger
    has."""

    __tablename__ = "judge_group"

    id: Mapped[int] = identity()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"), index=True)
    group: Mapped[str] = mapped_column(short(40))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    round: Mapped[Round] = left("Round")
    judge: Mapped[Judge] = left("Judge")
    by: Mapped[Person] = left("Person")

    __table_args__ = (UniqueConstraint("round_id", "judge_id"),)
