"""A reminder goes to exactly those who are late, to nobody twice a day, and only as it was looked at."""

from datetime import timedelta

import pytest
from flask import Flask

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.errors import Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.models import Assignment, Nudge
from awards_portal.judging.progress import fingerprint
from awards_portal.people.models import Person, Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Round
from tests import factories
from tests.rooms.judging.stage import FULL, Stage, card_of, lines, make, person_of, shut, wait
from tests.rooms.people.letters import letters
from tests.statements import statements
from tests.together import together

pytestmark = pytest.mark.usefixtures("context")


def last_days() -> Stage:
    """Anna has two entries since the opening, none done; Bo one, done; the round is nearly over."""
    stage = make()
    bo = factories.assignment(stage.bo, stage.trams)
    with transaction() as moment:
        round_ = db.session.get_one(Round, stage.round.id)
        round_.opens_at, round_.closes_at = moment.at - timedelta(days=29), moment.at + timedelta(hours=6)
        for row in db.session.query(Assignment):
            row.at = round_.opens_at
    service.state_conflict(stage.bo, stage.trams, False)
    service.save_scores(bo, FULL, 0, person_of(stage.bo))
    card = card_of(bo)
    assert card is not None
    service.complete(card, person_of(stage.bo))
    return stage


def fresh(stage: Stage) -> Round:
    return queries.rounds(stage.edition.id)[0]


def late(stage: Stage, *hidden: int) -> str:
    at = clock.now()
    return fingerprint(each for each in queries.progress_in(fresh(stage), at, hidden) if each.may_be_nudged(at))


def test_exactly_the_late_get_a_letter_and_nobody_twice_a_day() -> None:
    stage = last_days()
    reminded = service.nudge(stage.round, late(stage), stage.organiser)
    assert [judge.name for judge in reminded] == ["Anna Arbor"]
    assert [letter.to_address for letter in letters("nudge")] == [stage.anna.email]
    assert [line.subject for line in lines("judge.nudged")] == ["Anna Arbor"]
    with pytest.raises(Refusal, match="reminded less than a day ago"):
        service.nudge(stage.round, late(stage), stage.organiser)
    with transaction() as moment:
        db.session.query(Nudge).one().at = moment.at - timedelta(days=1, minutes=1)
    service.nudge(stage.round, late(stage), stage.organiser)
    assert len(letters("nudge")) == 2


def test_others_than_those_who_were_shown_are_not_reminded() -> None:
    stage = last_days()
    seen = late(stage)
    for entry in (stage.trams, stage.schools):
        cai = factories.assignment(stage.cai, entry)
        with transaction():
            db.session.get_one(Assignment, cai.id).at = fresh(stage).opens_at
    with pytest.raises(Refusal, match="changed since you looked"):
        service.nudge(stage.round, seen, stage.organiser)
    assert letters("nudge") == []


def test_nobody_is_reminded_before_the_opening_after_the_close_or_by_an_observer() -> None:
    stage = last_days()
    with pytest.raises(Refusal, match="Ask an organiser"):
        service.nudge(stage.round, late(stage), factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    shut(stage)
    with pytest.raises(Refusal, match="Scoring closed"):
        service.nudge(stage.round, late(stage), stage.organiser)


def test_before_the_opening_nobody_is_late() -> None:
    stage = make()
    wait(stage)
    with pytest.raises(Refusal, match="Scoring opens"):
        service.nudge(stage.round, late(stage), stage.organiser)


def test_an_organiser_who_speaks_for_a_city_reminds_nobody_of_its_entries() -> None:
    stage = last_days()
    service.unassign(
        next(
            seat.assignment
            for seat in queries.seats_of_entry(stage.schools.id)
            if seat.assignment.judge_id == stage.anna.id
        ),
        stage.organiser,
    )
    values = {"person_id": stage.organiser.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=stage.edition.created_at))
    assert queries.progress_in(fresh(stage), clock.now(), [stage.city.id]) == []
    with pytest.raises(Refusal, match="Nobody is late"):
        service.nudge(stage.round, late(stage), stage.organiser)


def test_progress_costs_as_much_for_many_as_for_few() -> None:
    stage = make()
    costs = []
    for more in (0, 5):
        for number in range(more):
            entry = factories.submitted_entry(stage.edition, factories.city(f"City {number}"), f"Project {number}")
            factories.assignment(factories.judge(stage.edition, f"Judge {number}"), entry)
        round_ = fresh(stage)
        with statements() as sent:
            found = queries.progress_in(round_, clock.now())
        assert len(found) == more + 1
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_two_who_remind_at_once_send_one_letter(context: Flask) -> None:
    stage = last_days()
    seen, round_id, by = late(stage), stage.round.id, stage.organiser.id
    db.session.rollback()

    def press() -> object:
        return service.nudge(db.session.get_one(Round, round_id), seen, db.session.get_one(Person, by))

    answers = together(context, press, press)
    assert sorted(type(each) is Refusal for each in answers) == [False, True], answers
    assert len(letters("nudge")) == 1
