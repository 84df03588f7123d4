"""Practice: what a judge is shown after her own completion, beside her own scores. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any, Protocol

# With fewer the spread would tell who gave what.
FEWEST = 3


class Titled(Protocol):
    """What is asked of a criterion here."""

    id: Any
    title: Any


@dataclass(frozen=True)
class Given:
    """A completed practice scorecard: whole steps and comments by criterion's id."""

    judge_id: int
    steps: Mapping[int, int]
    comments: Mapping[int, str]


@dataclass(frozen=True)
class Line:
    """One criterion: your step, the anchor's with its comment, and the panel's lowest, middle and highest step.

    What is None is not to be shown: nobody is the anchor, the anchor is not done, or too few are.
    """

    title: str
    yours: int
    anchor: int | None
    anchor_comment: str
    low: int | None
    middle: int | None
    high: int | None


def compare(
    criteria: Sequence[Titled], cards: Sequence[Given], judge_id: int, anchor_id: int | None
) -> tuple[list[Line], int]:
    """A judge's practice beside the anchor's and the panel's, and how many are completed.

    Raises:
        KeyError: when the judge's own scorecard is not among the completed ones.
    """
    by_judge = {card.judge_id: card for card in cards}
    own = by_judge[judge_id]
    anchor = by_judge.get(anchor_id) if anchor_id is not None and anchor_id != judge_id else None
    lines = []
    for criterion in criteria:
        if criterion.id not in own.steps:
            continue
        steps = sorted(card.steps[criterion.id] for card in cards if criterion.id in card.steps)
        shown = len(cards) >= FEWEST
        lines.append(
            Line(
                criterion.title,
                own.steps[criterion.id],
                None if anchor is None else anchor.steps.get(criterion.id),
                "" if anchor is None else anchor.comments.get(criterion.id, ""),
                steps[0] if shown else None,
                median_low(steps) if shown else None,
                steps[-1] if shown else None,
            )
        )
    return lines, len(cards)
