"""Another category for an entry: proposed with a reason, moved with its city's consent, never under judges' hands."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db
from awards_portal.entries import queries
from awards_portal.entries import service as entries
from awards_portal.entries.oversight import events, marking, moving
from awards_portal.entries.oversight.deciding import decide
from awards_portal.entries.oversight.extending import extend
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging import service
from awards_portal.judging.service.moving import is_judged
from awards_portal.people.models import Person, TeamRole
from awards_portal.programmes.models import Category, Round
from tests import factories
from tests.rooms.entries.stage import Stage, make
from tests.rooms.entries.test_eligibility import letters
from tests.statements import statements

WHY = "It is about inclusion."


@pytest.fixture
def stage(context: Flask) -> Stage:
    made = make()
    made.fill()
    made.write("open-city", "c_category")
    made.submit()
    made.close()
    return made


@pytest.fixture
def organiser(stage: Stage) -> Person:
    return factories.team_member()


def category(key: str = "digital-inclusion") -> Category:
    return db.session.scalars(select(Category).filter_by(key=key)).one()


def test_with_consent_the_last_version_is_submitted_again_with_the_other_category(
    stage: Stage, organiser: Person
) -> None:
    move = service.propose_move(stage.entry, category(), WHY, organiser)
    assert service.propose_move(stage.entry, category(), WHY, organiser).id == move.id
    assert [each.to_name for each in letters("category-move")] == ["Eda Editor", "Leo Lead", "Vik Viewer"]
    made = service.consent_to_move(move, stage.lead)
    before, after = (queries.read_snapshot(each) for each in queries.submissions(stage.entry.id))
    assert (before["category"]["key"], after["category"]["key"]) == ("open-city", "digital-inclusion")
    assert after["answers"] == {**before["answers"], "c_category": "digital-inclusion"}
    assert (made.number, made.by_id) == (2, stage.lead.id)
    entry = queries.entry_by_reference(stage.entry.reference)
    assert entry is not None
    assert entry.category.key == "digital-inclusion"
    assert queries.answers(stage.entry.id)["c_category"].value == "digital-inclusion"
    assert "consents" in letters("category-move-ended")[0].body
    with pytest.raises(Refusal, match="answered or taken back before"):
        service.consent_to_move(move, stage.lead)


def test_without_consent_the_entry_stays_and_the_reason_is_read(stage: Stage, organiser: Person) -> None:
    move = service.propose_move(stage.entry, category(), WHY, organiser)
    with pytest.raises(Invalid, match="Write why"):
        moving.decline(move, " ", stage.lead)
    moving.decline(move, "We chose with care.", stage.lead)
    assert len(queries.submissions(stage.entry.id)) == 1
    assert "We chose with care." in letters("category-move-ended")[0].body
    again = service.propose_move(stage.entry, category(), "Look once more.", organiser)
    with pytest.raises(Invalid, match="Write why"):
        moving.take_back(again, "", organiser)
    moving.take_back(again, "Our mistake.", organiser)
    assert [each.outcome for each in moving.moves(stage.entry.id)] == ["taken back", "declined"]


def test_who_may_not_neither_proposes_nor_answers(stage: Stage, organiser: Person) -> None:
    for someone in (factories.team_member(TeamRole.OBSERVER, name="Obe"), stage.lead):
        with pytest.raises(Refusal):
            service.propose_move(stage.entry, category(), WHY, someone)
    move = service.propose_move(stage.entry, category(), WHY, organiser)
    for someone in (stage.editor, organiser):
        with pytest.raises(Refusal, match="Only a lead of your city"):
            service.consent_to_move(move, someone)


def test_what_cannot_be_proposed_says_why(stage: Stage, organiser: Person) -> None:
    with pytest.raises(Invalid) as refused:
        service.propose_move(stage.entry, category("open-city"), " ", organiser)
    assert set(refused.value.fields) == {"target", "move_reason"}
    service.propose_move(stage.entry, category(), WHY, organiser)
    with pytest.raises(Refusal, match="proposed already"):
        service.propose_move(stage.entry, category(), "Another reason.", organiser)
    moving.take_back(moving.moves(stage.entry.id)[0], "No.", organiser)
    decide(stage.entry, "refused", "A company", organiser, 1)
    with pytest.raises(Refusal, match="refused"):
        service.propose_move(stage.entry, category(), WHY, organiser)
    entries.withdraw(stage.entry, stage.lead, "No money")
    with pytest.raises(Refusal, match="withdrawn"):
        service.propose_move(stage.entry, category(), WHY, organiser)


def test_an_entry_that_judges_have_moves_nowhere_and_its_city_is_not_told_why(stage: Stage, organiser: Person) -> None:
    move = service.propose_move(stage.entry, category(), WHY, organiser)
    judge = factories.judge(stage.edition)
    round_ = db.session.scalars(select(Round)).one()
    given = service.assign(round_, stage.entry, judge, organiser)
    with pytest.raises(Refusal, match="cannot move just now") as refused:
        service.consent_to_move(move, stage.lead)
    assert "judge" not in str(refused.value)
    assert moving.open_move(stage.entry.id) is not None
    assert len(queries.submissions(stage.entry.id)) == 1
    moving.take_back(move, "Judging began.", organiser)
    with pytest.raises(Refusal, match="Judges have this entry"):
        service.propose_move(stage.entry, category(), WHY, organiser)
    service.recuse(given, "To move it", organiser)
    assert not is_judged(stage.entry.id)
    assert service.propose_move(stage.entry, category(), WHY, organiser).ended_at is None


def test_the_history_holds_deeds_notes_and_letters_the_newest_first(stage: Stage, organiser: Person) -> None:
    decide(stage.entry, "passed", "", organiser, 1)
    marking.add_note(stage.entry, "Ask for the budget.", "one", organiser)
    until = clock.now() + timedelta(days=1)
    extend(stage.edition, stage.city, until, "The network was down.", organiser, despite_judging=True)
    judge = factories.judge(stage.edition)
    service.assign(db.session.scalars(select(Round)).one(), stage.entry, judge, organiser)
    found = events.history(stage.entry, judging=True)
    assert [each.at for each in found] == sorted((each.at for each in found), reverse=True)
    told = [f"{each.words}: {each.detail}" for each in found]
    assert any(line.startswith("Eligibility decided: passed") for line in told)
    assert "Note: Ask for the budget." in told
    assert any("The network was down." in line for line in told)
    assert any(line.startswith("Letter: ") and "to Leo Lead" in line for line in told)
    assert "Assignment made" in {each.words for each in found}
    assert "Assignment made" not in {each.words for each in events.history(stage.entry, judging=False)}


def test_a_long_history_costs_as_much_as_a_short_one(stage: Stage, organiser: Person) -> None:
    costs = []
    for number in range(12):
        marking.add_note(stage.entry, f"Note {number}", str(number), organiser)
        if number in {2, 11}:
            with statements() as found:
                events.history(stage.entry, judging=True)
            costs.append(len(found))
    assert costs[0] == costs[1]
