"""What a judge wrote on paper is entered on her behalf: recorded as such, told to her, refused where it may not be."""

from collections.abc import Callable

import pytest

from awards_portal import clock
from awards_portal.awards.queries.scored import assignment_rows
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging import paper, queries, service
from awards_portal.judging.models import CardRevisionKind, ConflictKind, PaperEntry
from awards_portal.judging.rules import Content, Given
from awards_portal.people.models import Person, Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Round
from awards_portal.programmes.queries import criteria
from tests import factories
from tests.rooms.judging.stage import FULL, Stage, card_of, lines, make, opened, revisions, shut, wait, withdraw
from tests.rooms.people.letters import letters

pytestmark = pytest.mark.usefixtures("context")


def enter(stage: Stage, by: Person | None = None, *, seen: int = 0, complete: bool = True) -> None:
    service.score_from_paper(stage.assignment, FULL, seen, by or stage.organiser, complete=complete, mark="press")


def records() -> list[PaperEntry]:
    return db.session.query(PaperEntry).order_by(PaperEntry.id).all()


def test_scores_from_paper_count_are_recorded_as_such_and_the_judge_is_told_and_may_correct_them() -> None:
    stage = opened()
    enter(stage)
    enter(stage)
    card = card_of(stage.assignment)
    assert card is not None
    assert card.completed_at is not None
    assert queries.content(card, criteria(stage.round.rubric_id)) == FULL
    (record,) = records()
    assert (record.scorecard_id, record.revision, record.by_id) == (card.id, 2, stage.organiser.id)
    assert [row.by_id for row in revisions(CardRevisionKind.SAVED)] == [stage.organiser.id]
    assert [row.by_id for row in revisions(CardRevisionKind.COMPLETED)] == [stage.organiser.id]
    (line,) = lines("scorecard.entered")
    assert line.actor == stage.organiser.name
    assert line.after == {"from": "paper", "on behalf of": "Anna Arbor", "revision": 2, "completed": True}
    told = {row.entry_id: (row.paper_by, row.paper_at) for row in assignment_rows(stage.round.id)}
    assert told == {stage.trams.id: (stage.organiser.name, record.at), stage.schools.id: (None, None)}
    (letter,) = letters("from-paper")
    assert f"{stage.organiser.name} of the organising team" in letter.body
    assert "It is complete and counts." in letter.body
    service.reopen(card, stage.as_anna)
    corrected = Content({"impact": Given(6, "Fewer"), "innovation": Given(6)})
    assert service.save_scores(stage.assignment, corrected, 3, stage.as_anna).outcome is service.Outcome.SAVED


def test_the_word_on_conflicts_is_entered_from_paper_too() -> None:
    stage = make()
    service.state_from_paper(stage.assignment, False, None, "", stage.organiser)
    seat = queries.seat(stage.assignment.id)
    assert seat.statement is not None
    assert not seat.statement.conflicted
    (line,) = lines("conflict.denied")
    assert line.actor == stage.organiser.name
    assert line.after is not None
    assert (line.after["from"], line.after["on behalf of"]) == ("paper", "Anna Arbor")
    (record,) = records()
    assert (record.scorecard_id, record.by_id) == (None, stage.organiser.id)
    assert "what you say on conflicts of interest" in letters("from-paper")[0].body
    service.state_from_paper(stage.assignment, True, ConflictKind.ADVISED, "Lent a timetable", stage.organiser)
    assert queries.seat(stage.assignment.id).state == "conflict stated"
    with pytest.raises(Refusal, match="has stated a conflict"):
        enter(stage)


def test_a_conflict_from_paper_needs_its_kind_and_words() -> None:
    stage = make()
    with pytest.raises(Invalid):
        service.state_from_paper(stage.assignment, True, None, " ", stage.organiser)
    assert queries.seat(stage.assignment.id).statement is None
    assert records() == []


def test_without_the_judges_word_nothing_is_entered() -> None:
    stage = make()
    with pytest.raises(Refusal, match="Enter first what Anna Arbor says on conflicts"):
        enter(stage)
    assert card_of(stage.assignment) is None


def complete_by_herself(stage: Stage) -> None:
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    card = card_of(stage.assignment)
    assert card is not None
    service.complete(card, stage.as_anna)


