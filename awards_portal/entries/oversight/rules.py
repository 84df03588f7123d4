"""What holds for one entry beyond its edition's dates. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Terms:
    """What the organising team has said about an entry, as it bears on what its city may do.

    `passed` and `refused_because` are the eligibility decision in force; both are empty before one is made. `asked` are
    the questions that a change request reopens until `asked_until`, `notes` what it says to those it names; all are
    empty when nothing is asked.
    """

    passed: bool = False
    refused_because: str | None = None
    extended_to: datetime | None = None
    asked: frozenset[str] = frozenset()
    asked_until: datetime | None = None
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether the entry is refused now."""
        return self.refused_because is not None

    def reopens(self, at: datetime) -> bool:
        """Whether a change request can be answered at this moment."""
        return self.asked_until is not None and at < self.asked_until


USUAL = Terms()
