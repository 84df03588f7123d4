"""Scores given elsewhere come from a spreadsheet: every fault by its cell, nobody in conflict, nothing written over."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from awards_portal import clock
from awards_portal.awards import standings
from awards_portal.awards.models import Publication, Retraction
from awards_portal.db import db
from awards_portal.entries.models import Entry
from awards_portal.errors import Refusal
from awards_portal.imports import service
from awards_portal.imports.models import Import
from awards_portal.judging.models import Assignment, CardRevision, ConflictKind, Judge, PaperEntry, Scorecard
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import City, Person, Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Edition, Round
from awards_portal.text import sha256
from tests import factories

pytestmark = pytest.mark.usefixtures("context")

HEAD = "round,entry,judge,impact,impact comment,innovation,comment"


@pytest.fixture
def edition(context: Flask) -> Edition:
    made = factories.edition()
    for city in ("North", "South"):
        factories.submitted_entry(made, factories.city(city), f"The {city} project")
    for name in ("Anna", "Bo"):
        factories.judge(made, name, country="SE")
    return made


@pytest.fixture
def organiser(context: Flask) -> Person:
    return factories.team_member()


def csv(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


GOOD = (
    "scoring,SSC26-0001,anna@example.org,4.5,Well done,4,Thank you",
    'Scoring,ssc26-0001,Bo,3,,"3,5",',
    ",SSC26-0002,Anna,2,,2,",
)


def told(edition: Edition, *rows: str, by: Person | None = None) -> list[str]:
    return [fault.told for fault in service.read(edition, "scores", csv(*rows), by).faults]


def looked_at(edition: Edition, by: Person, *rows: str) -> Import:
    found, reading = service.look(edition, "scores", "judged.csv", csv(*rows), by)
    assert found is not None, reading.faults
    return found


def entry(reference: str) -> Entry:
    return db.session.scalars(select(Entry).filter_by(reference=reference)).one()


def judge(name: str) -> Judge:
    return db.session.scalars(select(Judge).filter_by(name=name)).one()


def means(edition: Edition) -> dict[str, float | None]:
    round_ = db.session.scalars(select(Round).filter_by(edition_id=edition.id).options(joinedload(Round.rubric))).one()
    found = standings.compute(edition, round_, round_.rubric, uncertainty=False)
    return {place.entry.reference: place.raw for each in found.categories for place in each.places}


def test_scores_are_looked_at_made_counted_and_recorded_as_entered_on_behalf(
    edition: Edition, organiser: Person
) -> None:
    found = looked_at(edition, organiser, *GOOD)
    assert db.session.scalars(select(Scorecard)).all() == []
    service.carry_out(found, organiser)
    assert means(edition) == {"SSC26-0001": pytest.approx((86 + 64) / 2), "SSC26-0002": pytest.approx(40)}
    assert len(db.session.scalars(select(PaperEntry)).all()) == 3
    lines = db.session.scalars(select(LedgerLine).filter_by(event="scorecard.imported").order_by(LedgerLine.id)).all()
    assert [line.after["row"] for line in lines if line.after] == [2, 3, 4]
    assert lines[0].subject == "SSC26-0001, Anna"
    # Twice is once: the record is there.
    with pytest.raises(Refusal, match="done already"):
        service.carry_out(found, organiser)


def test_every_fault_is_told_by_its_cell(edition: Edition) -> None:
    assert told(
        edition,
        "first,SSC26-0001,Anna,4,,4,",
        "scoring,SSC26-0404,Anna,4,,4,",
        "scoring,SSC26-0001,Nobody,4,,4,",
        "scoring,SSC26-0001,Anna,4.3,,,",
        "scoring,SSC26-0002,Anna,6,,N/A,",
        "scoring,SSC26-0002,Bo,4,,4,",
        "scoring,SSC26-0002,bo@example.org,4,,4,",
    ) == [
        "A2, “first”: Write the round the scores belong to, one of: scoring.",
        "B3, “SSC26-0404”: Write the reference of an entry of this edition, such as SSC26-0417.",
        "C4: “Nobody” is no judge of this edition. Invite the judge first.",
        "D5, “4.3”: Impact: the score is not on the scale, which goes from 0 to 5 in steps of 0.5.",
        "F5: Innovation: the score is missing.",
        "D6, “6”: Impact: the score is not on the scale, which goes from 0 to 5 in steps of 0.5.",
        "F6, “N/A”: Innovation applies to every entry.",
        "C8, “bo@example.org”: Bo has scored SSC26-0002 in row 7 already.",
    ]
    assert told(
        edition, "scoring,SSC26-0001,Anna,x,,4,", "scoring,SSC26-0002,Anna,y,,4,", "scoring,SSC26-0001,Bo,z,,4,"
    )[0].startswith("D1: Most cells of the column headed “impact” do not fit it")


def test_nobody_in_conflict_scores_and_nothing_is_written_over(edition: Edition, organiser: Person) -> None:
    anna, first, second = judge("Anna"), entry("SSC26-0001"), entry("SSC26-0002")
    factories.statement(anna, first, ConflictKind.PERSONAL)
    factories.assignment(anna, first)
    assert told(edition, GOOD[0]) == [
        "C2, “anna@example.org”: Anna is kept away from this entry, so no score of hers is taken."
    ]
    bo = judge("Bo")
    factories.statement(bo, second, ConflictKind.ADVISED)
    assert told(edition, "scoring,SSC26-0002,Bo,3,,3,") == ["C2: Bo has stated a conflict with this entry."]
    service.carry_out(looked_at(edition, organiser, GOOD[1]), organiser)
    assert told(edition, GOOD[1]) == [
        "C2: Bo has a scorecard for this entry already. Nothing is written over it: remove the row."
    ]


def test_who_speaks_for_the_city_who_only_observes_and_published_results_are_refused(
    edition: Edition, organiser: Person
) -> None:
    home = db.session.get_one(City, entry("SSC26-0001").city_id)
    mine = factories.representative(home, RepresentativeRole.VIEWER, name="Vik")
    assert told(edition, GOOD[0], by=mine) == [
        "B2, “SSC26-0001”: You speak for this entry's city. Ask another member of the team to import it."
    ]
    with pytest.raises(Refusal, match="Ask an organiser"):
        service.look(edition, "scores", "x.csv", csv(*GOOD), factories.team_member(TeamRole.OBSERVER, name="Obe"))
    found = looked_at(edition, organiser, *GOOD)
    round_id = db.session.scalars(select(Round.id).filter_by(edition_id=edition.id)).one()
    said = {"fingerprint": "f" * 64, "snapshot": "{}", "sha256": sha256("{}"), "proposed_at": clock.now()}
    published = factories.put(
        Publication(edition_id=edition.id, round_id=round_id, proposed_by_id=organiser.id, **said)
    )
    with pytest.raises(Refusal, match="Retract them"):
        service.carry_out(found, organiser)
    factories.put(Retraction(publication_id=published.id, by_id=organiser.id, at=clock.now(), reason="Too early"))
    service.carry_out(found, organiser)


def test_undoing_takes_the_scores_out_of_the_count_and_a_better_file_may_follow(
    edition: Edition, organiser: Person
) -> None:
    first = looked_at(edition, organiser, *GOOD)
    service.carry_out(first, organiser)
    service.undo(first, "The wrong file", organiser)
    assert means(edition) == {"SSC26-0001": None, "SSC26-0002": None}
    again = looked_at(edition, organiser, GOOD[2].replace(",2,,2,", ",1,,1,"))
    service.carry_out(again, organiser)
    assert means(edition)["SSC26-0002"] == pytest.approx(20)
    states = db.session.scalars(
        select(CardRevision.kind)
        .join(Scorecard, Scorecard.id == CardRevision.scorecard_id)
        .join(Assignment, Assignment.id == Scorecard.assignment_id)
        .where(Assignment.entry_id == entry("SSC26-0002").id)
        .order_by(CardRevision.id)
    ).all()
    assert states == ["completed", "reopened", "completed"]


def test_a_scorecard_that_was_changed_since_keeps_its_import(edition: Edition, organiser: Person) -> None:
    found = looked_at(edition, organiser, *GOOD)
    service.carry_out(found, organiser)
    card = db.session.scalars(select(Scorecard).order_by(Scorecard.id)).first()
    assert card is not None
    said = {"kind": "reopened", "content": {}, "mark": "by hand", "at": clock.now(), "by_id": organiser.id}
    factories.put(CardRevision(scorecard_id=card.id, revision=2, **said))
    with pytest.raises(Refusal, match="SSC26-0001, Anna was changed since, so the import stays"):
        service.undo(found, "The wrong file", organiser)


def test_who_speaks_for_the_city_learns_from_no_file_who_judges_it(edition: Edition, organiser: Person) -> None:
    mine = factories.representative(db.session.get_one(City, entry("SSC26-0001").city_id), name="Vik")
    service.carry_out(looked_at(edition, organiser, GOOD[0]), organiser)
    assert told(edition, GOOD[0], GOOD[1].replace("4,Thank", "9,Thank"), by=mine) == [
        f"{cell}: You speak for this entry's city. Ask another member of the team to import it."
        for cell in ("B2, “SSC26-0001”", "B3, “ssc26-0001”")
    ]


def test_who_speaks_for_a_city_takes_no_scores_back_and_is_not_told_whose_they_are(
    edition: Edition, organiser: Person
) -> None:
    found = looked_at(edition, organiser, *GOOD)
    service.carry_out(found, organiser)
    mine = factories.team_member(name="Vik")
    home = db.session.get_one(City, entry("SSC26-0001").city_id)
    factories.put(Representative(city_id=home.id, person_id=mine.id, role=RepresentativeRole.VIEWER, since=clock.now()))
    card = db.session.scalars(select(Scorecard).order_by(Scorecard.id)).first()
    assert card is not None
    said = {"kind": "reopened", "content": {}, "mark": "by hand", "at": clock.now(), "by_id": organiser.id}
    factories.put(CardRevision(scorecard_id=card.id, revision=2, **said))
    with pytest.raises(Refusal, match="You speak for a city that takes part"):
        service.undo(found, "The scores are low", mine)
