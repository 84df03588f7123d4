"""What a meeting goes through: its entries in their order, with figures and who is kept from each. Loads pandas."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from ...db import db
from ...programmes.models import Category, Edition, Rubric
from ...text import sha256
from .. import queries as awards
from .. import standings
from ..models import Decision, Discussion, Meeting, MeetingNote, MeetingOrder
from ..panel_scores import Card
from ..standings import Place, RoundStandings
from . import queries
from .queries import Kept


@dataclass(frozen=True)
class Item:
    """An entry of the agenda. `decision` is the one that holds; `discussed` the last time it was on the screen."""

    place: Place
    category: str
    of: int
    kept: Sequence[Kept]
    decision: Decision | None
    discussed: Discussion | None
    note: MeetingNote | None

    @property
    def reference(self) -> str:
        """The entry's reference."""
        return self.place.entry.reference


@dataclass(frozen=True)
class Agenda:
    """What one reader may see of a meeting. `hidden` counts the entries she is kept from: nothing of them is here.

    `labels` names each judge as the meeting is set to: by name, or numbered.
    """

    items: list[Item]
    hidden: int
    on_screen: Discussion | None
    computed: RoundStandings
    labels: dict[int, str]
    refusals: dict[str, str]

    def find(self, reference: str) -> Item | None:
        """The entry with this reference, when this reader may see it."""
        return next((each for each in self.items if each.reference == reference), None)

    def beside(self, item: Item) -> tuple[Item | None, Item | None]:
        """The entries before and after one."""
        at = self.items.index(item)
        return (self.items[at - 1] if at else None), (self.items[at + 1] if at + 1 < len(self.items) else None)

    def is_on_screen(self, item: Item) -> bool:
        """Whether an entry is what the meeting looks at now."""
        return self.on_screen is not None and self.on_screen.entry_id == item.place.entry.id


def agenda(meeting: Meeting, reader_id: int | None) -> Agenda:
    """A meeting's entries in its order, without those that this reader is kept from.

    Args:
        reader_id: the person who reads; None for the record, which has all of them.
    """
    round_ = meeting.round
    edition = db.session.get_one(Edition, round_.edition_id)
    key = None if meeting.category_id is None else db.session.get_one(Category, meeting.category_id).key
    computed = standings.compute(
        edition, round_, db.session.get_one(Rubric, round_.rubric_id), category=key, uncertainty=False
    )
    kept = queries.kept_away(round_, [each.id for each in computed.scores.entries])
    decided = {each.entry_id: each for each in awards.decisions(round_.id)}
    shown = queries.discussions(meeting.id)
    last = {each.entry_id: each for each in shown}
    notes = queries.notes(meeting.id)
    items, hidden = list[Item](), 0
    for category in computed.categories:
        ranked = sum(place.rank is not None for place in category.places)
        for place in _ordered(category.places, meeting.order):
            entry = place.entry
            away = kept.get(entry.id, [])
            if reader_id is not None and any(each.person_id == reader_id for each in away):
                hidden += 1
                continue
            items.append(
                Item(
                    place,
                    category.title,
                    ranked,
                    away,
                    decided.get(entry.id),
                    last.get(entry.id),
                    notes.get(entry.id),
                )
            )
    return Agenda(
        items,
        hidden,
        shown[-1] if shown else None,
        computed,
        labels(meeting, computed),
        {
            each.title: why
            for each in computed.categories
            if (why := each.unranked or each.refusal) and not each.is_ranked
        },
    )


def _ordered(places: Sequence[Place], order: str) -> list[Place]:
    if order == MeetingOrder.REVERSED:
        return list(reversed(places))
    if order == MeetingOrder.SPREAD:
        return sorted(places, key=lambda each: (each.sd is None, -(each.sd or 0), each.entry.reference))
    if order == MeetingOrder.REFERENCE:
        return sorted(places, key=lambda each: each.entry.reference)
    return list(places)


def labels(meeting: Meeting, computed: RoundStandings) -> dict[int, str]:
    """Each judge by id, in the order of what they are called: names, or numbers that follow neither names nor ids."""
    if meeting.named:
        return dict(sorted(standings.labels(computed.scores).items(), key=lambda each: (each[1], each[0])))
    judges = {card.judge_id for cards in computed.scores.cards.values() for card in cards}
    ordered = sorted(judges, key=lambda each: sha256(f"meeting/{meeting.id}/{each}"))
    return {judge: _("Judge %(n)s", n=number) for number, judge in enumerate(ordered, 1)}


def counted(item: Item, labelled: dict[int, str]) -> list[tuple[str, Card, float]]:
    """The completed cards of an entry in the order of `labels`: how the judge is called, the card and its total."""
    cards = {card.judge_id: card for card in item.place.cards if card.counted}
    return [
        (called, cards[judge_id], item.place.totals[judge_id])
        for judge_id, called in labelled.items()
        if judge_id in cards
    ]
