"""Practice: everybody scores an entry first, sees the anchor and the spread after it, and nothing of it counts."""

from datetime import timedelta

import pytest

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.errors import Refusal
from awards_portal.judging import policy, queries, service
from awards_portal.judging.models import Assignment, Judge
from awards_portal.people.models import Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Round, RoundKind
from tests import factories
from tests.rooms.judging.stage import FULL, Stage, card_of, lines, make, person_of

pytestmark = pytest.mark.usefixtures("context")


def practice_round(stage: Stage, **more: object) -> Round:
    """A round of practice before the scoring, open now."""
    at, scoring = clock.now(), queries.rounds(stage.edition.id)[0]
    values = {"opens_at": at - timedelta(days=1), "closes_at": at + timedelta(days=2), "position": -1, **more}
    made: Round = factories.put(
        Round(
            edition_id=stage.edition.id,
            rubric_id=scoring.rubric_id,
            key="practice",
            title="Practice",
            kind=RoundKind.CALIBRATION,
            judges_per_entry=3,
            minimum_cards=1,
            **values,
        )
    )
    return made


def practise(stage: Stage, judge: Judge) -> Assignment:
    """Score the practice entry and complete it."""
    person = person_of(judge)
    seat = queries.practice_seat(person.id, stage.schools.reference)
    assert seat is not None
    service.state_conflict(judge, stage.schools, False)
    service.save_scores(seat.assignment, FULL, 0, person)
    card = card_of(seat.assignment)
    assert card is not None
    service.complete(card, person)
    return seat.assignment


def why_not_see(stage: Stage) -> str:
    db.session.expire_all()
    return policy.why_not_see(queries.seat(stage.assignment.id), clock.now()) or ""


def test_the_real_entries_open_when_practice_is_completed() -> None:
    stage = make()
    service.state_conflict(stage.anna, stage.trams, False)
    round_ = practice_round(stage)
    assert why_not_see(stage) == ""
    pairs = service.assign_practice(round_, stage.schools, stage.organiser)
    assert {pair.judge.name for pair in pairs if pair.why_not is None} == {"Anna Arbor", "Bo Birch", "Cai Cedar"}
    assert "Practice comes first" in why_not_see(stage)
    with pytest.raises(Refusal, match="Practice comes first"):
        service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    practise(stage, stage.anna)
    assert why_not_see(stage) == ""
    assert service.save_scores(stage.assignment, FULL, 0, stage.as_anna).outcome == "saved"


def test_practice_that_is_over_or_not_for_this_judge_locks_nobody_out_nor_out_of_what_is_begun() -> None:
    stage = make()
    service.state_conflict(stage.anna, stage.trams, False)
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    round_ = practice_round(stage)
    service.assign_practice(round_, stage.schools, stage.organiser)
    assert why_not_see(stage) == ""
    bo = service.assign(stage.round, stage.trams, stage.bo, stage.organiser)
    service.state_conflict(stage.bo, stage.trams, False)
    seat = queries.practice_seat(person_of(stage.bo).id, stage.schools.reference)
    assert seat is not None
    service.recuse(seat.assignment, "On a mission", stage.organiser)
    assert policy.why_not_see(queries.seat(bo.id), clock.now()) is None
    with transaction():
        db.session.get_one(Round, round_.id).closes_at = clock.now() - timedelta(minutes=1)
    cai = service.assign(stage.round, stage.trams, stage.cai, stage.organiser)
    service.state_conflict(stage.cai, stage.trams, False)
    assert policy.why_not_see(queries.seat(cai.id), clock.now()) is None


def test_a_completed_practice_card_stays_as_it_was() -> None:
    stage = make()
    service.assign_practice(practice_round(stage), stage.schools, stage.organiser)
    card = card_of(practise(stage, stage.anna))
    assert card is not None
    with pytest.raises(Refusal, match="stays as it was completed"):
        service.reopen(card, stage.as_anna)


def test_only_who_was_neither_taken_off_nor_abstained_is_in_the_spread() -> None:
    stage = make()
    round_ = practice_round(stage)
    service.assign_practice(round_, stage.schools, stage.organiser)
    for judge in (stage.anna, stage.bo, stage.cai):
        made = practise(stage, judge)
    assert {each.judge_id for each in queries.completed_cards(round_.id, stage.schools.id)} == {
        stage.anna.id,
        stage.bo.id,
        stage.cai.id,
    }
    service.recuse(made, "Because", stage.organiser)
    service.state_conflict(stage.bo, stage.schools, True, "other", "A friend")
    (card,) = queries.completed_cards(round_.id, stage.schools.id)
    assert sorted(card.steps.values()) == [6, 8]


def test_an_anchor_is_set_and_replaced_with_a_line_of_history() -> None:
    stage = make()
    round_ = practice_round(stage)
    service.set_anchor(round_, stage.bo, stage.organiser)
    service.set_anchor(round_, stage.cai, stage.organiser)
    anchor = queries.anchor_of(round_.id)
    assert anchor is not None
    assert anchor.judge_id == stage.cai.id
    assert [line.before for line in lines("round.anchored")] == [None, {"judge": stage.bo.id}]


def test_practice_is_arranged_in_its_own_round_by_an_organiser_only() -> None:
    stage = make()
    with pytest.raises(Refusal, match="of the kind “calibration”"):
        service.assign_practice(stage.round, stage.schools, stage.organiser)
    with pytest.raises(Refusal, match="of the kind “calibration”"):
        service.set_anchor(stage.round, stage.bo, stage.organiser)
    round_ = practice_round(stage)
    observer = factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
    for deed in (
        lambda by: service.assign_practice(round_, stage.trams, by),
        lambda by: service.set_anchor(round_, stage.bo, by),
    ):
        with pytest.raises(Refusal, match="Ask an organiser"):
            deed(observer)
    waiting = factories.judge(stage.edition, "Wim Waiting", accepted_at=None, person_id=None)
    with pytest.raises(Refusal, match="has not accepted"):
        service.set_anchor(round_, waiting, stage.organiser)
    values = {"person_id": stage.organiser.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=stage.edition.created_at))
    with pytest.raises(Refusal, match="You speak for this entry's city"):
        service.assign_practice(round_, stage.trams, stage.organiser)
