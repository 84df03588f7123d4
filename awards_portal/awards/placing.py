"""Places after the jury's decisions, and the awards that go with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import rules
from .models import Decision, DecisionKind
from .panel_scores import Contender
from .standings import CategoryStandings, Place


@dataclass(frozen=True)
class Standing:
    """An entry's computed place and what the jury made of it. `award` is None where it wins nothing."""

    computed: Place
    decision: Decision | None
    place: int | None
    shared: bool
    award: str | None

    @property
    def entry(self) -> Contender:
        """The entry."""
        return self.computed.entry


@dataclass(frozen=True)
class DraftCategory:
    """A category as it would be published, best first."""

    key: str
    title: str
    standings: list[Standing]


def place_category(found: CategoryStandings, decisions: Sequence[Decision], titles: Sequence[str]) -> DraftCategory:
    """Apply the decisions that hold to a category's computed places, and name each place's award."""
    own = {place.entry.id: place for place in found.places}
    said = {each.entry_id: each for each in decisions if each.entry_id in own}
    reference = {id_: place.entry.reference for id_, place in own.items()}
    moved = [
        rules.Moved(reference[each.entry_id], each.place) for each in decisions if each.entry_id in own and each.place
    ]
    final = {
        each.entry: each
        for each in rules.final_places(
            {place.entry.reference: place.rank for place in found.places if place.rank is not None},
            moved,
            [reference[id_] for id_, each in said.items() if each.kind == DecisionKind.LEFT_OUT],
        )
    }
    standings_ = []
    for place in found.places:
        decision, taken = said.get(place.entry.id), final.get(place.entry.reference)
        award = rules.title_of(taken.place, titles) if taken else None
        if award is None and decision is not None and decision.kind == DecisionKind.MENTION:
            award = "Special mention"
        standings_.append(
            Standing(place, decision, taken.place if taken else None, bool(taken and taken.shared), award)
        )
    standings_.sort(key=lambda each: (each.place is None, each.place or 0, each.entry.reference))
    return DraftCategory(found.key, found.title, standings_)
