"""Standings of a round: the computed places, each with everything it was computed from. Loads pandas."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import pandas as pd

from .. import results
from ..programmes.models import Edition, Round, Rubric
from . import frames, panel_scores
from .panel_scores import Card, Contender, PanelScores

# In the place of a category's key: entries of all categories ranked against each other. No category can be called so.
OVER_ALL = "*"


@dataclass(frozen=True)
class Place:
    """One entry's standing. `rank` and `score` are None while no card of it is completed.

    `score`, `raw` and `adjusted` run from 0 to 100; `low` and `high` bound the rank with 90 % confidence.
    """

    entry: Contender
    rank: int | None
    tied: bool
    tie_decided_by: str | None
    score: float | None
    raw: float | None
    adjusted: float | None
    low: int | None
    high: int | None
    chance_first: float | None
    sd: float | None
    cards: list[Card]
    totals: dict[int, float]
    criteria_means: dict[str, float]
    covered: bool
    # The score as it is carried on to another round: exact where the method has an exact score.
    exact: Fraction | float | None = None
    # Where scores are carried from an earlier round: the score of this round alone, and what the entry brings.
    own: float | None = None
    brought: float | None = None
    # Where groups of judges are weighed: the mean of each that completed a card.
    by_group: dict[str, float] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """Judges whose card of this entry is still to come, by name."""
        return [card.judge for card in self.cards if card.state in {"started", "not started"}]

    @property
    def completed(self) -> int:
        """How many cards count."""
        return sum(card.counted for card in self.cards)

    @property
    def expected(self) -> int:
        """How many judges should complete a card: those not abstained, recused or gone."""
        return sum(card.state in {"completed", "started", "not started"} for card in self.cards)


@dataclass(frozen=True)
class CategoryStandings:
    """The places of one category, best first, unscored entries last."""

    key: str
    title: str
    places: list[Place]
    warnings: list[str]
    refusal: str | None
    # Why no entry has a place although there are scores; None where places are given.
    unranked: str | None = None
    # Of the severity correction: between judges and of what is left, in squared points; None where it is refused.
    judge_variance: float | None = None
    noise_variance: float | None = None

    @property
    def is_ranked(self) -> bool:
        """Whether the edition's method gave any place."""
        return any(place.rank is not None for place in self.places)


@dataclass(frozen=True)
class CarriedScores:
    """What entries bring from an earlier round, by reference, and its weight in per cent of their score."""

    per_cent: int
    round: str
    scores: dict[str, Fraction | float]

    def given(self, called: Mapping[str, str] | None = None) -> results.Carried:
        """As the results take it; `called`: what each entry is called there, by reference."""
        names = called or {reference: reference for reference in self.scores}
        return results.Carried({names[each]: score for each, score in self.as_text().items()}, self.per_cent)

    def rule(self) -> dict[str, Any]:
        """The round and its weight as plain values."""
        return {"round": self.round, "per_cent": self.per_cent}

    def as_text(self) -> dict[str, str]:
        """The scores as fractions or decimals that lose nothing: `1234/17`."""
        return {reference: str(score) for reference, score in sorted(self.scores.items())}


@dataclass(frozen=True)
class RoundStandings:
    """Standings of every category of a round, and the scores they were computed from."""

    scores: PanelScores
    method: str
    categories: list[CategoryStandings]
    carried: CarriedScores | None = None


def compute(
    edition: Edition,
    round_: Round,
    rubric: Rubric,
    *,
    category: str | None = None,
    uncertainty: bool = True,
    together: bool = False,
) -> RoundStandings:
    """Rank each category by the edition's method from the round's completed cards.

    Args:
        together: rank the entries of all categories against each other, in one list with the key `OVER_ALL`.
    """
    scores = panel_scores.read(edition, round_, rubric, category)
    return rank(scores, uncertainty=uncertainty, together=together)


def rank(scores: PanelScores, *, uncertainty: bool = True, together: bool = False) -> RoundStandings:
    """Rank each category by the edition's rules as they are now, from scores that were read before."""
    by_category: dict[tuple[str, str], list[Contender]] = defaultdict(list)
    for entry in scores.entries:
        key = (OVER_ALL, "") if together else (entry.category, entry.category_title)
        by_category[key].append(entry)
    carried = _carried(scores, together)
    categories = [
        _rank(scores, key, title, entries, uncertainty, carried) for (key, title), entries in by_category.items()
    ]
    return RoundStandings(scores, scores.edition.method, categories, carried)


def _carried(scores: PanelScores, together: bool) -> CarriedScores | None:
    """What the round before gives by the rules as they are now."""
    if scores.earlier is None:
        return None
    standing = {entry.reference for entry in scores.entries}
    earlier = rank(scores.earlier, uncertainty=False, together=together)
    brought = {
        place.entry.reference: place.exact
        for category in earlier.categories
        for place in category.places
        if place.exact is not None and place.entry.reference in standing
    }
    return CarriedScores(scores.round.carries, scores.earlier.round.title, brought)


def weights(scores: PanelScores) -> dict[str, int]:
    """Weight by criterion."""
    return {criterion.key: criterion.weight for criterion in scores.criteria}


def grouped(scores: PanelScores, called: Mapping[int, str] | None = None) -> results.GroupWeights | None:
    """The round's groups of judges as the results take them; None where all judges count alike.

    Args:
        called: what each judge is called there, by id; without it the ids.
    """
    if not scores.round.groups:
        return None
    of_judge = {id_ if called is None else called[id_]: group for id_, group in scores.group_of.items()}
    return results.GroupWeights(of_judge, scores.group_weights)


