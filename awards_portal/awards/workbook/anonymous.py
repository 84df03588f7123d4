"""A round's standings without anything that tells which judge gave which score."""

import re
from dataclasses import replace

from ...text import sha256
from ..panel_scores import Card
from ..standings import Place, RoundStandings, labels


def numbered(standings: RoundStandings, salt: str) -> dict[int, str]:
    """What each judge is called instead of a name, by id, in an order that only who knows `salt` can find again."""
    judges = {card.judge_id for cards in standings.scores.cards.values() for card in cards}
    ordered = sorted(judges, key=lambda each: sha256(f"{salt}/{each}"))
    return {judge: f"Judge {number:0{len(str(len(ordered)))}}" for number, judge in enumerate(ordered, 1)}


def without_names(standings: RoundStandings, salt: str) -> RoundStandings:
    """The same figures with judges numbered in an order that only who knows `salt` can find again.

    No comments, notes, reasons, organisations or times are left on the cards.
    """
    called = numbered(standings, salt)
    numbers = {judge: number for number, judge in enumerate(called, 1)}

    def bare(card: Card) -> Card:
        return replace(
            card,
            judge_id=numbers[card.judge_id],
            judge=called[card.judge_id],
            organisation="",
            judge_country=None,
            conflict_kind=None,
            conflict_reason=None,
            recusal_reason=None,
            comment_for_city="",
            private_note="",
            marks={key: replace(mark, comment="") for key, mark in card.marks.items()},
        )

    def placed(place: Place) -> Place:
        totals = {numbers[judge]: total for judge, total in place.totals.items()}
        return replace(place, cards=by_number(place.cards), totals=totals)

    # Sentences of the results name judges too. The longest name first: "Anna Berg" holds "Anna".
    names = sorted(
        ((name, called[id_]) for id_, name in labels(standings.scores).items()), key=lambda each: -len(each[0])
    )

    def unnamed(sentence: str) -> str:
        for name, instead in names:
            sentence = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", instead, sentence)
        return sentence

    def by_number(cards: list[Card]) -> list[Card]:
        return sorted(map(bare, cards), key=lambda card: card.judge_id)

    return replace(
        standings,
        scores=replace(
            standings.scores,
            cards={reference: by_number(cards) for reference, cards in standings.scores.cards.items()},
        ),
        categories=[
            replace(
                category,
                places=[placed(place) for place in category.places],
                warnings=[unnamed(sentence) for sentence in category.warnings],
                refusal=None if category.refusal is None else unnamed(category.refusal),
                unranked=None if category.unranked is None else unnamed(category.unranked),
            )
            for category in standings.categories
        ],
    )
