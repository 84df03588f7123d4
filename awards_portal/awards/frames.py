"""Rows to DataFrames: the only bridge from the portal to `results/`. Loads pandas."""

from collections.abc import Iterable

import pandas as pd

from .panel_scores import PanelScores


def counted_scores(scores: PanelScores, references: Iterable[str]) -> pd.DataFrame:
    """Scores of completed cards of these entries.

    Columns: entry (reference), judge (id), criterion (key), score (points on the rubric's scale; missing is missing).
    """
    rows = [
        (card.entry, card.judge_id, mark.criterion, None if mark.points is None else float(mark.points))
        for reference in references
        for card in scores.cards[reference]
        if card.counted
        for mark in card.marks.values()
    ]
    frame = pd.DataFrame(rows, columns=["entry", "judge", "criterion", "score"])
    return frame.astype({"entry": object, "criterion": object, "score": "float64"})
