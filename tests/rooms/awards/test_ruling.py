"""The rules of results change after judging began by a decision with a reason, and both results are kept."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from awards_portal import clock
from awards_portal.awards import queries, service
from awards_portal.awards.models import RulesChange
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging.models import Score, Scorecard
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import Person, Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Criterion, Edition, EditionChange, Round, RoundKind
from tests import factories
from tests.scored import round_with

pytestmark = pytest.mark.usefixtures("context")

# By impact (60) and innovation (40) East leads; by innovation alone West does.
GIVEN = {
    "East": {"Anna": (5, 2), "Bo": (5, 2)},
    "West": {"Anna": (3, 4), "Bo": (3, 4)},
}


def change(edition: Edition, by: Person | None = None, **how: Any) -> RulesChange:
    values = {
        "method": edition.method,
        "tie_ladder": list(edition.tie_ladder),
        "weights": {"impact": 10, "innovation": 90},
        "reason": "The call said 10 and 90.",
        **how,
    }
    return service.change_rules(edition, by=by or factories.team_member(), **values)


def faults(edition: Edition, **how: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        change(edition, **how)
    assert db.session.scalar(select(RulesChange)) is None
    return refused.value.fields


def order(results: list[dict[str, Any]]) -> list[tuple[str, int | None, float | None]]:
    (one,) = results
    (category,) = one["categories"]
    return [(place["city"].split()[0], place["rank"], place["score"]) for place in category["places"]]


def test_both_results_are_kept_and_the_new_weights_hold() -> None:
    edition, by = round_with(GIVEN), factories.team_member()
    made = change(edition, by)
    assert order(made.results_before) == [("East", 1, 76.0), ("West", 2, 68.0)]
    assert order(made.results_after) == [("West", 1, 78.0), ("East", 2, 46.0)]
    assert {each.key: each.weight for each in db.session.scalars(select(Criterion))} == {"impact": 10, "innovation": 90}
    again = change(edition, by, method="median", weights={}, reason="A rogue score.")
    assert again.before["weights"] == {"impact": 10, "innovation": 90}
    assert [each.reason for each in queries.rules_changes(edition.id)] == ["A rogue score.", "The call said 10 and 90."]


def test_the_ledger_and_the_call_tell_what_changed_and_why() -> None:
    edition = round_with(GIVEN)
    change(edition)
    line = db.session.scalars(select(LedgerLine).filter_by(event="rules.changed")).one()
    assert line.before == {"weights": {"impact": 60, "innovation": 40}}
    assert line.after == {"weights": {"impact": 10, "innovation": 90}}
    assert line.reason == "The call said 10 and 90."
    shown = db.session.scalars(select(EditionChange)).one()
    assert shown.reason == "The call said 10 and 90."
    assert shown.after["weights"][0].endswith(" 10")


def test_the_database_refuses_to_change_what_was_kept() -> None:
    change(round_with(GIVEN))
    with pytest.raises(DatabaseError, match="kept as they were written"), transaction():
        db.session.execute(update(RulesChange).values(reason="Another"))


@pytest.mark.parametrize(
    ("how", "field", "words"),
    [
        ({"reason": "  "}, "reason", "Write why"),
        ({"method": "guess"}, "method", "Choose how"),
        ({"weights": {"impact": 60, "innovation": 40}}, "method", "rules in force"),
        ({"tie_ladder": ["median", "median"]}, "tie_rule_1", "once"),
        ({"tie_ladder": ["coin"]}, "tie_rule_1", "once"),
        ({"weights": {"impact": 0, "innovation": 0}}, "weight-impact", "at least"),
        ({"weights": {"impact": None}}, "weight-impact", "whole number"),
        ({"weights": {"impact": 1001}}, "weight-impact", "whole number"),
    ],
)
def test_rules_that_cannot_be_are_refused_by_field(how: dict[str, Any], field: str, words: str) -> None:
    assert words in faults(round_with(GIVEN), **how)[field][0]


def test_before_anybody_scored_the_settings_are_changed_instead() -> None:
    edition = round_with(GIVEN)
    with transaction():
        for table in (Score, Scorecard):
            for row in db.session.scalars(select(table)):
                db.session.delete(row)
            db.session.flush()
    assert "begun to score" in faults(edition)["method"][0]


def test_practice_is_not_judging() -> None:
    edition = round_with(GIVEN)
    with transaction():
        db.session.execute(update(Round).values(kind=RoundKind.CALIBRATION))
    assert "begun to score" in faults(edition)["method"][0]


def test_an_observer_and_who_speaks_for_an_entry_take_no_part() -> None:
    edition = round_with(GIVEN)
    with pytest.raises(Refusal, match="Ask an organiser"):
        change(edition, factories.team_member(TeamRole.OBSERVER, name="Olga Observer"))
    torn = factories.team_member(name="Torn Between")
    city_id = queries.entry_rows(edition.id)[0].city_id
    factories.put(Representative(person_id=torn.id, city_id=city_id, role=RepresentativeRole.LEAD, since=clock.now()))
    with pytest.raises(Refusal, match="You speak for the city"):
        change(edition, torn)
