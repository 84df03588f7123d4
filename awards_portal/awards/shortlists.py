"""Who would go on to the next round by a rule, from the places as they are now. Loads pandas."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .. import results
from ..programmes.models import Edition, Round, Rubric
from ..text import canonical_json, sha256
from . import queries, standings
from .models import DecisionKind
from .placing import Standing, place_category
from .workbook import fingerprint


@dataclass(frozen=True)
class Rule:
    """How many go on in each category, how many wait behind them, and quotas by kind of applicant (least, most)."""

    top: int
    reserves: int = 0
    quotas: Mapping[str, tuple[int, int | None]] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Ready to be kept as JSON."""
        quotas = {kind: list(each) for kind, each in sorted((self.quotas or {}).items())}
        return {"top": self.top, "reserves": self.reserves, "quotas": quotas}


@dataclass(frozen=True)
class Listed:
    """An entry in the order of its category. `place` is shortlisted, reserve or None; `why` where a rule decided."""

    standing: Standing
    place: str | None
    why: str


@dataclass(frozen=True)
class ShortlistDraft:
    """A shortlist as it would be made now. `fingerprint` covers scores, rules, decisions and who is on it."""

    categories: list[tuple[str, list[Listed]]]
    notes: list[str]
    uncovered: list[Standing]
    fingerprint: str

    @property
    def listed(self) -> list[Listed]:
        """Those who go on and those in reserve."""
        return [each for _title, found in self.categories for each in found if each.place is not None]


def draft_shortlist(edition: Edition, round_: Round, rubric: Rubric, rule: Rule) -> ShortlistDraft:
    """Apply a rule to a round's places after the jury's decisions.

    Raises:
        results.ScoresError: when the rule cannot be: no place at all, or quotas that ask for more than there are.
    """
    computed = standings.compute(edition, round_, rubric, uncertainty=False)
    decisions = queries.decisions(round_.id)
    drafted = [place_category(each, decisions, edition.award_titles) for each in computed.categories]
    everybody = [(category.title, each) for category in drafted for each in category.standings]
    table = pd.DataFrame(
        [(each.entry.reference, each.place, title, each.entry.kind) for title, each in everybody],
        columns=["entry", "rank", "category", "type"],
    )
    quotas = {kind: results.Quota(least, most) for kind, (least, most) in (rule.quotas or {}).items()}
    found = results.shortlist(table, rule.top, quotas=quotas, reserves=rule.reserves, by="category")
    said = {row["entry"]: row for row in found.table.to_dict("records")}
    categories = [
        (category.title, [_listed(each, said[each.entry.reference]) for each in category.standings])
        for category in drafted
    ]
    seen = {
        "scores": fingerprint(computed),
        "rule": rule.as_dict(),
        "listed": [[each.standing.entry.reference, each.place] for _title, rows in categories for each in rows],
    }
    return ShortlistDraft(
        categories,
        found.notes,
        [each for _title, each in everybody if not each.computed.covered and not _is_left_out(each)],
        sha256(canonical_json(seen)),
    )


def _listed(standing: Standing, row: Mapping[Any, Any]) -> Listed:
    place, why = row["place"], row["reason"]
    return Listed(standing, place if isinstance(place, str) else None, why if isinstance(why, str) else "")


def _is_left_out(standing: Standing) -> bool:
    return standing.decision is not None and standing.decision.kind == DecisionKind.LEFT_OUT
