"""Recompute what was published from its snapshot alone: the JSON that is stored with a publication.

    python -m awards_portal.results verify SNAPSHOT.json

Its form is written in docs/publication.md. Ranks and scores of every category are computed again from its scores by its
method, weights, scale and tie rules; each award must belong to an entry that is there, at the place stated for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from .carrying import Carried
from .groups import GroupWeights
from .methods import METHODS
from .standings import standings
from .ties import RULES
from .values import Scale, ScoresError, fraction

SCHEMA = "awards-portal/publication/1"
CLOSE, FITTED_CLOSE = 1e-9, 1e-6
COLUMNS = ["entry", "judge", "criterion", "score"]


class CannotRecomputeError(ValueError):
    """A snapshot that cannot be recomputed; its text says what is wrong and what to do."""


@dataclass(frozen=True)
class Recomputed:
    """What came of it; `rules` in words, `differences` says in sentences what does not agree."""

    rules: str
    entries: int
    scores: int
    differences: list[str]


def recompute(path: Path) -> Recomputed:
    """Read a snapshot and compute everything in it again.

    Raises:
        CannotRecomputeError: when it is no snapshot, or its scores cannot be ranked.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotRecomputeError(f"{path.name} cannot be read as JSON: {error}. Download it again.") from error
    if not isinstance(said, dict) or said.get("schema") != SCHEMA:
        raise CannotRecomputeError(f'{path.name} is no snapshot of a publication: its "schema" is not {SCHEMA}.')
    try:
        return _recompute(said)
    except (KeyError, TypeError, AttributeError) as error:
        raise CannotRecomputeError(
            f"{path.name} lacks something that belongs to it: {error}. Download it again."
        ) from error
    except ScoresError as error:
        raise CannotRecomputeError(f"The scores of {path.name} cannot be ranked: {error}") from error


def _recompute(said: Mapping[str, Any]) -> Recomputed:
    method, ladder = said["method"], said["tie_ladder"]
    if method not in METHODS or not set(ladder) <= set(RULES):
        raise CannotRecomputeError(f'The method "{method}" or a tie rule of {ladder} is not known.')
    differences: list[str] = []
    entries, scores = 0, 0
    places: dict[str, int | None] = {}
    for category in said["categories"]:
        frame = pd.DataFrame(category["scores"], columns=COLUMNS).astype({"score": "float64"})
        stated = {row["entry"]: row for row in category["standings"]}
        entries, scores = entries + len(stated), scores + len(frame)
        places |= {entry: row["place"] for entry, row in stated.items()}
        for row in _ranked(said, frame, list(stated)):
            differences += _compare(category["title"], stated.get(row["entry"]), row, method)
    for award in said["awards"]:
        if award["reference"] not in places:
            differences.append(f"{award['title']} goes to {award['reference']}, which is not among the entries.")
        elif award["place"] != places[award["reference"]]:
            differences.append(
                f"{award['title']} of {award['reference']} states place {award['place']}, its standing "
                f"{places[award['reference']]}."
            )
    return Recomputed(_in_words(said), entries, scores, differences)


def _in_words(said: Mapping[str, Any]) -> str:
    words = [f"method {said['method']}"]
    if groups := said.get("groups"):
        told = ", ".join(f"{name}={weight}" for name, weight in groups["weights"].items())
        words.append(f"groups of judges {told}")
    if carried := said.get("carried"):
        words.append(f"{carried['per_cent']} % carried from {carried['round']}")
    return ", ".join(words)


def _ranked(said: Mapping[str, Any], frame: pd.DataFrame, entries: list[str]) -> list[dict[Any, Any]]:
    low, high = said["scale"]
    weights = {name: fraction(weight) for name, weight in said["weights"].items()}
    found = standings(
        frame,
        weights=None if frame.empty else weights,
        required=None if frame.empty else said.get("required", list(weights)),
        scale=Scale(low, high),
        method=said["method"],
        tie_ladder=said["tie_ladder"],
        entries=entries,
        uncertainty=False,
        groups=GroupWeights(groups["of_judge"], groups["weights"]) if (groups := said.get("groups")) else None,
        carried=Carried(carried["scores"], carried["per_cent"]) if (carried := said.get("carried")) else None,
    )
    return found.table.to_dict("records")


def _compare(category: str, stated: Mapping[str, Any] | None, row: Mapping[Any, Any], method: str) -> list[str]:
    entry = row["entry"]
    if stated is None:
        return [f"{category}: {entry} has scores and no standing."]
    rank = None if pd.isna(row["rank"]) else int(row["rank"])
    score = None if pd.isna(row["score"]) else float(row["score"])
    differences = []
    if stated["rank"] != rank:
        differences.append(f"{category}: the rank of {entry} is stated as {stated['rank']}; its scores give {rank}.")
    near = FITTED_CLOSE if method == "adjusted" else CLOSE
    if (stated["score"] is None) != (score is None) or (
        score is not None and abs(stated["score"] - score) > near * max(1.0, abs(score))
    ):
        differences.append(f"{category}: the score of {entry} is stated as {stated['score']}; its scores give {score}.")
    return differences
