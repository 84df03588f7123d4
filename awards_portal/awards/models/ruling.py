"""How scores become places, changed after judging began: what the rules and the results were, and what they became."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, guarded, identity, left
from ...people.models import Person


class RulesChange(Base):
    """A decision to change method, tie ladder or weights while scores are there, with both results.

    `before` and `after` hold the rules (`method`, `tie_ladder`, `weights` by criterion, `groups` by round).
    `results_before` and `results_after` hold a round's places by category as each rule gave them at that moment.
    """

    __tablename__ = "rules_change"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    results_before: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    results_after: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = left("Person")


guarded(RulesChange.__table__)  # type: ignore[arg-type]
