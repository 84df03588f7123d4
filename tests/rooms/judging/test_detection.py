"""What the portal finds between judge and city: kept apart, asked about, recorded."""

from typing import Any

import pytest

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.models import Assignment
from awards_portal.programmes.models import Edition, Round
from tests import factories
from tests.rooms.judging.stage import Stage, lines, make
from tests.rooms.judging.test_matching import fresh
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")


def rule(stage: Stage, **rules: Any) -> None:
    with transaction():
        edition = db.session.get_one(Edition, stage.edition.id)
        edition.conflict_rules = edition.conflict_rules | rules


def asked(assignment: Assignment) -> list[str]:
    db.session.expire_all()
    found = queries.questions_for(queries.seat(assignment.id), clock.now())
    return [str(each.likeness) for each in found]


def test_what_the_rules_keep_apart_is_refused_by_hand_with_its_reason() -> None:
    stage = make()
    kari = factories.judge(stage.edition, "Kari Kelp", organisation="Norrhavn Kommune", country="SE")
    rule(stage, employer="block")
    with pytest.raises(Refusal, match="Kari Kelp works for “Norrhavn Kommune”, which bears this city's name"):
        service.assign(stage.round, stage.trams, kari, stage.organiser)
    rule(stage, employer="ask")
    made = service.assign(stage.round, stage.trams, kari, stage.organiser)
    assert made.detected == ["employer"]
    assert lines("assignment.made")[-1].after == {"round": "scoring", "how": "by hand", "detected": ["employer"]}


def test_what_the_rules_keep_apart_is_in_no_proposal() -> None:
    stage = make()
    rule(stage, country="block")
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo, stage.cai], stage.organiser)
    plan = service.propose_matching(fresh(stage), stage.organiser)
    assert {pair.entry.id for pair in plan.new} == {stage.schools.id}
    assert stage.trams.reference in plan.short[0]
    whole = service.propose_whole_panel(fresh(stage))
    assert {pair.why_not for pair in whole.skipped} == {
        "Bo Birch and this city are in the same country.",
        "Cai Cedar and this city are in the same country.",
    }
    service.assign_matching(fresh(stage), plan.fingerprint, stage.organiser)
    given = {(row.judge_id, row.entry_id) for row in db.session.query(Assignment)} - {(stage.anna.id, stage.trams.id)}
    assert {entry_id for _judge_id, entry_id in given} == {stage.schools.id}


def test_a_judge_is_asked_and_what_was_asked_is_recorded() -> None:
    stage = make()
    assert asked(stage.assignment) == ["country"]
    with pytest.raises(Invalid, match="come to light since"):
        service.state_conflict(stage.anna, stage.trams, False, asked=[])
    assert queries.seat(stage.assignment.id).statement is None
    said = service.state_conflict(stage.anna, stage.trams, False, asked=["country", "forged"])
    assert said.asked == ["country"]
    assert lines("conflict.denied")[0].after == {"asked": ["country"]}


def test_nobody_says_none_of_what_came_to_keep_them_apart_after_the_assignment() -> None:
    stage = make()
    rule(stage, country="block")
    with pytest.raises(Invalid, match="you may not judge this entry"):
        service.state_conflict(stage.anna, stage.trams, False, asked=["country"])
    assert service.state_conflict(stage.anna, stage.trams, True, "other", "Same country").conflicted


def test_what_is_ignored_is_not_asked_and_in_a_blind_round_nothing_is() -> None:
    stage = make()
    rule(stage, country="ignore")
    assert asked(stage.assignment) == []
    rule(stage, country="ask")
    with transaction():
        db.session.get_one(Round, stage.round.id).blind = True
    assert asked(stage.assignment) == []


def test_looking_for_likenesses_costs_as_much_for_many_as_for_few() -> None:
    stage = make()
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo], stage.organiser)
    costs = []
    for more in (0, 6):
        for number in range(more):
            city = factories.city(f"City {number}")
            factories.representative(city, name=f"Rep {number}")
            factories.submitted_entry(stage.edition, city, f"Project {number}")
        panel = fresh(stage)
        with statements() as sent:
            service.propose_whole_panel(panel)
        costs.append(len(sent))
    assert costs[0] == costs[1]
