"""Sharing entries out among a panel: looked at first, carried out as looked at, kept within every rule."""

import pytest
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.errors import Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.models import Assignment, AssignmentHow, ConflictKind, Judge, Panel
from awards_portal.people.models import Representative, RepresentativeRole, TeamRole
from tests import factories
from tests.rooms.judging.stage import Stage, make, person_of, withdraw
from tests.rooms.people.letters import letters

pytestmark = pytest.mark.usefixtures("context")


def six_judges(stage: Stage) -> list[Judge]:
    more = [factories.judge(stage.edition, name) for name in ("Dag Dogwood", "Eli Elder", "Fay Fir")]
    judges = [stage.anna, stage.bo, stage.cai, *more]
    service.form_panel(stage.round, stage.category, judges, stage.organiser)
    for number in range(4):
        factories.submitted_entry(stage.edition, factories.city(f"City {number}"), f"Project {number}")
    return judges


def fresh(stage: Stage) -> Panel:
    panel = queries.panel_of(stage.round.id, stage.category.id)
    assert panel is not None
    return panel


def pairs() -> list[tuple[int, int]]:
    return [(row.judge_id, row.entry_id) for row in db.session.scalars(select(Assignment))]


def test_every_entry_gets_as_many_judges_as_asked_with_level_loads_and_one_letter_a_judge() -> None:
    stage = make()
    judges = six_judges(stage)
    before = pairs()
    plan = service.propose_matching(fresh(stage), stage.organiser)
    assert pairs() == before
    assert plan.kept == 2
    assert (plan.short, plan.connected, plan.left_out) == ((), True, ())
    done = service.assign_matching(fresh(stage), plan.fingerprint, stage.organiser)
    assert {(p.judge.id, p.entry.id) for p in done.new} == {(p.judge.id, p.entry.id) for p in plan.new}
    made = pairs()
    assert len(made) == len(set(made)) == 6 * 3
    assert set(before) <= set(made)
    assert {sum(judge == each.id for judge, _entry in made) for each in judges} == {3}
    assert len(letters("assignment")) == len({pair.judge.id for pair in plan.new})
    hows = list(db.session.scalars(select(Assignment.how)))
    assert (hows.count(AssignmentHow.MATCHED), hows.count(AssignmentHow.BY_HAND)) == (16, 2)
    assert service.propose_matching(fresh(stage), stage.organiser).new == ()


def test_nobody_gets_an_entry_with_a_conflict_or_of_a_city_they_spoke_for() -> None:
    stage = make()
    six_judges(stage)
    factories.statement(stage.bo, stage.trams, ConflictKind.PERSONAL)
    values = {"person_id": person_of(stage.cai).id, "city_id": stage.city.id, "role": RepresentativeRole.VIEWER}
    factories.put(Representative(**values, since=stage.edition.created_at, ended_at=stage.edition.created_at))
    plan = service.propose_matching(fresh(stage), stage.organiser)
    trams = {pair.judge.name for pair in plan.new if pair.entry.id == stage.trams.id}
    assert len(trams) == 2
    assert not trams & {"Bo Birch", "Cai Cedar"}


def test_a_judge_taken_off_is_replaced_and_never_given_the_entry_again() -> None:
    stage = make()
    six_judges(stage)
    service.recuse(stage.assignment, "Because", stage.organiser)
    plan = service.propose_matching(fresh(stage), stage.organiser)
    trams = [pair.judge.name for pair in plan.new if pair.entry.id == stage.trams.id]
    assert len(trams) == 3
    assert "Anna Arbor" not in trams


def test_what_cannot_be_had_is_said_with_its_rule() -> None:
    stage = make()
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo], stage.organiser)
    plan = service.propose_matching(fresh(stage), stage.organiser)
    assert [pair.judge.name for pair in plan.new] == ["Bo Birch", "Bo Birch"]
    assert len(plan.short) == 2
    assert stage.trams.reference in plan.short[0]
    assert plan.short[0] == (
        f"{stage.trams.reference} lacks 1 judge. The panel has only 2 judges. "
        "What helps: seat another judge without conflict on the panel."
    )


