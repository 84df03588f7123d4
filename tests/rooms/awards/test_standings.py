"""Standings: computed from completed cards alone, ties exact, the unscored not zero."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from awards_portal.awards import standings
from awards_portal.awards.standings import Place
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry, Withdrawal
from awards_portal.judging.models import Assignment, ConflictStatement, Judge, Recusal
from awards_portal.programmes.models import Edition, Round, Rubric
from tests import factories
from tests.scored import PANEL, round_with

pytestmark = pytest.mark.usefixtures("context")


def places(edition: Edition) -> dict[str, Place]:
    round_ = db.session.scalars(select(Round).filter_by(edition_id=edition.id)).one()
    rubric = db.session.get_one(Rubric, round_.rubric_id)
    computed = standings.compute(edition, round_, rubric)
    return {place.entry.city.split()[0]: place for category in computed.categories for place in category.places}


def test_places_follow_the_weighted_mean_of_completed_cards() -> None:
    found = places(round_with())
    # (5 * 60 + 4.5 * 40) / 5 = 96, (4.5 * 60 + 4 * 40) / 5 = 86, (3 * 60 + 2.5 * 40) / 5 = 56
    assert found["North"].rank == 1
    assert found["North"].score == pytest.approx((96 + 86 + 56) / 3)


def test_an_exact_tie_shares_the_place_and_the_next_place_is_left_out() -> None:
    found = places(round_with())
    assert (found["East"].rank, found["West"].rank) == (2, 2)
    assert found["East"].tied
    assert found["South"].rank == 4


def test_a_missing_score_or_card_is_not_a_zero() -> None:
    found = places(round_with())["South"]
    assert found.score == pytest.approx(40)
    assert (found.completed, found.expected, found.covered) == (1, 3, False)


def test_an_entry_without_cards_is_unscored_and_last() -> None:
    found = places(round_with({"Empty": {"Anna": None}, **PANEL}))
    assert found["Empty"].rank is None
    assert found["Empty"].score is None
    assert list(found)[-1] == "Empty"


def test_a_round_without_any_score_has_no_places() -> None:
    found = places(round_with({"Empty": {"Anna": None}, "Blank": {"Anna": None}}))
    assert {place.rank for place in found.values()} == {None}


def test_each_category_has_places_of_its_own() -> None:
    edition = round_with()
    round_with({"Hill": {"Anna": (1, 1)}}, "digital-inclusion", edition)
    assert places(edition)["Hill"].rank == 1


def test_a_recused_card_and_one_with_a_conflict_do_not_count() -> None:
    edition = round_with()
    before = places(edition)["North"]
    with transaction() as moment:
        card = next(c for c in before.cards if c.judge == "Cai")
        entry = db.session.scalars(select(Entry).filter_by(reference=card.entry)).one()
        assignment = db.session.scalars(select(Assignment).filter_by(entry_id=entry.id, judge_id=card.judge_id)).one()
        db.session.add(Recusal(assignment_id=assignment.id, reason="a former colleague", at=moment.at))
        bo = db.session.scalars(select(Judge).filter_by(name="Bo")).one()
        db.session.add(
            ConflictStatement(
                judge_id=bo.id, entry_id=entry.id, conflicted=True, kind="advised", reason="advised them", at=moment.at
            )
        )
    after = places(edition)["North"]
    assert {card.judge: card.state for card in after.cards} == {
        "Anna": "completed",
        "Bo": "abstained",
        "Cai": "recused",
    }
    assert after.score == pytest.approx(96)


def test_a_withdrawn_entry_leaves_the_standings() -> None:
    edition = round_with()
    with transaction() as moment:
        entry = db.session.scalars(select(Entry).filter_by(title="The North project")).one()
        db.session.add(Withdrawal(entry_id=entry.id, at=moment.at, by_id=entry.created_by_id, reason="changed plans"))
    found = places(edition)
    assert "North" not in found
    assert found["East"].rank == 1


def test_the_last_submission_is_the_one_that_stands() -> None:
    edition = round_with()
    entry = db.session.scalars(select(Entry).filter_by(title="The North project")).one()
    with transaction():
        from awards_portal.entries.models import Submission

        values = {"entry_id": entry.id, "by_id": entry.created_by_id, "at": datetime(2026, 1, 1, tzinfo=UTC)}
        db.session.add(Submission(number=2, snapshot="{}", sha256="2" * 64, mark="m2", **values))
    assert places(edition)["North"].entry.version == 2


def test_a_tie_ladder_decides_between_equals_and_says_by_which_rule() -> None:
    found = places(round_with(edition=factories.edition(tie_ladder=["heaviest_criterion"])))
    assert (found["West"].rank, found["East"].rank) == (2, 3)
    assert found["West"].tie_decided_by == "heaviest_criterion: impact"
