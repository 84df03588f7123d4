"""What is said beside a result: why severity is not corrected for, and what to know of the cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .counted import Counted
from .mixed import SeverityFit
from .totals import Cards

FEWEST_JUDGES = 3
FEWEST_CARDS_AN_ENTRY = 2


def why_not_adjusted(n_cards: int, n_entries: int, n_judges: int) -> str | None:
    """The sentence that refuses the severity correction, or None when there is enough to correct with."""
    if n_judges < FEWEST_JUDGES:
        return (
            f"There is not enough to correct for severity: {count_of(n_judges, 'judge')} with completed cards, "
            f"{FEWEST_JUDGES} are needed."
        )
    if n_cards < FEWEST_CARDS_AN_ENTRY * n_entries:
        return (
            f"There is not enough to correct for severity: {n_cards / max(n_entries, 1):.2g} cards an entry on "
            f"average, {FEWEST_CARDS_AN_ENTRY} are needed."
        )
    return None


def count_of(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def named(labels: Sequence[Any], most: int = 5) -> str:
    shown = ", ".join(str(each) for each in labels[:most])
    return shown if len(labels) <= most else f"{shown} and {len(labels) - most} more"


def remark(warnings: list[str], found: Cards, counted: Counted, fit: SeverityFit | None) -> None:
    n_entries, n_judges = len(counted.entry_ids), len(counted.judge_ids)
    if not n_entries:
        warnings.append("No card is complete, so no entry is ranked.")
        return
    left_out = int((~found.complete).sum())
    if left_out:
        at = np.flatnonzero(~found.complete)[:6]
        whose = [f"{found.judges[found.judge[each]]} on {found.entries[found.entry[each]]}" for each in at]
        more = "" if left_out <= len(whose[:5]) else f" and {left_out - 5} more"
        warnings.append(f"{count_of(left_out, 'card')} not complete and not counted: {', '.join(whose[:5])}{more}.")
    if n_judges == 1:
        warnings.append("One judge only: the result is that judge's opinion, and severity cannot be seen.")
    if len(counted.total) > 1 and bool((counted.numerators == counted.numerators[0]).all()):
        warnings.append("All totals are equal: every entry shares the first rank unless a tie rule decides.")
    counts = counted.per_entry
    if n_judges > 1 and (counts == 1).any():
        alone = [found.entries[at] for at in counted.entry_ids[counts == 1]]
        warnings.append(f"Scored by one judge only: {named(alone)}.")
    if fit is None:
        return
    if (counted.per_judge < 2).any():
        single = [found.judges[at] for at in counted.judge_ids[counted.per_judge < 2]]
        warnings.append(f"A judge with one card says next to nothing about severity: {named(single)}.")
    if fit.pieces > 1:
        warnings.append(
            f"The panel falls into {fit.pieces} groups that share no judge; places across them rest on the "
            "assumption that their judges are alike on average."
        )
