"""What a round's judges gave, as plain values: the one picture from which page, explanation and workbook are drawn."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Row

from ..programmes.models import Criterion, Edition, Round, Rubric
from . import queries


@dataclass(frozen=True)
class Mark:
    """One score of one card. `points` is on the rubric's scale, None when not scored or not applicable."""

    criterion: str
    points: Fraction | None
    comment: str
    first_at: datetime
    changed_at: datetime
    not_applicable: bool = False


@dataclass(frozen=True)
class Card:
    """One judge's card of one entry and what became of it.

    `state` is one of completed, started, not started, abstained, recused, declined. Only a completed card counts;
    `why_not_counted` says in words why another does not.
    """

    id: int | None
    entry: str
    judge_id: int
    judge: str
    organisation: str
    judge_country: str | None
    how: str
    assigned_at: datetime
    state: str
    conflict_kind: str | None
    conflict_reason: str | None
    recusal_reason: str | None
    started_at: datetime | None
    changed_at: datetime | None
    completed_at: datetime | None
    revision: int
    comment_for_city: str
    private_note: str
    marks: dict[str, Mark]
    # The group of judges that she is of in this round; None without one.
    group: str | None = None

    @property
    def counted(self) -> bool:
        """Whether this card takes part in standings."""
        return self.state == "completed"

    @property
    def why_not_counted(self) -> str:
        """Why not, in words; empty when it counts."""
        return {
            "completed": "",
            "started": "begun, not completed",
            "not started": "not begun",
            "abstained": "the judge stated a conflict" + (f" ({self.conflict_kind})" if self.conflict_kind else ""),
            "recused": "taken off this entry by the organising team",
            "declined": "the judge no longer takes part",
        }[self.state]


@dataclass(frozen=True)
class Contender:
    """An entry that stands in the round."""

    id: int
    reference: str
    title: str
    category: str
    category_title: str
    city: str
    city_id: int
    country: str
    region: str
    kind: str
    snapshot: str
    sha256: str
    submitted_at: datetime
    version: int


@dataclass(frozen=True)
class PanelScores:
    """Everything given in one round. `cards` maps an entry's reference to its cards, by judge's name."""

    edition: Edition
    round: Round
    rubric: Rubric
    criteria: Sequence[Criterion]
    entries: list[Contender]
    cards: dict[str, list[Card]]
    # The round whose scores this one carries on; None where it counts by itself.
    earlier: "PanelScores | None" = None

    @property
    def required(self) -> list[str]:
        """The criteria without which a card does not count: those that apply to every entry."""
        return [criterion.key for criterion in self.criteria if not criterion.na_allowed]

    @property
    def group_weights(self) -> dict[str, int]:
        """What each group of judges weighs, in the round's order; empty where all judges count alike."""
        return {each["group"]: each["weight"] for each in self.round.groups}

    @property
    def group_of(self) -> dict[int, str]:
        """The group of each judge with a card, by id; those without one are not in it. Empty without groups."""
        if not self.round.groups:
            return {}
        return {card.judge_id: card.group for cards in self.cards.values() for card in cards if card.group}

    def points(self, step: int) -> Fraction:
        """A whole step as points on the scale."""
        return self.rubric.scale_min + Fraction(step, self.rubric.steps_per_point)


def read(edition: Edition, round_: Round, rubric: Rubric, category: str | None = None) -> PanelScores:
    """Load a round's scores: five statements, however many entries there are; as many for a round it carries on."""
    criteria = queries.criteria(rubric.id)
    entries = [
        Contender(**{name: getattr(row, name) for name in Contender.__dataclass_fields__})
        for row in queries.entry_rows(edition.id, category, round_.id)
    ]
    reference = {entry.id: entry.reference for entry in entries}
    key = {criterion.id: criterion.key for criterion in criteria}
    marks: dict[int, dict[str, Mark]] = defaultdict(dict)
    # Few steps, many scores: each step is made a fraction once.
    points: dict[int | None, Fraction | None] = {None: None}
    for card_id, criterion_id, step, not_applicable, comment, first_at, changed_at in queries.score_rows(round_.id):
        if step not in points:
            points[step] = rubric.scale_min + Fraction(step, rubric.steps_per_point)
        name = key[criterion_id]
        marks[card_id][name] = Mark(name, points[step], comment, first_at, changed_at, not_applicable)
    cards: dict[str, list[Card]] = {entry.reference: [] for entry in entries}
    for row in queries.card_rows(round_.id):
        if row.entry_id in reference:
            cards[reference[row.entry_id]].append(_card(row, reference[row.entry_id], marks))
    before = queries.previous_round(round_) if round_.carries else None
    earlier = None if before is None else read(edition, before, queries.rubric_of(before), category)
    return PanelScores(edition, round_, rubric, criteria, entries, cards, earlier)


def _card(row: Row[Any], entry: str, marks: dict[int, dict[str, Mark]]) -> Card:
    return Card(
        id=row.card_id,
        entry=entry,
        judge_id=row.judge_id,
        judge=row.judge,
        organisation=row.organisation,
        judge_country=row.judge_country,
        how=row.how,
        assigned_at=row.assigned_at,
        state=_state(row),
        conflict_kind=row.conflict_kind,
        conflict_reason=row.conflict_reason,
        recusal_reason=row.recusal_reason,
        started_at=row.started_at,
        changed_at=row.changed_at,
        completed_at=row.completed_at,
        revision=row.revision or 0,
        comment_for_city=row.comment_for_city or "",
        private_note=row.private_note or "",
        marks=marks.get(row.card_id, {}),
        group=row.group,
    )


def _state(row: Row[Any]) -> str:
    if row.recused_at is not None:
        return "recused"
    if row.conflicted:
        return "abstained"
    if row.completed_at is not None:
        return "completed"
    if row.declined_at is not None:
        return "declined"
    return "not started" if row.card_id is None else "started"
