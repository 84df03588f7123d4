"""What every sheet is made from, gathered once: places, cards in order, weights, and the figures behind formulas."""

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from ...programmes.forms import Form
from ...programmes.models import Criterion
from ..panel_scores import Card
from ..placing import Standing
from ..standings import Place, RoundStandings

STATES = {"completed": "", "started": "P", "not started": "P", "abstained": "A", "recused": "R", "declined": "D"}


@dataclass(frozen=True)
class PanelSeat:
    """A judge of the round's panels: in which categories (titles), assigned to anything or not."""

    judge_id: int
    judge: str
    organisation: str
    country: str | None
    category: str


@dataclass(frozen=True)
class Download:
    """When and by whom a workbook is made, what was asked for, and the fingerprint of what it rests on."""

    at: datetime
    by: str
    version: str
    sha256: str
    category: str | None = None
    is_public: bool = False


@dataclass(frozen=True)
class Reading:
    """How far judges agree on a criterion; None where the scores do not allow the figure. 90 % interval of alpha."""

    icc21: float | None
    alpha: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Material:
    """Everything a workbook is made from. `forms` are the form versions of the edition by number."""

    standings: RoundStandings
    download: Download
    seats: Sequence[PanelSeat]
    forms: Mapping[int, Form]
    judges: Mapping[int, Mapping[str, Any]]
    readings: Mapping[str, Reading]
    # What the jury made of each entry's place, by reference.
    decided: Mapping[str, Standing]

    @property
    def criteria(self) -> Sequence[Criterion]:
        """The rubric's criteria in order."""
        return self.standings.scores.criteria

    @cached_property
    def weight_sum(self) -> int:
        """What the weights add up to."""
        return sum(criterion.weight for criterion in self.criteria)

    @cached_property
    def places(self) -> list[Place]:
        """Every entry, category by category, the best first."""
        return [place for category in self.standings.categories for place in category.places]

    @cached_property
    def cards(self) -> list[tuple[Place, Card]]:
        """Every card with its entry's place, entries by reference within a category."""
        ordered = [
            place
            for category in self.standings.categories
            for place in sorted(category.places, key=lambda place: place.entry.reference)
        ]
        return [(place, card) for place in ordered for card in place.cards]

    def is_counted(self, place: Place, card: Card) -> bool:
        """Whether a card counts: completed, with a score on every criterion that has a weight."""
        return card.counted and not self.missing(card) and card.judge_id in place.totals

    def missing(self, card: Card) -> int:
        """How many scores a card lacks on criteria that have a weight."""
        return sum(1 for each in self.criteria if each.weight and points(card, each) is None and not is_na(card, each))

    @cached_property
    def totals(self) -> dict[str, list[float]]:
        """Totals of the counted cards by reference."""
        found: dict[str, list[float]] = defaultdict(list)
        for place, card in self.cards:
            if self.is_counted(place, card):
                found[place.entry.reference].append(place.totals[card.judge_id])
        return found

    @cached_property
    def judge_totals(self) -> dict[int, list[float]]:
        """Totals of the counted cards by judge."""
        found: dict[int, list[float]] = defaultdict(list)
        for place, card in self.cards:
            if self.is_counted(place, card):
                found[card.judge_id].append(place.totals[card.judge_id])
        return found


def card_key(reference: str, judge_id: int) -> str:
    """The name of one judge's card of one entry: `SSC26-0042/17`."""
    return f"{reference}/{judge_id}"


def points(card: Card, criterion: Criterion) -> float | None:
    """A card's points on a criterion; None when it was not scored."""
    mark = card.marks.get(criterion.key)
    return None if mark is None or mark.points is None else float(mark.points)


def is_na(card: Card, criterion: Criterion) -> bool:
    """Whether the judge said that a criterion is not applicable."""
    mark = card.marks.get(criterion.key)
    return mark is not None and mark.not_applicable


def mean(values: Sequence[float]) -> float | None:
    """The mean; None of nothing."""
    return statistics.fmean(values) if values else None


def spread(values: Sequence[float]) -> float | None:
    """The standard deviation of a sample; None of fewer than two."""
    return statistics.stdev(values) if len(values) > 1 else None
