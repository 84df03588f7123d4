"""A round of eligibility: decided within it, closed under lock, and only what passes goes to the judges."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock
from awards_portal.awards import queries as awards
from awards_portal.db import db, transaction
from awards_portal.entries import queries, reminders
from awards_portal.entries.models import EligibilityDecision, Entry
from awards_portal.entries.oversight import checking, many
from awards_portal.entries.oversight.deciding import decide
from awards_portal.entries.oversight.many import Act
from awards_portal.entries.oversight.requesting import request_changes
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging import queries as judging
from awards_portal.judging import service as judges
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import Person, TeamRole
from awards_portal.programmes import queries as programmes
from awards_portal.programmes.models import Edition, Round
from tests import factories
from tests.rooms.entries.stage import Stage, make
from tests.together import together

NOTES = {"d_summary": "Say how many."}


def checked(opens: int = -1, closes: int = 1) -> tuple[Stage, Person]:
    """A submitted entry and a round of eligibility from so many hours from now to so many."""
    stage = make()
    stage.fill()
    stage.submit("one")
    factories.eligibility_round(stage.edition, timedelta(hours=opens), timedelta(hours=closes))
    return stage, factories.team_member()


def move(stage: Stage, **moments: timedelta) -> None:
    with transaction():
        found = programmes.eligibility_round(stage.edition.id)
        assert found is not None
        for name, away in moments.items():
            setattr(found, name, clock.now() + away)


def in_rounds(stage: Stage) -> list[list[Any]]:
    """Who stands for the judges: entries to share out, rows of standings."""
    db.session.rollback()
    return [
        [each.entry.reference for each in queries.submitted_entries(stage.edition.id)],
        [each.reference for each in awards.entry_rows(stage.edition.id)],
    ]


def test_only_what_passes_goes_to_the_judges_and_a_refusal_takes_it_back(context: Flask) -> None:
    stage, organiser = checked()
    assert in_rounds(stage) == [[], []]
    decide(stage.entry, "passed", "", organiser, 1)
    assert in_rounds(stage) == [[stage.entry.reference]] * 2
    decide(stage.entry, "refused", "The applicant is a company.", organiser, 1)
    assert in_rounds(stage) == [[], []]


def test_an_entry_that_has_not_passed_is_given_to_nobody_and_closed_to_who_has_it(context: Flask) -> None:
    stage, organiser = checked()
    judge, scoring = factories.judge(stage.edition), programmes.judged_rounds(stage.edition.id)[0]
    with pytest.raises(Refusal, match="has not passed the round of eligibility"):
        judges.assign(scoring, stage.entry, judge, organiser)
    given = factories.assignment(judge, stage.entry)
    assert judging.seat(given.id).withdrawn
    decide(stage.entry, "passed", "", organiser, 1)
    assert not judging.seat(given.id).withdrawn


@pytest.mark.parametrize(
    ("opens", "closes", "words"), [(1, 2, "Eligibility is decided from"), (-2, -1, "is no longer decided")]
)
def test_outside_the_round_nothing_is_decided_or_returned(context: Flask, opens: int, closes: int, words: str) -> None:
    stage, organiser = checked(opens, closes)
    until = clock.now() + timedelta(days=1)
    for deed in (
        lambda: decide(stage.entry, "passed", "", organiser, 1),
        lambda: request_changes(stage.entry, NOTES, until, organiser, 1),
        lambda: many.act_on(Act.PASS, {stage.entry.id: 1}, organiser),
    ):
        with pytest.raises(Refusal, match=words):
            deed()
    assert db.session.scalars(select(EligibilityDecision.id)).all() == []


def test_what_has_passed_may_be_asked_for_changes_after_the_round(context: Flask) -> None:
    stage, organiser = checked()
    decide(stage.entry, "passed", "", organiser, 1)
    move(stage, closes_at=timedelta(0))
    assert request_changes(stage.entry, NOTES, clock.now() + timedelta(days=1), organiser, 1).notes == NOTES


def test_closing_names_who_is_undecided_and_is_asked_for_twice(context: Flask) -> None:
    stage, organiser = checked()
    with pytest.raises(Invalid, match=stage.entry.reference):
        checking.close(stage.edition, organiser)
    assert checking.close(stage.edition, organiser, leaving=True) == [stage.entry.reference]
    (line,) = db.session.scalars(select(LedgerLine).filter_by(event="round.closed"))
    assert line.after is not None
    assert line.after["undecided"] == [stage.entry.reference]
    with pytest.raises(Refusal, match="closed already"):
        checking.close(stage.edition, organiser)


def test_a_returned_entry_is_undecided_and_one_decided_before_is_not(context: Flask) -> None:
    stage, organiser = checked()
    request_changes(stage.entry, NOTES, clock.now() + timedelta(days=1), organiser, 1)
    assert [row.reference for row in checking.undecided(stage.edition.id)] == [stage.entry.reference]
    decide(stage.entry, "passed", "", organiser, 1)
    assert checking.undecided(stage.edition.id) == []
    assert checking.close(stage.edition, organiser) == []


def test_a_round_that_is_closed_opens_again_with_a_reason(context: Flask) -> None:
    stage, organiser = checked(-2, -1)
    with pytest.raises(Invalid) as caught:
        checking.reopen(stage.edition, clock.now() - timedelta(hours=1), " ", organiser)
    assert set(caught.value.fields) == {"until", "reason"}
    with pytest.raises(Invalid, match="Write the day"):
        checking.reopen(stage.edition, None, "An appeal", organiser)
    checking.reopen(stage.edition, clock.now() + timedelta(hours=1), "An appeal", organiser)
    decide(stage.entry, "passed", "", organiser, 1)
    with pytest.raises(Refusal, match="is not closed"):
        checking.reopen(stage.edition, clock.now() + timedelta(hours=2), "Again", organiser)
    (line,) = db.session.scalars(select(LedgerLine).filter_by(event="round.reopened"))
    assert line.reason == "An appeal"


def test_only_organisers_close_and_open_it_and_only_where_there_is_one(context: Flask) -> None:
    stage, organiser = checked()
    observer = factories.team_member(TeamRole.OBSERVER, name="Ola Observer")
    with pytest.raises(Refusal, match="You may read this"):
        checking.close(stage.edition, observer, leaving=True)
    with pytest.raises(Refusal, match="You may read this"):
        checking.reopen(stage.edition, clock.now(), "x", observer)
    move(stage, opens_at=timedelta(minutes=30))
    with pytest.raises(Refusal, match="not opened yet"):
        checking.close(stage.edition, organiser)
    with transaction():
        db.session.delete(programmes.eligibility_round(stage.edition.id))
    with pytest.raises(Refusal, match="has no round of eligibility"):
        checking.close(stage.edition, organiser)


def test_a_decision_against_the_close_is_in_the_round_or_refused(context: Flask) -> None:
    stage, organiser = checked()
    ids = stage.entry.id, stage.edition.id, organiser.id

    def pass_it() -> object:
        return decide(db.session.get_one(Entry, ids[0]), "passed", "", db.session.get_one(Person, ids[2]), 1)

    def close_it() -> object:
        by = db.session.get_one(Person, ids[2])
        return checking.close(db.session.get_one(Edition, ids[1]), by, leaving=True)

    decided, left = together(context, pass_it, close_it)
    kept = db.session.scalars(select(EligibilityDecision.entry_id)).all()
    assert left in ([], [stage.entry.reference])
    if left:
        assert isinstance(decided, Refusal)
    assert (kept == []) == bool(left)


def test_a_city_is_still_reminded_of_what_it_has_not_submitted(context: Flask) -> None:
    stage, _organiser = checked()
    stage.write("Trams run all night.", seen=1)
    assert [each.entry.reference for each in reminders.unsent([stage.entry.id], clock.now())] == [stage.entry.reference]


def test_rounds_of_judges_do_not_know_it(context: Flask) -> None:
    stage, _organiser = checked()
    everything = {each.key for each in programmes.rounds(stage.edition.id)}
    assert everything == {"eligibility", "scoring"}
    assert [each.key for each in judging.rounds(stage.edition.id)] == ["scoring"]
    assert [each.key for each in awards.rounds(stage.edition.id)] == ["scoring"]
    scoring = db.session.scalars(select(Round).filter_by(key="scoring")).one()
    assert awards.previous_round(scoring) is None
