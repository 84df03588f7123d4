"""What a round's judges wrote for cities, entry by entry, and what organisers have cleared of it."""

import enum
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..db import db
from ..programmes.models import Criterion, Edition, Round, Rubric
from . import feedback_queries, panel_scores
from .feedback_rules import FEWEST, digest, joined, names_a_judge, quarters
from .models import ClearedFeedback
from .panel_scores import Card, Contender, PanelScores

# What is said of the whole entry has no criterion.
OVERALL = ""


class State(enum.StrEnum):
    """How far an entry's feedback is."""

    NOTHING = "nothing written"
    OPEN = "to be read"
    # Judges wrote something else after it was cleared.
    CHANGED = "changed since"
    CLEARED = "cleared"


@dataclass(frozen=True)
class Sheet:
    """One entry's feedback before it is released. `comments` by criterion's key, in no judge's order."""

    entry: Contender
    criteria: Sequence[Criterion]
    comments: Mapping[str, list[str]]
    judges: Sequence[str]
    cleared: ClearedFeedback | None
    quarters: Mapping[str, int]
    rivals: int

    @property
    def source(self) -> str:
        """The fingerprint of what judges wrote."""
        return digest(self.comments)

    @property
    def suggested(self) -> dict[str, str]:
        """What judges wrote, put together by criterion."""
        return {topic: joined(each) for topic, each in self.comments.items()}

    @property
    def state(self) -> State:
        """How far it is."""
        if self.cleared is not None:
            return State.CLEARED if self.cleared.source == self.source else State.CHANGED
        return State.OPEN if self.comments else State.NOTHING

    @property
    def names_a_judge(self) -> bool:
        """Whether what judges wrote names one of them."""
        return any(names_a_judge(text, self.judges) for text in self.suggested.values())

    @property
    def texts(self) -> dict[str, str]:
        """What is cleared; nothing while nobody has."""
        return {} if self.cleared is None else {key: str(text) for key, text in self.cleared.texts.items()}

    @property
    def document(self) -> dict[str, Any]:
        """What the city reads: `{"overall", "few", "criteria": [{"key", "title", "text", "quarter"}]}`.

        `quarter` is 1 (best) to 4, or null where it is not told; `few` says that the category has too few entries.
        """
        texts = self.texts
        return {
            "overall": texts.get(OVERALL, ""),
            "few": self.rivals < FEWEST,
            "criteria": [
                {
                    "key": each.key,
                    "title": each.title,
                    "text": texts.get(each.key, ""),
                    "quarter": self.quarters.get(each.key),
                }
                for each in self.criteria
            ],
        }


def sheets(edition: Edition, round_: Round) -> dict[str, Sheet]:
    """Every entry that stands in a round, by reference: seven statements, however many there are."""
    scores = panel_scores.read(edition, round_, db.session.get_one(Rubric, round_.rubric_id))
    cleared = feedback_queries.cleared(round_.id)
    placed, rivals = _quarters(scores)
    return {
        entry.reference: Sheet(
            entry=entry,
            criteria=scores.criteria,
            comments=_comments(scores, scores.cards[entry.reference]),
            judges=[card.judge for card in scores.cards[entry.reference]],
            cleared=cleared.get(entry.id),
            quarters=placed[entry.reference],
            rivals=rivals[entry.category],
        )
        for entry in scores.entries
    }


def _comments(scores: PanelScores, cards: Sequence[Card]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        if not card.counted:
            continue
        for criterion in scores.criteria:
            mark = card.marks.get(criterion.key)
            if mark is not None and mark.comment.strip():
                found[criterion.key].append(mark.comment)
        if card.comment_for_city.strip():
            found[OVERALL].append(card.comment_for_city)
    return {topic: sorted(each, key=lambda text: (text.casefold(), text)) for topic, each in found.items()}


def _quarters(scores: PanelScores) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """By entry and criterion the quarter, and how many scored entries each category has."""
    means: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(dict)
    scored: dict[str, set[str]] = defaultdict(set)
    weighted = [each.key for each in scores.criteria if each.weight]
    for entry in scores.entries:
        cards = [card for card in scores.cards[entry.reference] if card.counted and _is_whole(card, weighted)]
        for criterion in scores.criteria:
            given = [card.marks[criterion.key].points for card in cards if criterion.key in card.marks]
            points = [each for each in given if each is not None]
            if points:
                means[entry.category, criterion.key][entry.reference] = sum(points, Fraction(0)) / len(points)
                scored[entry.category].add(entry.reference)
    found: dict[str, dict[str, int]] = {entry.reference: {} for entry in scores.entries}
    for (_category, criterion_key), of_category in means.items():
        for reference, quarter in quarters(of_category).items():
            found[reference][criterion_key] = quarter
    return found, {entry.category: len(scored[entry.category]) for entry in scores.entries}


def _is_whole(card: Card, weighted: Sequence[str]) -> bool:
    marks = [card.marks.get(key) for key in weighted]
    return all(mark is not None and (mark.points is not None or mark.not_applicable) for mark in marks)
