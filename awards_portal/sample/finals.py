"""The sample's smaller prize: a first round that is over, a shortlist, and a final in which judges are half through.

The final carries on the first round's score, weighs the jury and the council apart, and has its first places compared
two at a time.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from ..awards.models import Comparison, Finalist, PairwiseFinal
from ..db import db
from ..entries.models import Entry
from ..judging.grouping.models import JudgeGroup
from ..judging.models import Judge, Panel, PanelMember
from ..judging.shortlisting.models import Shortlist, Shortlisted
from ..programmes import queries as programmes
from ..programmes.models import Category, Edition, Round, Rubric
from . import entering, scoring
from .people import Cast

CATEGORIES = ("open-city", "sustainable-city")
COUNCIL = ("j8", "j9")
GROUPS = [{"group": "jury", "weight": 70}, {"group": "council", "weight": 30}]
FINALISTS = 3
REASON = "The three best of each category, as the call says."


def document(found: Mapping[str, Any], scoring_opens: str, scoring_closes: str, final_closes: str) -> dict[str, Any]:
    """An edition's document as that of the prize: two categories, a first round and a final that carries it on."""
    first = {**found["rounds"][0], "opens": scoring_opens, "closes": scoring_closes}
    final = {**first, "key": "final", "title": "Final", "kind": "final", "opens": scoring_closes}
    final |= {"closes": final_closes, "minimum_cards": 2, "carries": 40, "groups": GROUPS}
    return {
        **found,
        "title": "Open and Sustainable City Prize 2025 (sample)",
        "theme": "Two questions, asked again by another jury",
        "categories": [each for each in found["categories"] if each["key"] in CATEGORIES],
        "rounds": [first, final],
    }


def write(edition: Edition, cast: Cast, cards: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Write its entries, the first round complete, the shortlist, and the final as far as it is."""
    entries = entering.write_judged(edition, cast, CATEGORIES)
    scoring.write(edition, cast, entries, [_done(each) for each in cards if each["category"] in CATEGORIES], now)
    first, final = programmes.judged_rounds(edition.id)
    shortlist = _shortlist(first, cast)
    judges = {
        key: db.session.scalars(select(Judge).filter_by(edition_id=edition.id, email=facts["email"])).one()
        for key, facts in cast.facts.items()
    }
    given = [each for each in cards if each["category"] in CATEGORIES]
    _final(edition, final, shortlist, judges, given, cast, now)


def _done(card: Mapping[str, Any]) -> dict[str, Any]:
    """A card of the other edition as it is when its round is over: none is left undone."""
    if card["state"] not in {"begun", "not begun"}:
        return dict(card)
    keys = ("problem", "innovation", "resources", "implementation", "results", "learning")
    return {**card, "state": "completed", "scores": {**dict.fromkeys(keys, 5), **(card["scores"] or {})}}


def _shortlist(first: Round, cast: Cast) -> Shortlist:
    # Late: it loads pandas, which only a load of the sample needs here.
    from ..awards.service import make_shortlist
    from ..awards.shortlists import Rule, draft_shortlist

    rule, rubric = Rule(FINALISTS, 1), db.session.get_one(Rubric, first.rubric_id)
    seen = draft_shortlist(db.session.get_one(Edition, first.edition_id), first, rubric, rule).fingerprint
    return make_shortlist(first, rule, seen=seen, reason=REASON, by=cast.organisers[0])


def _final(
    edition: Edition,
    final: Round,
    shortlist: Shortlist,
    judges: Mapping[str, Judge],
    cards: Sequence[Mapping[str, Any]],
    cast: Cast,
    now: datetime,
) -> None:
    criteria = {each.key: each for each in programmes.criteria(final.rubric_id)}
    by = cast.organisers[0].id
    for key, judge in judges.items():
        group = "council" if key in COUNCIL else "jury"
        db.session.add(JudgeGroup(round_id=final.id, judge_id=judge.id, group=group, by_id=by, at=final.opens_at))
    for category in programmes.categories(edition.id):
        jury = sorted({card["judge"] for card in cards if card["category"] == category.key})
        panel = Panel(round_id=final.id, category_id=category.id)
        db.session.add(panel)
        db.session.flush()
        for key in (*jury, *COUNCIL):
            db.session.add(PanelMember(panel_id=panel.id, judge_id=judges[key].id, since=final.opens_at))
        finalists = _finalists(shortlist, category)
        for place, entry in enumerate(finalists):
            # Whoever came second is before the first in the final, and stays so with what both bring.
            better = {1: 1, 2: -1}.get(place, 0)
            for number, key in enumerate((*jury, *COUNCIL)):
                # The council has not come to the last of the finalists, and one of the jury is in the middle of it.
                last = place == len(finalists) - 1
                state = "not begun" if last and key in COUNCIL else "begun" if last and number == 0 else "completed"
                steps = {name: 6 + (place + number * (at + 1) + at) % 4 + better for at, name in enumerate(criteria)}
                scores = {} if state == "not begun" else dict(list(steps.items())[: 2 if state == "begun" else None])
                at = min(final.opens_at + timedelta(days=2 + place, hours=3 * number), now - timedelta(hours=1))
                card = {"state": state, "scores": scores, "comment_for_city": ""}
                scoring.write_card(final, entry, judges[key], card, criteria, cast, at)
        if category.key == CATEGORIES[0]:
            _compare(final, category, finalists, [judges[key] for key in jury[:3]], by)


def _finalists(shortlist: Shortlist, category: Category) -> Sequence[Entry]:
    return db.session.scalars(
        select(Entry)
        .join(Shortlisted, Shortlisted.entry_id == Entry.id)
        .where(
            Shortlisted.shortlist_id == shortlist.id,
            Shortlisted.place == "shortlisted",
            Entry.category_id == category.id,
        )
        .order_by(Shortlisted.rank, Entry.reference)
    ).all()


def _compare(final: Round, category: Category, entries: Sequence[Entry], judges: Sequence[Judge], by: int) -> None:
    """The first two judges have compared every pair, the third one pair; one pair could not be told apart."""
    at = final.opens_at + timedelta(days=6)
    made = PairwiseFinal(round_id=final.id, category_id=category.id, opened_by_id=by, opened_at=at)
    db.session.add(made)
    db.session.flush()
    db.session.add_all(Finalist(final_id=made.id, entry_id=each.id) for each in entries)
    pairs = [(a, b) for place, a in enumerate(entries) for b in entries[place + 1 :]]
    answers = [(judge, pair) for number, judge in enumerate(judges) for pair in pairs[: 1 if number == 2 else None]]
    for number, (judge, (better, other)) in enumerate(answers):
        low, high = sorted((better.id, other.id))
        preferred = {1: None, 3: other.id}.get(number, better.id)
        db.session.add(
            Comparison(
                final_id=made.id,
                judge_id=judge.id,
                first_id=low,
                second_id=high,
                preferred_id=preferred,
                comment="" if number else "Its effect is measured, and by others.",
                at=at + timedelta(hours=number + 1),
            )
        )
    db.session.flush()
