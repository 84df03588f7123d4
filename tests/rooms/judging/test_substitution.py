"""An entry that lost a judge: who could step in, one act that assigns, and a sentence when nobody can."""

from collections.abc import Callable

import pytest
from flask import Flask

from awards_portal.db import db
from awards_portal.entries.models import Entry
from awards_portal.errors import Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.models import AssignmentHow, ConflictKind, Judge
from awards_portal.judging.proposals import Vacancy
from awards_portal.people.models import Person, Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Round
from tests import factories
from tests.rooms.judging.stage import Stage, lines, make, person_of, shut, withdraw
from tests.rooms.people.letters import letters
from tests.statements import statements
from tests.together import together

pytestmark = pytest.mark.usefixtures("context")


def panel_of_three() -> Stage:
    stage = make()
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo, stage.cai], stage.organiser)
    return stage


def proposed(stage: Stage) -> list[Vacancy]:
    round_ = queries.rounds(stage.edition.id)[0]
    return service.propose_substitutes(round_, stage.category.id, stage.organiser)


def abstain(stage: Stage) -> None:
    service.state_conflict(stage.anna, stage.trams, True, ConflictKind.PERSONAL, "A friend")


def recuse(stage: Stage) -> None:
    service.recuse(stage.assignment, "Because", stage.organiser)


@pytest.mark.parametrize(("lose", "abstained"), [(abstain, True), (recuse, False)])
def test_the_judge_with_the_least_load_is_proposed_at_once(lose: Callable[[Stage], None], abstained: bool) -> None:
    stage = panel_of_three()
    assert proposed(stage) == []
    service.assign(stage.round, stage.schools, stage.bo, stage.organiser)
    lose(stage)
    (vacancy,) = proposed(stage)
    assert vacancy.away == (("Anna Arbor", abstained),)
    assert vacancy.substitute is not None
    assert (vacancy.substitute.judge.name, vacancy.load, vacancy.substitute.asks) == ("Cai Cedar", 0, "same country")
    made = service.substitute(stage.round, stage.trams, stage.cai, stage.organiser)
    assert (made.how, made.judge_id) == (AssignmentHow.SUBSTITUTE, stage.cai.id)
    assert lines("assignment.made")[-1].after == {"round": "scoring", "how": "substitute", "detected": ["country"]}
    assert [letter.to_address for letter in letters("assignment")][-1] == stage.cai.email


def test_nobody_with_a_conflict_or_away_is_proposed_and_why_is_said() -> None:
    stage = panel_of_three()
    factories.statement(stage.bo, stage.trams, ConflictKind.PERSONAL)
    values = {"person_id": person_of(stage.cai).id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=stage.edition.created_at))
    abstain(stage)
    (vacancy,) = proposed(stage)
    assert vacancy.substitute is None
    assert vacancy.others == (
        "Bo Birch has stated a conflict with this entry.",
        "Cai Cedar speaks for this city.",
    )
    with pytest.raises(Refusal, match="somebody else would be proposed"):
        service.substitute(stage.round, stage.trams, stage.cai, stage.organiser)


def test_a_second_press_gives_no_second_substitute_beyond_what_the_round_asks_for() -> None:
    stage = panel_of_three()
    service.assign(stage.round, stage.trams, stage.bo, stage.organiser)
    for name in ("Dag Dogwood", "Eli Elder"):
        service.assign(stage.round, stage.trams, factories.judge(stage.edition, name), stage.organiser)
    abstain(stage)
    assert proposed(stage) == []
    with pytest.raises(Refusal, match="as many as the round asks for"):
        service.substitute(stage.round, stage.trams, stage.cai, stage.organiser)


def test_a_substitute_who_is_no_longer_the_one_looked_at_is_refused() -> None:
    stage = panel_of_three()
    abstain(stage)
    (vacancy,) = proposed(stage)
    assert vacancy.substitute is not None
    assert vacancy.substitute.judge.id == stage.bo.id
    service.assign(stage.round, stage.schools, stage.bo, stage.organiser)
    with pytest.raises(Refusal, match="somebody else would be proposed"):
        service.substitute(stage.round, stage.trams, stage.bo, stage.organiser)


def test_no_substitute_after_the_close_nor_for_what_is_withdrawn_or_whole() -> None:
    stage = panel_of_three()
    with pytest.raises(Refusal, match="lost no judge"):
        service.substitute(stage.round, stage.trams, stage.bo, stage.organiser)
    abstain(stage)
    withdraw(stage.trams)
    assert proposed(stage) == []
    shut(stage)
    assert proposed(stage) == []
    with pytest.raises(Refusal, match="round is closed"):
        service.substitute(stage.round, stage.trams, stage.bo, stage.organiser)


def test_only_an_organiser_who_does_not_speak_for_the_city_may() -> None:
    stage = panel_of_three()
    abstain(stage)
    observer = factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
    with pytest.raises(Refusal, match="Ask an organiser"):
        service.substitute(stage.round, stage.trams, stage.bo, observer)
    values = {"person_id": stage.organiser.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=stage.edition.created_at))
    assert proposed(stage) == []
    with pytest.raises(Refusal, match="You speak for this entry's city"):
        service.substitute(stage.round, stage.trams, stage.bo, stage.organiser)


def test_many_lost_judges_cost_as_many_statements_as_one() -> None:
    stage = panel_of_three()
    abstain(stage)
    costs = []
    for more in (0, 4):
        for number in range(more):
            entry = factories.submitted_entry(stage.edition, factories.city(f"City {number}"), f"Project {number}")
            factories.assignment(stage.anna, entry)
            factories.statement(stage.anna, entry, ConflictKind.OTHER)
        round_ = queries.rounds(stage.edition.id)[0]
        with statements() as sent:
            found = service.propose_substitutes(round_, stage.category.id, stage.organiser)
        assert len(found) == more + 1
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_two_who_press_at_once_give_one_substitute(context: Flask) -> None:
    stage = panel_of_three()
    for name in ("Dag Dogwood", "Eli Elder"):
        service.assign(stage.round, stage.trams, factories.judge(stage.edition, name), stage.organiser)
    abstain(stage)
    ids = stage.round.id, stage.trams.id, stage.bo.id, stage.organiser.id
    db.session.rollback()

    def press() -> object:
        kinds = (Round, Entry, Judge, Person)
        return service.substitute(*(db.session.get_one(kind, each) for kind, each in zip(kinds, ids, strict=True)))

    answers = together(context, press, press)
    assert sorted(isinstance(each, Refusal) for each in answers) == [False, True], answers
    assert len([line for line in lines("assignment.made") if line.after and line.after["how"] == "substitute"]) == 1
