"""Scorecards: saved once, never overwritten, complete only when whole, closed on time."""

import threading
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.models import Assignment, Score, Scorecard
from awards_portal.judging.rules import Content, Given, content_of
from awards_portal.judging.service import Outcome, Saved
from awards_portal.people.models import Person
from awards_portal.programmes.models import Criterion, Round
from tests.rooms.judging.stage import FULL, Stage, card_of, lines, make, opened, revisions, shut, wait, withdraw
from tests.together import together

pytestmark = pytest.mark.usefixtures("context")
OTHER = Content({"impact": Given(2, "Few people")}, "", "")


def save(stage: Stage, content: Content = FULL, seen: int = 0, mark: str | None = None) -> Saved:
    return service.save_scores(stage.assignment, content, seen, stage.as_anna, mark)


def stored(stage: Stage) -> Content:
    seat = queries.seat(stage.assignment.id)
    return queries.content(seat.card, criteria(stage))


def criteria(stage: Stage) -> list[Criterion]:
    return list(db.session.scalars(select(Criterion).filter_by(rubric_id=stage.round.rubric_id).order_by("position")))


def completed(stage: Stage) -> Scorecard:
    save(stage)
    card = card_of(stage.assignment)
    assert card is not None
    return service.complete(card, stage.as_anna)


def test_what_is_saved_is_stored_and_kept_in_the_record() -> None:
    stage = opened()
    saved = save(stage)
    assert (saved.outcome, saved.revision, saved.content) == (Outcome.SAVED, 1, FULL)
    assert stored(stage) == FULL
    (kept,) = revisions("saved")
    assert content_of(kept.content) == FULL


def test_an_empty_score_is_not_zero() -> None:
    stage = opened()
    save(stage, Content({"impact": Given(0), "innovation": Given(None, "Later")}))
    steps = dict(db.session.execute(select(Criterion.key, Score.step).join(Score.criterion)).all())
    assert steps == {"impact": 0, "innovation": None}


def test_the_same_mark_is_the_same_act() -> None:
    stage = opened()
    first, second = save(stage, mark="m1"), save(stage, mark="m1")
    assert (second.outcome, second.revision, second.at) == (Outcome.SAVED, first.revision, first.at)
    assert len(revisions("saved")) == 1


def test_the_same_content_without_a_mark_changes_nothing() -> None:
    stage = opened()
    save(stage)
    assert (save(stage, seen=1).outcome, save(stage, seen=0).outcome) == (Outcome.UNCHANGED, Outcome.UNCHANGED)
    assert len(revisions("saved")) == 1


def test_a_page_opened_before_somebody_saved_overwrites_nothing() -> None:
    stage = opened()
    save(stage)
    beaten = save(stage, OTHER, seen=0, mark="m2")
    assert (beaten.outcome, beaten.revision, beaten.content) == (Outcome.CONFLICT, 1, FULL)
    assert stored(stage) == FULL
    (aside,) = revisions("set aside")
    assert content_of(aside.content) == OTHER
    assert save(stage, OTHER, seen=0, mark="m2").outcome is Outcome.CONFLICT
    assert save(stage, OTHER, seen=0).outcome is Outcome.CONFLICT
    assert len(revisions("set aside")) == 1
    assert save(stage, OTHER, seen=1).outcome is Outcome.SAVED


def test_what_comes_after_the_close_is_kept_beside_and_does_not_count() -> None:
    stage = opened()
    save(stage)
    shut(stage)
    late = save(stage, OTHER, seen=1, mark="m3")
    assert late.outcome is Outcome.LATE
    assert "Scoring closed" in late.sentence
    assert stored(stage) == FULL
    assert content_of(revisions("set aside")[0].content) == OTHER
    assert save(stage, OTHER, seen=1, mark="m3").outcome is Outcome.LATE
    assert save(stage, FULL, seen=1).outcome is Outcome.UNCHANGED


