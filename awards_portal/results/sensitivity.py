"""Would the winners change? Each judge left out, each weight moved, each method, each missing card at its ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from .carrying import Carried
from .groups import GroupWeights, UngroupedError
from .methods import METHODS
from .standings import NotEnoughToCorrectError, standings
from .totals import Cards
from .values import Scale, Scales, ScoresError, Weights

POINTS = Fraction(5)
# Each missing card costs two rankings; beyond this many the table would not be read either.
MOST_MISSING_CARDS = 200
# Kept as codes: every variation groups by them again.
LABELS = ("entry", "judge", "criterion")


@dataclass(frozen=True)
class Sensitivity:
    """`table`: one row per variation: kind (judge, weight, method, missing card), variation (words), winners, entered
    and left (entries that join or leave the top N), winners_change, top_changes, note (why it could not be ranked, or
    None). `winners` and `top` are those of the result itself. `sentence` sums it up."""

    winners: list[Any]
    top: list[Any]
    table: pd.DataFrame
    sentence: str


@dataclass(frozen=True)
class _Variation:
    kind: str
    words: str
    scores: pd.DataFrame
    weights: Weights | None
    method: str
    groups: GroupWeights | None


def sensitivity(
    scores: pd.DataFrame,
    *,
    weights: Weights | None = None,
    scale: Scales | None = None,
    method: str = "mean",
    tie_ladder: Sequence[str] = (),
    jury_order: Mapping[Any, int] | None = None,
    required: Collection[Any] | None = None,
    expected: pd.DataFrame | None = None,
    top: int = 3,
    carried: Carried | None = None,
    groups: GroupWeights | None = None,
) -> Sensitivity:
    """Rank again under each variation and say what moves among the winners (rank 1) and the top N.

    Arguments as for `standings`. A card counts as missing when its judge left a required criterion empty, or when
    `expected` (columns entry, judge) lists it and no score is there; it is tried with every empty criterion at the
    lowest and at the highest step (of the scale, else of the scores given). Weights move by 5 points of 100 each way,
    the others making room in proportion, and to zero. Where `groups` weigh, each method is tried with all judges alike.
    Raises ScoresError as `standings` does.
    """
    scores = scores.assign(**{name: scores[name].astype("category") for name in LABELS if name in scores.columns})
    base = standings(
        scores, weights=weights, scale=scale, method=method, tie_ladder=tie_ladder, jury_order=jury_order,
        required=required, top=top, uncertainty=False, severity=False, carried=carried, groups=groups,
    )  # fmt: skip
    first, best = base.winners, base.best(top)
    rows = []
    for each in _variations(scores, base.cards, weights, scale, method, expected, groups):
        row: dict[str, Any] = {"kind": each.kind, "variation": each.words, "note": None}
        try:
            again = standings(
                each.scores, weights=each.weights, scale=_only(scale, each.scores), method=each.method,
                tie_ladder=tie_ladder, jury_order=jury_order, required=required, top=top,
                uncertainty=False, severity=False, carried=carried, groups=each.groups,
            )  # fmt: skip
        except (NotEnoughToCorrectError, UngroupedError) as error:
            row |= {"winners": [], "entered": [], "left": [], "winners_change": False, "top_changes": False}
            rows.append({**row, "note": str(error)})
            continue
        now, then = again.winners, again.best(top)
        before, after = set(best), set(then)
        entered, left = [each for each in then if each not in before], [each for each in best if each not in after]
        row |= {"winners": now, "entered": entered, "left": left}
        row |= {"winners_change": set(now) != set(first), "top_changes": bool(entered or left)}
        rows.append(row)
    columns = ["kind", "variation", "winners", "entered", "left", "winners_change", "top_changes", "note"]
    table = pd.DataFrame(rows, columns=columns)
    return Sensitivity(first, best, table, _sentence(first, table, top))


def _only(scale: Scales | None, scores: pd.DataFrame) -> Scales | None:
    if isinstance(scale, Mapping):
        return {name: scale[name] for name in scores["criterion"].unique()}
    return scale


def _variations(
    scores: pd.DataFrame,
    found: Cards,
    weights: Weights | None,
    scale: Scales | None,
    method: str,
    expected: pd.DataFrame | None,
    groups: GroupWeights | None,
) -> Iterator[_Variation]:
    counting = {(found.entries[e], found.judges[j]) for e, j in zip(
        found.entry[found.complete], found.judge[found.complete], strict=True)}  # fmt: skip
    judges = sorted({judge for _, judge in counting}, key=str)
    if len(judges) > 1:
        for judge in judges:
            left = scores[scores["judge"] != judge]
            left = left.assign(judge=left["judge"].cat.remove_unused_categories())
            used = set(left["criterion"])
            kept = None if weights is None else {name: each for name, each in weights.items() if name in used}
            yield _Variation("judge", f"without judge {judge}", left, kept, method, groups)
    # Weights are tried on the cards that count now, so that only the weight is what changes.
    pairs = zip(scores["entry"], scores["judge"], strict=True)
    whole = scores[np.fromiter((pair in counting for pair in pairs), dtype=bool, count=len(scores))]
    for words, moved in _moved(found.criteria, found.weights):
        present = set(whole["criterion"])
        yield _Variation("weight", words, whole, {n: each for n, each in moved.items() if n in present}, method, groups)
    for other in METHODS:
        # No method but the mean knows groups; the mean itself is tried as if there were none.
        if other != method or groups is not None:
            alike = "" if groups is None else ", all judges alike"
            yield _Variation("method", f"by the method {other}{alike}", scores, weights, other, None)
    for words, full in _missing(scores, found, scale, expected):
        yield _Variation("missing card", words, full, weights, method, groups)


def _moved(criteria: Sequence[Any], weights: Sequence[Fraction]) -> Iterator[tuple[str, dict[Any, Fraction]]]:
    """Weights in points of 100 with one moved and the others making room in proportion."""
    if sum(weight > 0 for weight in weights) < 2:
        return
    whole = sum(weights, Fraction(0))
    points = [100 * weight / whole for weight in weights]
    for at, name in enumerate(criteria):
        if points[at] == 0:
            continue
        targets = [
            (points[at] + POINTS, f"{name} weighs 5 points more"),
            (points[at] - POINTS, f"{name} weighs 5 points less"),
            (Fraction(0), f"{name} weighs nothing"),
        ]
        for target, words in targets:
            if not 0 <= target < 100 or (target == 0 and not words.endswith("nothing")):
                continue
            rest = (100 - target) / (100 - points[at])
            yield (
                words,
                {other: target if place == at else points[place] * rest for place, other in enumerate(criteria)},
            )


def _missing(
    scores: pd.DataFrame, found: Cards, scale: Scales | None, expected: pd.DataFrame | None
) -> Iterator[tuple[str, pd.DataFrame]]:
    gaps = [(found.entries[found.entry[at]], found.judges[found.judge[at]]) for at in np.flatnonzero(~found.complete)]
    if expected is not None:
        for name in ("entry", "judge"):
            if name not in expected.columns:
                raise ScoresError(f'The column "{name}" is missing from the expected cards.')
        there = {(found.entries[e], found.judges[j]) for e, j in zip(found.entry, found.judge, strict=True)}
        asked = list(zip(expected["entry"].tolist(), expected["judge"].tolist(), strict=True))
        gaps += [pair for pair in dict.fromkeys(asked) if pair not in there]
    ends = _ends(found, scale)
    gaps = gaps[:MOST_MISSING_CARDS]
    filled = scores.dropna(subset=["score"])[[*LABELS, "score"]].astype({"score": float})
    # An expected card may be its judge's or its entry's first.
    for name, needed in (("entry", [entry for entry, _ in gaps]), ("judge", [judge for _, judge in gaps])):
        known = set(filled[name].cat.categories)
        new = [each for each in dict.fromkeys(needed) if each not in known]
        filled[name] = filled[name].cat.add_categories(new)
    for entry, judge in gaps:
        mine = filled[(filled["entry"] == entry) & (filled["judge"] == judge)]
        open_criteria = [name for name in found.criteria if name not in set(mine["criterion"])]
        for at, words in ((0, "lowest"), (1, "highest")):
            extra = pd.DataFrame(
                {
                    "entry": [entry] * len(open_criteria),
                    "judge": [judge] * len(open_criteria),
                    "criterion": open_criteria,
                    "score": [float(ends[name][at]) for name in open_criteria],
                }
            ).astype({name: filled[name].dtype for name in LABELS})
            full = pd.concat([filled, extra], ignore_index=True)
            yield f"{judge}'s missing card of {entry} at the {words} step", full


def _ends(found: Cards, scale: Scales | None) -> dict[Any, tuple[Any, Any]]:
    ends: dict[Any, tuple[Any, Any]] = {}
    for at, name in enumerate(found.criteria):
        if isinstance(scale, Scale):
            ends[name] = (scale.low, scale.high)
        elif scale is not None:
            ends[name] = (scale[name].low, scale[name].high)
        else:
            given = found.steps[found.score_criterion == at]
            low, high = (int(given.min()), int(given.max())) if len(given) else (0, 0)
            ends[name] = (low / found.step_scale, high / found.step_scale)
    return ends


def _sentence(winners: Sequence[Any], table: pd.DataFrame, top: int) -> str:
    tried = table[table["note"].isna()]
    if not winners:
        return "No entry is ranked, so there is no winner to change."
    names = " and ".join(str(each) for each in winners)
    stays = "stays first" if len(winners) == 1 else "stay first together"
    if tried.empty:
        return f"{names} {stays}: there is nothing to vary."
    changed = tried[tried["winners_change"]]
    moved = int(tried["top_changes"].sum())
    rest = (
        f"the top {top} stay the same throughout." if not moved else f"the entries in the top {top} change in {moved}."
    )
    if changed.empty:
        return f"{names} {stays} in all {len(tried)} variations tried; {rest}"
    shown = "; ".join(changed["variation"].head(3))
    more = "" if len(changed) <= 3 else f" and {len(changed) - 3} more"
    return f"The winner changes in {len(changed)} of {len(tried)} variations tried ({shown}{more}); {rest}"
