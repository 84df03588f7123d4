"""How sure a category's places are: what would change the winners, how each judge scores, where judges agree.

Loads pandas.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .. import results
from ..programmes.models import Edition, Round, Rubric
from ..results import Agreement
from . import frames, standings
from .standings import CategoryStandings

# A normal variable lies within this many standard errors of its mean in 90 of 100 cases.
WITHIN_90 = 1.6449
PENDING = {"started", "not started"}


@dataclass(frozen=True)
class Variation:
    """One thing varied, and what it does to the awards. Entries are told as city and reference."""

    kind: str
    words: str
    winners: list[str]
    entered: list[str]
    left: list[str]
    winners_change: bool
    note: str | None


@dataclass(frozen=True)
class JudgeReading:
    """How a judge scores in this category. `severity` in points of 100, positive is lenient; None: not estimated."""

    judge: str
    cards: int
    mean: float | None
    severity: float | None
    low: float | None
    high: float | None
    fit: float | None
    correlation: float | None
    flags: str


@dataclass(frozen=True)
class CriterionReading:
    """How far judges agree on a criterion, in figures and in a sentence."""

    title: str
    figures: Agreement
    sentence: str


@dataclass(frozen=True)
class Analysis:
    """All of it for one category. `totals` maps entry's reference to judge's name to the card's total."""

    category: CategoryStandings
    sentence: str
    variations: list[Variation]
    judges: list[JudgeReading]
    criteria: list[CriterionReading]
    totals: dict[str, dict[str, float]]

    @property
    def changing(self) -> list[Variation]:
        """The variations that change the winners or who is awarded."""
        return [each for each in self.variations if each.winners_change or each.entered or each.left]


def analyse(
    edition: Edition, round_: Round, rubric: Rubric, category: str, *, names: Mapping[int, str] | None = None
) -> Analysis | None:
    """Read a category's completed cards once more, from every side; None without a score in it.

    Args:
        names: what each judge is called, by id; without it by name.
    """
    computed = standings.compute(edition, round_, rubric, category=category)
    if not computed.categories:
        return None
    found, scores = computed.categories[0], computed.scores
    told = {place.entry.reference: f"{place.entry.city} ({place.entry.reference})" for place in found.places}
    frame = frames.counted_scores(scores, told)
    if frame.empty:
        return None
    judges = standings.labels(scores) if names is None else names
    frame["judge"], frame["entry"] = frame["judge"].map(judges), frame["entry"].map(told)
    rules: dict[str, Any] = {
        "weights": standings.weights(scores),
        "scale": results.Scale(rubric.scale_min, rubric.scale_max),
    }
    required = scores.required
    sentence, variations = found.unranked or found.refusal or "", list[Variation]()
    titles = {criterion.key: criterion.title for criterion in scores.criteria}
    if found.is_ranked:
        varied = results.sensitivity(
            frame,
            **rules,
            method=edition.method,
            tie_ladder=edition.tie_ladder,
            required=required,
            expected=pd.DataFrame(
                [
                    (told[place.entry.reference], judges[card.judge_id])
                    for place in found.places
                    for card in place.cards
                    if card.state in PENDING
                ],
                columns=["entry", "judge"],
            ),
            top=len(edition.award_titles),
            carried=None if computed.carried is None else computed.carried.given(told),
            groups=standings.grouped(scores, judges),
        )
        sentence = varied.sentence
        variations = [_variation(row, titles) for row in varied.table.to_dict("records")]
    ranked = results.standings(frame, **rules, required=required, uncertainty=False)
    return Analysis(
        category=found,
        sentence=sentence,
        variations=variations,
        judges=[_judge(row) for row in ranked.judges.to_dict("records")],
        criteria=[
            CriterionReading(titles.get(str(key), "Overall"), figures, _sentence(key, figures, titles))
            for key, figures in results.agreement(frame, **rules).items()
        ],
        totals={
            place.entry.reference: {
                judges[card.judge_id]: place.totals[card.judge_id] for card in place.cards if card.counted
            }
            for place in found.places
        },
    )


def _variation(row: Mapping[Any, Any], titles: Mapping[str, str]) -> Variation:
    words = str(row["variation"])
    for key, title in titles.items():
        if words.startswith(f"{key} weighs"):
            words = title + words.removeprefix(key)
    return Variation(
        row["kind"],
        words,
        list(row["winners"]),
        list(row["entered"]),
        list(row["left"]),
        bool(row["winners_change"]),
        row["note"] if isinstance(row["note"], str) else None,
    )


def _judge(row: Mapping[Any, Any]) -> JudgeReading:
    severity, error = _real(row["severity"]), _real(row["se"])
    margin = None if error is None else WITHIN_90 * error
    return JudgeReading(
        judge=str(row["judge"]),
        cards=int(row["cards"]),
        mean=_real(row["mean"]),
        severity=severity,
        low=None if severity is None or margin is None else severity - margin,
        high=None if severity is None or margin is None else severity + margin,
        fit=_real(row["fit"]),
        correlation=_real(row["correlation"]),
        flags=", ".join(row["flags"] or []),
    )


def _sentence(key: Any, figures: Agreement, titles: Mapping[str, str]) -> str:
    return results.agreement_sentence(titles.get(str(key), "the whole"), figures)


def _real(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