def total(scores: PanelScores, card: Card) -> Fraction | None:
    """A card's exact total from 0 to 100: 100 · Σ w (s - min) / (max - min) / Σ w; None while a score is missing.

    Both sums leave out what is not applicable to the entry.
    """
    # In whole steps: adding five thousand fractions would take longer than the page they are for.
    rubric, got, whole = scores.rubric, 0, 0
    low, fine = int(rubric.scale_min), int(rubric.steps_per_point)
    for criterion in scores.criteria:
        mark = card.marks.get(criterion.key)
        if mark is not None and mark.not_applicable:
            continue
        if mark is None or mark.points is None:
            return None
        whole += criterion.weight
        got += criterion.weight * (mark.points.numerator * (fine // mark.points.denominator) - low * fine)
    return Fraction(100 * got, whole * (rubric.scale_max - low) * fine) if whole else None


def _rank(
    scores: PanelScores,
    key: str,
    title: str,
    entries: list[Contender],
    uncertainty: bool,
    carried: CarriedScores | None,
) -> CategoryStandings:
    references = [entry.reference for entry in entries]
    frame = frames.counted_scores(scores, references)
    # Sentences of the results name judges by what stands in the frame: people read names, not numbers.
    frame["judge"] = frame["judge"].map(labels(scores))
    rules: dict[str, Any] = {
        # With no score at all there is no criterion for a weight to belong to.
        "weights": None if frame.empty else weights(scores),
        "required": None if frame.empty else scores.required,
        "scale": results.Scale(scores.rubric.scale_min, scores.rubric.scale_max),
        "tie_ladder": scores.edition.tie_ladder,
        "entries": references,
        "carried": None if carried is None else carried.given(),
    }
    try:
        ranked = results.standings(
            frame,
            method=scores.edition.method,
            uncertainty=uncertainty,
            groups=grouped(scores, labels(scores)),
            **rules,
        )
    except (results.NotEnoughToCorrectError, results.UngroupedError) as error:
        # The edition's method needs more than there is. Raw means are shown; a place by another rule is never given.
        return _without_places(scores, key, title, entries, results.standings(frame, uncertainty=False, **rules), error)
    by_reference = {entry.reference: entry for entry in entries}
    exact = ranked.exact or {}
    means = ranked.criteria_means.to_dict("index")
    places = [
        replace(
            _place(scores, by_reference[row["entry"]], row, means),
            exact=exact.get(row["entry"], _real(row["score"])),
            own=ranked.own.get(row["entry"]),
            brought=_brought(carried, row["entry"]),
            by_group=ranked.by_group.get(row["entry"], {}),
        )
        for row in ranked.table.to_dict("records")
    ]
    return CategoryStandings(
        key,
        title,
        places,
        [w for w in ranked.warnings if w != ranked.refusal],
        ranked.refusal,
        judge_variance=ranked.variance["judge"],
        noise_variance=ranked.variance["residual"],
    )


def _brought(carried: CarriedScores | None, reference: str) -> float | None:
    found = None if carried is None else carried.scores.get(reference)
    return None if found is None else float(found)


def _without_places(
    scores: PanelScores, key: str, title: str, entries: list[Contender], ranked: results.Standings, why: Exception
) -> CategoryStandings:
    by_reference = {entry.reference: entry for entry in entries}
    means = ranked.criteria_means.to_dict("index")
    places = []
    for row in ranked.table.to_dict("records"):
        blank: dict[Any, Any] = dict.fromkeys(
            ("rank", "score", "adjusted", "low", "high", "chance_first", "tie_decided_by")
        )
        found = {**row, **blank, "tied": False}
        places.append(_place(scores, by_reference[row["entry"]], found, means))
    if isinstance(why, results.UngroupedError):
        told = f"No entry is ranked, because groups of judges are weighed: {why}"
        return CategoryStandings(key, title, places, [told, *ranked.warnings], ranked.refusal, str(why))
    return CategoryStandings(key, title, places, list(ranked.warnings), str(why), str(why))


def labels(scores: PanelScores) -> dict[int, str]:
    """A name for each judge by id; two of one name are told apart by their number."""
    names = {card.judge_id: card.judge for cards in scores.cards.values() for card in cards}
    often = Counter(names.values())
    return {id_: name if often[name] == 1 else f"{name} ({id_})" for id_, name in names.items()}


def _place(scores: PanelScores, entry: Contender, row: dict[Any, Any], means: dict[Any, Any]) -> Place:
    cards = scores.cards[entry.reference]
    totals = {card.judge_id: float(t) for card in cards if (t := total(scores, card)) is not None}
    return Place(
        entry=entry,
        rank=_whole(row["rank"]),
        tied=bool(row["tied"]),
        tie_decided_by=str(row["tie_decided_by"]) if row["tie_decided_by"] else None,
        score=_real(row["score"]),
        raw=_real(row["raw"]),
        adjusted=_real(row["adjusted"]),
        low=_whole(row["low"]),
        high=_whole(row["high"]),
        chance_first=_real(row["chance_first"]),
        sd=_real(row["sd"]),
        cards=cards,
        totals=totals,
        criteria_means={
            str(name): float(value) for name, value in means.get(entry.reference, {}).items() if pd.notna(value)
        },
        covered=sum(card.counted for card in cards) >= scores.round.minimum_cards,
    )


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _real(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