def speak(stage: Stage) -> None:
    person_id, at = stage.anna.person_id, clock.now()
    role = RepresentativeRole.VIEWER
    factories.put(Representative(person_id=person_id, city_id=stage.trams.city_id, role=role, since=at))


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        (shut, "Scoring closed on"),
        (wait, "Scoring opens on"),
        (complete_by_herself, "completed. Return it to Anna Arbor"),
        (lambda stage: service.recuse(stage.assignment, "Because", stage.organiser), "was taken off"),
        (lambda stage: withdraw(stage.trams), "withdrawn or refused"),
        (speak, "speaks for this entry's city"),
    ],
)
def test_it_is_refused_where_the_judge_could_not_score_either(first: Callable[[Stage], object], sentence: str) -> None:
    stage = opened()
    first(stage)
    db.session.rollback()
    with pytest.raises(Refusal, match=sentence):
        enter(stage)
    assert records() == []


def test_only_an_organiser_without_a_conflict_enters_it() -> None:
    stage = opened()
    at = clock.now()
    role = RepresentativeRole.VIEWER
    for by, sentence in (
        (factories.person("A Stranger"), "Only the organising team"),
        (factories.team_member(TeamRole.OBSERVER, name="Obe Observer"), "not change it"),
    ):
        with pytest.raises(Refusal, match=sentence):
            enter(stage, by)
    person_id = stage.organiser.id
    factories.put(Representative(person_id=person_id, city_id=stage.trams.city_id, role=role, since=at))
    with pytest.raises(Refusal, match="You speak for this entry's city"):
        enter(stage)
    with pytest.raises(Refusal, match="You speak for this entry's city"):
        service.state_from_paper(stage.assignment, False, None, "", stage.organiser)
    assert card_of(stage.assignment) is None


def test_what_the_judge_did_meanwhile_is_not_overwritten_and_what_is_missing_is_named() -> None:
    stage = opened()
    service.save_scores(stage.assignment, Content({"impact": Given(2)}), 0, stage.as_anna)
    with pytest.raises(Refusal, match="changed this scorecard since"):
        enter(stage)
    with pytest.raises(Invalid, match="Something is missing") as caught:
        service.score_from_paper(
            stage.assignment, Content({"impact": Given(8)}), 1, stage.organiser, complete=True, mark=None
        )
    assert list(caught.value.fields) == ["score-innovation"]
    with pytest.raises(Invalid, match="Nothing is given"):
        service.score_from_paper(stage.assignment, Content(), 1, stage.organiser, complete=False)
    card = card_of(stage.assignment)
    assert card is not None
    assert card.revision == 1
    enter(stage, seen=1, complete=False)
    assert "It is not complete yet." in letters("from-paper")[0].body


def test_practice_is_not_entered_from_paper() -> None:
    stage = opened()
    with transaction():
        db.session.get_one(Round, stage.round.id).kind = "calibration"
    with pytest.raises(Refusal, match="Practice is not entered from paper"):
        enter(stage)


def test_the_sheets_hold_what_the_judge_may_read_and_no_more() -> None:
    stage = opened()
    seats = queries.seats_of(stage.as_anna.id)
    sheet = {stage.round.rubric_id: criteria(stage.round.rubric_id)}

    def told() -> str:
        return str(paper.content(stage.anna, queries.seats_of(stage.as_anna.id), sheet, clock.now()))

    content = paper.content(stage.anna, seats, sheet, clock.now())
    assert [each["reference"] for each in content["entries"]] == [stage.trams.reference]
    assert [each["reference"] for each in content["conflicts"]] == [stage.schools.reference]
    (entry,) = content["entries"]
    impact = entry["criteria"][0]
    assert impact["steps"][:3] == ["0", "0.5", "1"]
    assert "Trams run at night." in told()
    assert "Norrhavn" in told()
    assert "@example.org" not in told()
    with transaction():
        db.session.get_one(Round, stage.round.id).blind = True
    assert "Norrhavn" not in told()
    service.recuse(stage.assignment, "Because", stage.organiser)
    assert stage.trams.reference not in told()


def test_the_file_is_drawn_and_has_nothing_of_a_city_that_is_hidden() -> None:
    stage = opened()
    made = paper.sheets(stage.anna, clock.now())
    assert made is not None
    assert made.startswith(b"%PDF")
    cities = {stage.trams.city_id, stage.schools.city_id}
    assert paper.sheets(stage.anna, clock.now(), cities) is None
    assert paper.sheets(stage.bo, clock.now()) is None