def test_the_first_scores_that_come_too_late_are_kept_too() -> None:
    stage = opened()
    shut(stage)
    assert save(stage).outcome is Outcome.LATE
    assert stored(stage) == Content()
    assert content_of(revisions("set aside")[0].content) == FULL


def test_scores_for_a_completed_scorecard_are_kept_beside() -> None:
    stage = opened()
    completed(stage)
    late = save(stage, OTHER, seen=2)
    assert late.outcome is Outcome.LATE
    assert "Revise it first" in late.sentence
    assert stored(stage) == FULL


def test_nothing_is_stored_before_the_judge_has_said_whether_there_is_a_conflict() -> None:
    stage = make()
    with pytest.raises(Refusal, match="Say first"):
        save(stage)
    assert card_of(stage.assignment) is None


def test_nothing_is_stored_before_the_round_opens() -> None:
    stage = opened()
    wait(stage)
    with pytest.raises(Refusal, match="Scoring opens"):
        save(stage)
    assert card_of(stage.assignment) is None


def test_nothing_is_stored_of_a_withdrawn_entry() -> None:
    stage = opened()
    withdraw(stage.trams)
    with pytest.raises(Refusal, match="withdrawn"):
        save(stage)


def test_a_judge_who_no_longer_takes_part_scores_nothing() -> None:
    stage = opened()
    with transaction() as moment:
        db.session.get_one(type(stage.anna), stage.anna.id).declined_at = moment.at
    with pytest.raises(Refusal, match="do not take part"):
        save(stage)


def test_another_judge_finds_no_scorecard() -> None:
    stage = opened()
    save(stage)
    card = card_of(stage.assignment)
    assert card is not None
    bo = db.session.get_one(type(stage.organiser), stage.bo.person_id)
    for deed in (
        lambda: service.save_scores(stage.assignment, OTHER, 1, bo),
        lambda: service.complete(card, bo),
        lambda: service.reopen(card, bo),
    ):
        with pytest.raises(NotHere):
            deed()
    assert stored(stage) == FULL


def test_a_whole_scorecard_is_completed_once() -> None:
    stage = opened()
    card = completed(stage)
    again = service.complete(card, stage.as_anna)
    assert (again.completed_at, again.revision) == (card.completed_at, 2)
    assert [line.subject for line in lines("scorecard.completed")] == [f"{stage.trams.reference}, Anna Arbor"]
    assert content_of(revisions("completed")[0].content) == FULL


def test_the_history_tells_no_scores() -> None:
    stage = opened()
    completed(stage)
    (line,) = lines("scorecard.completed")
    assert "Many people" not in str(line.after)
    assert set(line.after or {}) == {"revision"}


def test_what_is_missing_is_named_and_what_was_given_stays() -> None:
    stage = opened()
    save(stage, Content({"impact": Given(4)}))
    card = card_of(stage.assignment)
    assert card is not None
    with pytest.raises(Invalid) as told:
        service.complete(card, stage.as_anna)
    assert told.value.fields == {"score-innovation": ["Innovation: choose a score."]}
    assert stored(stage) == Content({"impact": Given(4)})


def test_a_low_score_needs_its_reason() -> None:
    stage = opened()
    with transaction():
        criteria(stage)[0].comment_below = 3
    save(stage, Content({"impact": Given(5, " "), "innovation": Given(4)}))
    card = card_of(stage.assignment)
    assert card is not None
    with pytest.raises(Invalid) as told:
        service.complete(card, stage.as_anna)
    assert set(told.value.fields) == {"comment-impact"}
    save(stage, Content({"impact": Given(6), "innovation": Given(4)}), seen=1)
    assert service.complete(card, stage.as_anna).completed_at is not None


def test_a_completed_scorecard_is_taken_up_again_and_does_not_count_meanwhile() -> None:
    stage = opened()
    card = completed(stage)
    opened_again = service.reopen(card, stage.as_anna)
    assert (opened_again.completed_at, opened_again.revision) == (None, 3)
    assert len(revisions("reopened")) == len(lines("scorecard.reopened")) == 1
    with pytest.raises(Refusal, match="not completed"):
        service.reopen(card, stage.as_anna)
    assert save(stage, OTHER, seen=3).outcome is Outcome.SAVED


