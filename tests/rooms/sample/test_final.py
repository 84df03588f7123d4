"""The sample's prize is in its final: nothing of its standings, its shortlist or its pairs is empty."""

import pytest
from sqlalchemy import func, select

from awards_portal import sample
from awards_portal.awards import queries as awards
from awards_portal.awards import standings
from awards_portal.awards.models import Comparison
from awards_portal.db import db
from awards_portal.judging.models import CardRevision, Score, Scorecard
from awards_portal.judging.shortlisting import queries as lists
from awards_portal.programmes import queries as programmes
from awards_portal.programmes.models import Rubric

pytestmark = pytest.mark.usefixtures("context")


def test_the_final_carries_on_weighs_groups_and_is_half_judged() -> None:
    sample.load()
    edition = programmes.edition_by_key("ocp25")
    assert edition is not None
    first, final = awards.rounds(edition.id)
    assert lists.current_shortlist(final.id) is not None
    found = standings.compute(edition, final, db.session.get_one(Rubric, final.rubric_id))
    assert found.carried is not None
    assert (found.carried.per_cent, found.carried.round) == (40, first.title)
    assert [len(each.places) for each in found.categories] == [3, 3]
    for category in found.categories:
        assert category.is_ranked
        assert [place.covered for place in category.places] == [True, True, True]
        assert [set(place.by_group) for place in category.places].count({"jury", "council"}) == 2
        assert all(place.brought is not None and place.own is not None for place in category.places)
        assert {card.state for place in category.places for card in place.cards} == {
            "completed",
            "started",
            "not started",
        }
    assert db.session.scalar(select(func.count()).select_from(Comparison)) == 7
    orders = {place.entry.reference: place.brought for place in found.categories[0].places}
    assert list(orders.values()) != sorted(orders.values(), key=lambda each: -(each or 0)), (
        "the final turns places round"
    )
    steps = db.session.scalars(select(Score.step)).all()
    assert all(step is not None and 0 <= step <= 10 for step in steps)
    revised = select(func.count()).select_from(Scorecard).where(~Scorecard.id.in_(select(CardRevision.scorecard_id)))
    assert db.session.scalar(revised) == 0
