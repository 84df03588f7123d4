"""Discussion: after one's own completion, never before; a score changes by a proposal and a decision only."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.judging import history, service
from awards_portal.judging import queries as judging
from awards_portal.judging.discussing import moderating, queries, talking
from awards_portal.judging.models import Assignment, CardRevisionKind, ConflictKind, Judge
from awards_portal.judging.rules import Content, Given
from awards_portal.people.models import Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Disclosure, Round
from tests import factories
from tests.rooms.judging.stage import FULL, Stage, card_of, lines, opened, person_of, revisions, shut, withdraw
from tests.rooms.people.letters import letters

pytestmark = pytest.mark.usefixtures("context")
LOW = Content({"impact": Given(1), "innovation": Given(2)})


def discussed(stage: Stage, **more: Any) -> None:
    """Let the stage's round have a discussion for sixty days."""
    with transaction():
        round_ = db.session.get_one(Round, stage.round.id)
        values = {"discusses_until": clock.now() + timedelta(days=60), "discloses": Disclosure.COMPLETED, **more}
        for name, value in values.items():
            setattr(round_, name, value)


def completed(assignment: Assignment, judge: Judge, content: Content = FULL) -> None:
    """Let this judge complete this entry."""
    service.save_scores(assignment, content, 0, person_of(judge))
    card = card_of(assignment)
    assert card is not None
    service.complete(card, person_of(judge))


def both(**more: Any) -> tuple[Stage, Assignment]:
    """The stage where Anna and Bo have completed the trams, far apart; and Bo's assignment."""
    stage = opened()
    discussed(stage, **more)
    completed(stage.assignment, stage.anna)
    other = factories.assignment(stage.bo, stage.trams)
    factories.statement(stage.bo, stage.trams)
    completed(other, stage.bo, LOW)
    return stage, other


def reopen(stage: Stage) -> None:
    card = card_of(stage.assignment)
    assert card is not None
    service.reopen(card, stage.as_anna)


def end(stage: Stage) -> None:
    discussed(stage, discusses_until=clock.now() - timedelta(minutes=1))


def speak_for(stage: Stage) -> None:
    since = stage.edition.created_at
    values = {"person_id": stage.anna.person_id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=since))


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        (reopen, "Complete your own scorecard"),
        (end, "The discussion ended"),
        (lambda stage: discussed(stage, discusses_until=None), "are not discussed"),
        (
            lambda stage: service.state_conflict(stage.anna, stage.trams, True, ConflictKind.OTHER, "A reason"),
            "stated a conflict",
        ),
        (lambda stage: service.recuse(stage.assignment, "A friend", stage.organiser), "took you off"),
        (lambda stage: withdraw(stage.trams), "out of the competition"),
        (speak_for, "closed to you"),
    ],
)
def test_whoever_may_not_discuss_neither_joins_nor_speaks_nor_proposes(
    first: Callable[[Stage], Any], sentence: str
) -> None:
    stage, _other = both()
    if first is not reopen:
        talking.join(stage.assignment, stage.as_anna)
    first(stage)
    with pytest.raises(Refusal, match=sentence):
        talking.join(stage.assignment, stage.as_anna)
    with pytest.raises(Refusal, match=sentence):
        talking.remark(stage.assignment, "Hello", "m", stage.as_anna)
    with pytest.raises(Refusal, match=sentence):
        moderating.propose_change(stage.assignment, "impact", 5, "Because", stage.as_anna)
    assert queries.remarks(stage.round.id, stage.trams.id) == []


def test_who_joins_keeps_her_scorecard_and_another_judges_seat_is_not_hers() -> None:
    stage, other = both()
    with pytest.raises(Refusal, match="Join the discussion first"):
        talking.remark(stage.assignment, "Hello", "m", stage.as_anna)
    talking.join(stage.assignment, stage.as_anna)
    assert talking.join(stage.assignment, stage.as_anna).assignment_id == stage.assignment.id
    assert len(lines("discussion.joined")) == 1
    with pytest.raises(Refusal, match="You have joined the discussion"):
        reopen(stage)
    with pytest.raises(NotHere):
        talking.join(other, stage.as_anna)


def test_a_remark_is_made_once_and_never_changes_and_goes_with_a_conflict() -> None:
    stage, other = both()
    for assignment, who in ((stage.assignment, stage.as_anna), (other, person_of(stage.bo))):
        talking.join(assignment, who)
    talking.remark(other, " The lamps are old\r\n", "m", person_of(stage.bo))
    talking.remark(other, "Something else", "m", person_of(stage.bo))
    (said,) = queries.remarks(stage.round.id, stage.trams.id)
    assert (said.remark.text, said.judge, said.away) == ("The lamps are old", stage.bo, False)
    for wrong in ("  ", "x" * 5001, "a\x00b"):
        with pytest.raises(Invalid):
            talking.remark(stage.assignment, wrong, "n", stage.as_anna)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("UPDATE remark SET text = 'x'"))
    service.state_conflict(stage.bo, stage.trams, True, ConflictKind.OTHER, "A reason")
    (said,) = queries.remarks(stage.round.id, stage.trams.id)
    assert said.away
    assert [card.judge.name for card in queries.cards(stage.round.id, stage.trams.id)] == ["Anna Arbor"]


def test_the_discussion_goes_on_after_the_round_has_closed() -> None:
    stage, _other = both()
    shut(stage)
    talking.join(stage.assignment, stage.as_anna)
    seat = queries.discussion_seat(stage.as_anna.id, stage.trams.reference, clock.now())
    assert seat is not None
    assert seat.joined


