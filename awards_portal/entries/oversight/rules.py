"""What holds for one entry beyond its edition's dates. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Terms:
    """What the organising team has said about an entry, as it bears on what its city may do.

    `passed` and `refused_because` are the eligibility decision in force; both are empty before one is made.
    """

    passed: bool = False
    refused_because: str | None = None
    extended_to: datetime | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the entry is refused now."""
        return self.refused_because is not None


USUAL = Terms()
