"""How much is left for a judge, and by when: pure sums and their sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from flask_babel import gettext as _
from flask_babel import ngettext

# A card left open overnight says nothing of how long scoring takes.
LONGEST_SITTING = timedelta(hours=3)
# From how many completed cards on a pace is told.
FEWEST = 2
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pace:
    """What is left of what was given, until the round closes. `minutes` is the usual time for one, None unknown."""

    left: int
    given: int
    remaining: timedelta
    minutes: int | None = None

    @property
    def a_day(self) -> int:
        """How many a day bring everything in before the deadline."""
        days = max(1, self.remaining // DAY)
        return -(-self.left // days)

    @property
    def words(self) -> str:
        """As the judge reads it; empty when nothing is left or the deadline is past."""
        if not self.left or self.remaining <= timedelta(0):
            return ""
        told = _("%(left)s of %(given)s left", left=self.left, given=self.given)
        if self.remaining < DAY:
            told += _(", and less than a day until the deadline.")
        else:
            told += _(", about %(n)s a day until the deadline.", n=self.a_day)
        if self.minutes is not None:
            told += " " + _(
                "At your pace of about %(each)s each it is %(all)s of work.",
                each=_span(self.minutes),
                all=_span(self.minutes * self.left),
            )
        return told


def _span(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    short = ngettext("%(num)d minute", "%(num)d minutes", rest)
    if not hours:
        return short
    long = ngettext("%(num)d hour", "%(num)d hours", hours)
    return f"{long} {short}" if rest else long


def usual_minutes(sittings: Iterable[tuple[datetime, datetime]]) -> int | None:
    """The median time from the first score to completion, in minutes; None when too few are done to say.

    Args:
        sittings: when each completed scorecard was begun and completed.
    """
    lengths = [end - start for start, end in sittings if timedelta(0) < end - start <= LONGEST_SITTING]
    if len(lengths) < FEWEST:
        return None
    return max(1, round(median(length.total_seconds() for length in lengths) / 60))


def following(references: Sequence[str], current: str) -> str | None:
    """What comes after an entry in a queue, from its end on from the start; None when there is no other."""
    at = references.index(current) + 1 if current in references else 0
    others = [each for each in (*references[at:], *references[:at]) if each != current]
    return others[0] if others else None