def test_conflicts_exclusions_and_full_judges_are_counted_apart_with_what_helps() -> None:
    stage = make()
    six_judges(stage)
    three = [stage.anna, stage.bo, stage.cai]
    service.form_panel(
        stage.round, stage.category, [*three, *queries.everybody(stage.edition.id)[3:4]], stage.organiser
    )
    factories.statement(stage.bo, stage.trams, ConflictKind.PERSONAL)
    service.exclude(stage.bo, stage.trams, False, "Old friends", stage.organiser)
    service.exclude(stage.cai, stage.trams, False, "Old friends", stage.organiser)
    with transaction():
        db.session.get_one(Judge, stage.anna.id).max_load = 2
    plan = service.propose_matching(fresh(stage), stage.organiser)
    (trams,) = [sentence for sentence in plan.short if sentence.startswith(stage.trams.reference)]
    assert trams == (
        f"{stage.trams.reference} lacks 1 judge. Of the 4 judges of the panel 2 may judge it; in the way: 1 "
        "conflict or recusal, 1 exclusion. Each of these helps by itself: take back the exclusion of Cai Cedar; seat "
        "another judge without conflict on the panel."
    )


def test_a_full_judge_is_named_and_one_more_is_enough() -> None:
    stage = make()
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo, stage.cai], stage.organiser)
    with transaction():
        db.session.get_one(Judge, stage.cai.id).max_load = 1
    (short,) = service.propose_matching(fresh(stage), stage.organiser).short
    assert "1 judge who may judge it takes no more entries." in short
    assert "raise the most that a judge takes in a round: Cai Cedar to 2; seat another" in short
    with transaction():
        db.session.get_one(Judge, stage.cai.id).max_load = 2
    assert service.propose_matching(fresh(stage), stage.organiser).short == ()


def test_a_judge_who_has_more_than_she_takes_is_named_with_one_more_than_she_has() -> None:
    stage = make()
    service.form_panel(stage.round, stage.category, [stage.anna], stage.organiser)
    other = factories.submitted_entry(stage.edition, factories.city("Third", "KE"), "Third")
    elsewhere = factories.submitted_entry(stage.edition, factories.city("Fourth", "KE"), "Fourth", "digital-inclusion")
    factories.assignment(stage.anna, elsewhere)
    with transaction():
        db.session.get_one(Judge, stage.anna.id).max_load = 1
    plan = service.propose_matching(fresh(stage), stage.organiser)
    (short,) = [sentence for sentence in plan.short if sentence.startswith(other.reference)]
    assert "Anna Arbor to 4" in short
    with transaction():
        db.session.get_one(Judge, stage.anna.id).max_load = 4
    assert len(service.propose_matching(fresh(stage), stage.organiser).new) == 1


def test_a_plan_that_is_no_longer_the_one_looked_at_is_not_carried_out() -> None:
    stage = make()
    six_judges(stage)
    plan = service.propose_matching(fresh(stage), stage.organiser)
    withdraw(stage.schools)
    before = pairs()
    with pytest.raises(Refusal, match="changed since you looked"):
        service.assign_matching(fresh(stage), plan.fingerprint, stage.organiser)
    assert pairs() == before
    assert letters("assignment") == []


def test_an_empty_panel_and_an_empty_category_have_an_empty_plan() -> None:
    stage = make()
    service.form_panel(stage.round, stage.category, [], stage.organiser)
    plan = service.propose_matching(fresh(stage), stage.organiser)
    assert (plan.new, plan.loads) == ((), ())
    withdraw(stage.trams)
    withdraw(stage.schools)
    service.form_panel(stage.round, stage.category, [stage.bo], stage.organiser)
    assert service.propose_matching(fresh(stage), stage.organiser).new == ()


def test_only_an_organiser_shares_out_and_never_entries_of_her_own_city() -> None:
    stage = make()
    six_judges(stage)
    plan = service.propose_matching(fresh(stage), stage.organiser)
    observer = factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
    with pytest.raises(Refusal, match="Ask an organiser"):
        service.assign_matching(fresh(stage), plan.fingerprint, observer)
    values = {"person_id": stage.organiser.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=stage.edition.created_at))
    own = service.propose_matching(fresh(stage), stage.organiser)
    assert own.left_out == (stage.trams.reference,)
    assert stage.trams.id not in {pair.entry.id for pair in own.new}