def test_a_score_changes_by_proposal_and_decision_and_the_record_keeps_both() -> None:
    stage, _other = both()
    talking.join(stage.assignment, stage.as_anna)
    change = moderating.propose_change(stage.assignment, "impact", 5, " I misread the map ", stage.as_anna)
    again = moderating.propose_change(stage.assignment, "impact", 5, "I misread the map", stage.as_anna)
    assert again.id == change.id
    card = card_of(stage.assignment)
    assert card is not None
    before, completed_at = card.revision, card.completed_at
    moderating.decide_change(change, True, "", stage.organiser)
    card = card_of(stage.assignment)
    assert card is not None
    stored = judging.content(card, judging_criteria(stage))
    assert (stored.given("impact"), stored.given("innovation")) == (Given(5, "Many people"), Given(6))
    assert (card.revision, card.completed_at) == (before + 1, completed_at)
    assert revisions(CardRevisionKind.COMPLETED)[-1].content["scores"]["impact"]["step"] == 5
    state = history.states(judging.seat(stage.assignment.id), 1)[0][0]
    assert (state.act, state.reason, state.by) == (history.Act.MODERATED, "I misread the map", stage.organiser.name)
    assert state.scores == (history.ChangedScore("Impact", "4", "2.5"),)
    (kept,) = queries.changes(stage.round.id, stage.trams.id)
    assert (kept.step_before, kept.step_after, kept.reason, kept.by_id) == (
        8,
        5,
        "I misread the map",
        stage.as_anna.id,
    )
    assert kept.accepted is True
    assert kept.decided_by_id == stage.organiser.id
    (letter,) = letters("score-change")
    assert "Impact from 4 to 2.5" in letter.body
    with pytest.raises(Refusal, match="decided on before"):
        moderating.decide_change(change, False, "No", stage.organiser)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("UPDATE score_change SET step_after = 9"))


def judging_criteria(stage: Stage) -> Any:
    from awards_portal.programmes import queries as programmes

    return programmes.criteria(stage.round.rubric_id)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("beauty", 5, "Because"), "criterion"),
        (("impact", None, "Because"), "step"),
        (("impact", 11, "Because"), "step"),
        (("impact", 8, "Because"), "step"),
        (("impact", 5, " "), "reason"),
    ],
)
def test_a_proposal_names_a_criterion_another_step_of_the_scale_and_a_reason(given: Any, field: str) -> None:
    stage, _other = both()
    talking.join(stage.assignment, stage.as_anna)
    with pytest.raises(Invalid) as error:
        moderating.propose_change(stage.assignment, *given, stage.as_anna)
    assert field in error.value.fields


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        (end, "The discussion ended"),
        (lambda stage: service.recuse(stage.assignment, "A friend", stage.organiser), "not completed any more"),
        (lambda stage: service.return_card(stage.assignment, "Look again", stage.organiser), "not completed any more"),
    ],
)
def test_what_does_not_stand_any_more_is_not_accepted(first: Callable[[Stage], Any], sentence: str) -> None:
    stage, _other = both()
    talking.join(stage.assignment, stage.as_anna)
    change = moderating.propose_change(stage.assignment, "impact", 5, "Because", stage.as_anna)
    with pytest.raises(Invalid, match="waits for its decision"):
        moderating.propose_change(stage.assignment, "impact", 4, "Because", stage.as_anna)
    with pytest.raises(Refusal, match="Choose whether"):
        moderating.decide_change(change, None, "", stage.organiser)
    with pytest.raises(Refusal, match="Write why the score stays"):
        moderating.decide_change(change, False, " ", stage.organiser)
    first(stage)
    with pytest.raises(Refusal, match=sentence):
        moderating.decide_change(change, True, "", stage.organiser)
    moderating.decide_change(change, False, "It is over", stage.organiser)
    assert "It is over" in letters("score-change")[-1].body


def test_the_team_writes_to_those_who_completed_and_an_observer_does_not() -> None:
    stage, _other = both()
    dora = factories.judge(stage.edition, "Dora Dell")
    factories.assignment(dora, stage.trams)
    talking.remark_as_team(stage.round, stage.trams, "You are far apart.", "m", stage.organiser)
    talking.remark_as_team(stage.round, stage.trams, "You are far apart.", "m", stage.organiser)
    assert sorted(letter.to_name for letter in letters("discussion")) == ["Anna Arbor", "Bo Birch"]
    observer = factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
    with pytest.raises(Refusal, match="Ask an organiser"):
        talking.remark_as_team(stage.round, stage.trams, "Hello", "n", observer)


def test_disagreement_is_the_distance_of_totals_the_widest_first() -> None:
    stage, _other = both()
    for judge in (stage.bo, stage.cai):
        given = factories.assignment(judge, stage.schools)
        factories.statement(judge, stage.schools)
        completed(given, judge, FULL)
    round_ = next(each for each in judging.rounds(stage.edition.id))
    (found,), total = queries.disagreements(round_, (), over=True)
    assert (found.entry.reference, found.cards, total) == (stage.trams.reference, 2, 1)
    # 60 % of 8 steps and 40 % of 6 beside 60 % of 1 and 40 % of 2, of ten steps.
    assert (round(found.lowest, 6), round(found.highest, 6), round(found.spread, 6)) == (14, 72, 58)
    found_all, total = queries.disagreements(round_, (), over=False)
    assert [each.entry.title for each in found_all] == ["Night trams", "River schools"]
    assert queries.disagreements(round_, {stage.city.id}, over=False)[1] == 1
    discussed(stage, disagreement=58)
    round_ = next(each for each in judging.rounds(stage.edition.id))
    assert queries.disagreements(round_, (), over=True)[1] == 1
    discussed(stage, disagreement=59)
    round_ = next(each for each in judging.rounds(stage.edition.id))
    assert queries.disagreements(round_, (), over=True)[1] == 0
