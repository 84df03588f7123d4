"""Eligibility: an organiser passes or refuses what was submitted; what is refused counts no longer; all is kept."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from awards_portal.awards import queries as awards
from awards_portal.db import db
from awards_portal.entries import listing, queries, service
from awards_portal.entries.models import EligibilityDecision
from awards_portal.entries.oversight.deciding import decide
from awards_portal.entries.oversight.queries import terms_of
from awards_portal.entries.writing import Outcome
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging import queries as judging
from awards_portal.judging.rules import State
from awards_portal.ledger import LedgerLine
from awards_portal.mail.models import Letter
from awards_portal.people.models import Person, RepresentativeRole, TeamRole
from awards_portal.programmes import queries as programmes
from tests import factories
from tests.rooms.entries.stage import Stage, make


def submitted() -> tuple[Stage, Person]:
    stage = make()
    stage.fill()
    stage.submit("one")
    return stage, factories.team_member()


def written() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(EligibilityDecision).order_by(EligibilityDecision.id))
    return [(row.outcome, row.reason) for row in rows]


def lines(event: str) -> list[LedgerLine]:
    return list(db.session.scalars(select(LedgerLine).filter_by(event=event).order_by(LedgerLine.id)))


def letters(kind: str) -> list[Letter]:
    return list(db.session.scalars(select(Letter).filter_by(kind=kind).order_by(Letter.id)))


def standing(stage: Stage) -> str:
    return str(listing.entry_rows(stage.edition.id)[0][0].standing)


def test_an_entry_that_passes_stays_and_everybody_of_the_city_is_told(context: Flask) -> None:
    stage, organiser = submitted()
    decide(stage.entry, "passed", "", organiser, 1)
    assert written() == [("passed", "")]
    assert standing(stage) == "eligible"
    assert [each.to_name for each in letters("eligibility")] == ["Eda Editor", "Leo Lead", "Vik Viewer"]
    assert "is eligible" in letters("eligibility")[0].subject
    assert [line.after for line in lines("eligibility.decided")] == [{"outcome": "passed", "version": 1}]


def test_a_refused_entry_is_neither_shared_out_nor_placed_and_vanishes_for_its_judges(context: Flask) -> None:
    stage, organiser = submitted()
    judge = factories.judge(stage.edition)
    given = factories.assignment(judge, stage.entry)
    round_ = programmes.rounds(stage.edition.id)[0]
    assert len(queries.submitted_entries(stage.edition.id)) == len(awards.entry_rows(stage.edition.id)) == 1
    decide(stage.entry, "refused", "The applicant is a company.", organiser, 1)
    db.session.rollback()
    assert queries.submitted_entries(stage.edition.id) == []
    assert awards.entry_rows(stage.edition.id) == []
    assert judging.seat(given.id).state is State.WITHDRAWN
    assert [cell.state for cell in judging.cells(round_.id, stage.entry.category_id)] == [State.WITHDRAWN]
    assert judging.coverage(round_)[0].entries == 0
    assert standing(stage) == "refused"
    assert "The applicant is a company." in letters("eligibility")[0].body


def test_what_the_city_sends_to_a_refused_entry_is_kept_and_refused_with_the_reason(context: Flask) -> None:
    stage, organiser = submitted()
    decide(stage.entry, "refused", "The applicant is a company.", organiser, 1)
    saved = stage.write("We are a city.", seen=1)
    assert saved.outcome is Outcome.LATE
    assert "The applicant is a company." in saved.sentence
    with pytest.raises(Refusal, match="refused this entry as not eligible"):
        stage.submit("two")


def test_a_new_decision_with_its_reason_brings_the_entry_back(context: Flask) -> None:
    stage, organiser = submitted()
    decide(stage.entry, "refused", "The applicant is a company.", organiser, 1)
    with pytest.raises(Invalid, match="Write why the decision changes"):
        decide(stage.entry, "passed", " ", organiser, 1)
    decide(stage.entry, "passed", "The city owns the company.", organiser, 1)
    assert [outcome for outcome, _ in written()] == ["refused", "passed"]
    assert len(queries.submitted_entries(stage.edition.id)) == 1
    assert terms_of(stage.entry).passed
    assert lines("eligibility.decided")[1].before == {"outcome": "refused", "version": 1}
    assert "again and changed its decision" in letters("eligibility")[-1].body


def test_the_database_itself_refuses_to_change_a_decision(context: Flask) -> None:
    stage, organiser = submitted()
    decide(stage.entry, "passed", "", organiser, 1)
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text("UPDATE eligibility_decision SET outcome = 'refused'"))


def test_a_decision_that_cannot_be_is_refused_in_words(context: Flask) -> None:
    stage, organiser = submitted()
    people = {
        "lead": stage.lead,
        "observer": factories.team_member(TeamRole.OBSERVER, name="Obe Observer"),
        "both": factories.team_member(name="Cora Conflicted"),
    }
    factories.put(representing(people["both"], stage))
    cases: list[tuple[str, dict[str, Any]]] = [
        ("Choose whether the entry passes", {"outcome": "perhaps"}),
        ("Write why the entry is refused", {"outcome": "refused", "reason": "  "}),
        ("Version 1 was submitted while you read", {"seen": 0}),
        ("You may read this and not change it", {"by": "observer"}),
        ("Only the organising team does this", {"by": "lead"}),
        ("You speak for this city", {"by": "both"}),
    ]
    for words, more in cases:
        by = people.get(more.get("by", ""), organiser)
        with pytest.raises((Invalid, Refusal), match=words):
            decide(stage.entry, more.get("outcome", "passed"), more.get("reason", ""), by, more.get("seen", 1))
    assert written() == []
    assert letters("eligibility") == []


def representing(person: Person, stage: Stage) -> Any:
    from awards_portal.people.models import Representative

    return Representative(
        person_id=person.id,
        city_id=stage.city.id,
        role=RepresentativeRole.VIEWER,
        since=stage.edition.created_at,
    )


def test_nothing_is_decided_on_a_draft_or_a_withdrawn_entry_and_a_second_press_is_the_first(context: Flask) -> None:
    stage = make()
    organiser = factories.team_member()
    with pytest.raises(Refusal, match="not submitted yet"):
        decide(stage.entry, "passed", "", organiser, 0)
    stage.fill()
    stage.submit("one")
    decide(stage.entry, "passed", "", organiser, 1)
    assert decide(stage.entry, "passed", " ", organiser, 1).id == decide(stage.entry, "passed", "", organiser, 1).id
    service.withdraw(stage.entry, stage.lead, "No budget")
    with pytest.raises(Refusal, match="has withdrawn this entry"):
        decide(stage.entry, "refused", "No", organiser, 1)
    assert written() == [("passed", "")]


def test_a_version_submitted_after_the_decision_is_decided_on_again(context: Flask) -> None:
    stage, organiser = submitted()
    decide(stage.entry, "passed", "", organiser, 1)
    stage.write("Trams run at night and on Sundays.", seen=1)
    stage.submit("two")
    decide(stage.entry, "passed", "", organiser, 2)
    assert [line.after for line in lines("eligibility.decided")][-1] == {"outcome": "passed", "version": 2}