def test_after_the_close_nothing_is_completed_or_taken_up_again() -> None:
    stage = opened()
    card = completed(stage)
    shut(stage)
    with pytest.raises(Refusal, match="Scoring closed"):
        service.reopen(card, stage.as_anna)
    with pytest.raises(Refusal, match="Scoring closed"):
        service.complete(card, stage.as_anna)


def test_a_round_is_closed_once_and_not_before_it_opened() -> None:
    stage = make()
    closed = service.close_round(stage.round, stage.organiser)
    (line,) = lines("round.closed")
    assert line.after == {"closes_at": closed.closes_at.isoformat()}
    with pytest.raises(Refusal, match="closed already"):
        service.close_round(stage.round, stage.organiser)


def test_a_round_that_has_not_opened_is_not_closed() -> None:
    stage = make()
    wait(stage)
    with pytest.raises(Refusal, match="not opened yet"):
        service.close_round(stage.round, stage.organiser)


@dataclass(frozen=True)
class Ids:
    """What a thread of its own finds the stage by: rows belong to the session that read them."""

    assignment: int
    round: int
    anna: int
    organiser: int

    def save(self, content: Content, mark: str | None = None) -> Saved:
        rows = db.session.get_one(Assignment, self.assignment), db.session.get_one(Person, self.anna)
        return service.save_scores(rows[0], content, 0, rows[1], mark)

    def close(self) -> Round:
        return service.close_round(db.session.get_one(Round, self.round), db.session.get_one(Person, self.organiser))


def ids(stage: Stage) -> Ids:
    found = Ids(stage.assignment.id, stage.round.id, stage.as_anna.id, stage.organiser.id)
    db.session.rollback()
    return found


@pytest.mark.parametrize("attempt", range(5))
def test_a_score_and_the_close_of_the_round_race_and_exactly_one_order_wins(context: Flask, attempt: int) -> None:
    stage = opened()
    by = ids(stage)
    saved, closed = together(context, lambda: by.save(FULL, "race"), by.close)
    assert isinstance(saved, Saved), saved
    assert not isinstance(closed, Exception), closed
    db.session.expire_all()
    closes_at = queries.rounds(stage.edition.id)[0].closes_at
    if saved.outcome is Outcome.SAVED:
        assert stored(stage) == FULL
        assert saved.at is not None
        assert saved.at <= closes_at
        assert revisions("set aside") == []
    else:
        assert saved.outcome is Outcome.LATE
        assert stored(stage) == Content()
        assert content_of(revisions("set aside")[0].content) == FULL


def test_a_score_that_waits_for_the_close_is_told_it_came_too_late(context: Flask) -> None:
    stage = opened()
    by, answers = ids(stage), []

    def late() -> None:
        with context.app_context():
            answers.append(by.save(FULL))

    waiting = threading.Thread(target=late)
    with transaction():
        by.close()
        waiting.start()
        waiting.join(timeout=0.5)
        assert waiting.is_alive()
    waiting.join(timeout=20)
    assert [saved.outcome for saved in answers] == [Outcome.LATE]
    db.session.expire_all()
    assert stored(stage) == Content()


def test_two_windows_that_save_at_once_lose_nothing(context: Flask) -> None:
    stage = opened()
    by = ids(stage)
    saved = together(context, lambda: by.save(FULL, "one"), lambda: by.save(OTHER, "two"))
    assert all(isinstance(each, Saved) for each in saved), saved
    assert sorted(str(each.outcome) for each in saved if isinstance(each, Saved)) == ["conflict", "saved"]
    db.session.expire_all()
    kept = [content_of(row.content) for kind in ("saved", "set aside") for row in revisions(kind)]
    assert FULL in kept
    assert OTHER in kept
