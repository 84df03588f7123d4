"""Panels, assignments, taking a judge off an entry."""

import pytest
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.errors import Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.models import Assignment, ConflictKind, Judge
from awards_portal.judging.rules import State
from awards_portal.people.models import Person, Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Category
from tests import factories
from tests.rooms.judging.stage import FULL, Stage, lines, make, opened, person_of, withdraw
from tests.rooms.people.letters import letters

pytestmark = pytest.mark.usefixtures("context")


def speak_for(stage: Stage, someone: Person, *, ended: bool = False) -> None:
    since = stage.edition.created_at
    values = {"person_id": someone.id, "city_id": stage.city.id, "role": RepresentativeRole.VIEWER, "since": since}
    factories.put(Representative(**values, ended_at=since if ended else None))


def pairs() -> set[tuple[int, int]]:
    return {(row.judge_id, row.entry_id) for row in db.session.scalars(select(Assignment))}


def test_a_panel_is_formed_and_formed_anew() -> None:
    stage = make()
    panel = service.form_panel(stage.round, stage.category, [stage.anna, stage.bo], stage.organiser)
    again = service.form_panel(stage.round, stage.category, [stage.bo, stage.cai], stage.organiser)
    assert panel.id == again.id
    assert [judge.name for judge in queries.members([panel.id])[panel.id]] == ["Bo Birch", "Cai Cedar"]
    assert [line.after["name"] for line in lines("panel.joined") if line.after] == [
        "Anna Arbor",
        "Bo Birch",
        "Cai Cedar",
    ]
    assert [line.after["name"] for line in lines("panel.left") if line.after] == ["Anna Arbor"]


def test_a_seat_is_given_once_and_taken_back() -> None:
    stage = make()
    panel = service.form_panel(stage.round, stage.category, [], stage.organiser)
    service.add_member(panel, stage.bo, stage.organiser)
    with pytest.raises(Refusal, match="already"):
        service.add_member(panel, stage.bo, stage.organiser)
    service.remove_member(panel, stage.bo, stage.organiser)
    service.remove_member(panel, stage.bo, stage.organiser)
    assert queries.members([panel.id])[panel.id] == []
    assert len(lines("panel.left")) == 1


def test_one_who_has_not_answered_may_sit_and_one_who_declined_may_not() -> None:
    stage = make()
    panel = service.form_panel(stage.round, stage.category, [], stage.organiser)
    waiting = factories.judge(stage.edition, "Wim Waiting", accepted_at=None, person_id=None)
    service.add_member(panel, waiting, stage.organiser)
    gone = factories.judge(stage.edition, "Dora Dell", declined_at=stage.edition.created_at)
    with pytest.raises(Refusal, match="declined"):
        service.add_member(panel, gone, stage.organiser)


def test_a_judge_of_another_edition_gets_neither_seat_nor_entry() -> None:
    stage = make()
    other = factories.judge(factories.edition(key="ssc25", reference_prefix="SSC25"), "Una Umber")
    panel = service.form_panel(stage.round, stage.category, [], stage.organiser)
    with pytest.raises(Refusal, match="another edition"):
        service.add_member(panel, other, stage.organiser)
    with pytest.raises(Refusal, match="another edition"):
        service.assign(stage.round, stage.trams, other, stage.organiser)


def test_an_entry_is_given_by_hand_with_one_letter_a_day() -> None:
    stage = make()
    service.assign(stage.round, stage.trams, stage.bo, stage.organiser)
    service.assign(stage.round, stage.schools, stage.bo, stage.organiser)
    assert {(stage.bo.id, stage.trams.id), (stage.bo.id, stage.schools.id)} <= pairs()
    (letter,) = letters("assignment")
    assert letter.to_address == stage.bo.email
    assert "Night trams" not in letter.body
    assert [line.subject for line in lines("assignment.made")] == [
        f"{stage.trams.reference}, Bo Birch",
        f"{stage.schools.reference}, Bo Birch",
    ]


def test_an_entry_is_not_given_twice_to_one_judge() -> None:
    stage = make()
    with pytest.raises(Refusal, match="has this entry already"):
        service.assign(stage.round, stage.trams, stage.anna, stage.organiser)
    assert letters("assignment") == []


def test_a_judge_who_has_not_accepted_or_declined_gets_no_entry() -> None:
    stage = make()
    waiting = factories.judge(stage.edition, "Wim Waiting", accepted_at=None, person_id=None)
    with pytest.raises(Refusal, match="not accepted"):
        service.assign(stage.round, stage.trams, waiting, stage.organiser)
    gone = factories.judge(stage.edition, "Dora Dell", declined_at=stage.edition.created_at)
    with pytest.raises(Refusal, match="declined"):
        service.assign(stage.round, stage.trams, gone, stage.organiser)


def test_a_withdrawn_entry_is_given_to_nobody() -> None:
    stage = make()
    withdraw(stage.trams)
    with pytest.raises(Refusal, match="withdrawn"):
        service.assign(stage.round, stage.trams, stage.bo, stage.organiser)


@pytest.mark.parametrize("ended", [False, True])
def test_whoever_speaks_or_spoke_for_the_city_gets_no_entry_of_it(ended: bool) -> None:
    stage = make()
    speak_for(stage, person_of(stage.bo), ended=ended)
    with pytest.raises(Refusal, match=r"(speaks|spoke) for this city"):
        service.assign(stage.round, stage.trams, stage.bo, stage.organiser)
    service.assign(stage.round, stage.schools, stage.bo, stage.organiser)


def test_a_stated_conflict_keeps_an_entry_away() -> None:
    stage = make()
    factories.statement(stage.bo, stage.trams, ConflictKind.EMPLOYMENT)
    with pytest.raises(Refusal, match="stated a conflict"):
        service.assign(stage.round, stage.trams, stage.bo, stage.organiser)


@pytest.mark.parametrize("role", [None, TeamRole.OBSERVER])
def test_only_organisers_arrange(role: TeamRole | None) -> None:
    stage = make()
    by = factories.person("Nora None") if role is None else factories.team_member(role, name="Nora None")
    panel = service.form_panel(stage.round, stage.category, [stage.bo], stage.organiser)
    for deed in (
        lambda: service.form_panel(stage.round, stage.category, [], by),
        lambda: service.add_member(panel, stage.cai, by),
        lambda: service.remove_member(panel, stage.bo, by),
        lambda: service.assign(stage.round, stage.trams, stage.bo, by),
        lambda: service.assign_whole_panel(panel, by),
        lambda: service.unassign(stage.assignment, by),
        lambda: service.recuse(stage.assignment, "Because", by),
        lambda: service.clear_conflict(stage.anna, stage.trams, "Because", by),
        lambda: service.close_round(stage.round, by),
    ):
        with pytest.raises(Refusal, match=r"Only the organising team|Ask an organiser"):
            deed()


def test_an_organiser_who_speaks_for_the_city_does_not_arrange_its_judging() -> None:
    stage = make()
    speak_for(stage, stage.organiser)
    with pytest.raises(Refusal, match="You speak for this entry's city"):
        service.assign(stage.round, stage.trams, stage.bo, stage.organiser)
    with pytest.raises(Refusal, match="You speak for this entry's city"):
        service.recuse(stage.assignment, "Because", stage.organiser)
    panel = service.form_panel(stage.round, stage.category, [stage.bo], stage.organiser)
    done = service.assign_whole_panel(panel, stage.organiser)
    assert [pair.entry.id for pair in done.new] == [stage.schools.id]


def test_a_whole_panel_is_shown_first_and_then_assigned_just_so() -> None:
    stage = make()
    factories.statement(stage.cai, stage.schools, ConflictKind.PERSONAL)
    panel = service.form_panel(stage.round, stage.category, [stage.anna, stage.bo, stage.cai], stage.organiser)
    before = pairs()
    shown = service.propose_whole_panel(panel)
    assert pairs() == before
    assert {(p.judge.name, p.entry.title) for p in shown.new} == {
        ("Bo Birch", "Night trams"),
        ("Bo Birch", "River schools"),
        ("Cai Cedar", "Night trams"),
    }
    assert {(p.judge.name, p.entry.title) for p in shown.kept} == {
        ("Anna Arbor", "Night trams"),
        ("Anna Arbor", "River schools"),
    }
    (left_out,) = shown.skipped
    assert left_out.why_not == "Cai Cedar has stated a conflict with this entry."
    assert [shown.load(judge) for judge in shown.judges] == [2, 2, 1]
    done = service.assign_whole_panel(panel, stage.organiser)
    assert {(p.judge.id, p.entry.id) for p in done.new} == {(p.judge.id, p.entry.id) for p in shown.new}
    assert pairs() == before | {(p.judge.id, p.entry.id) for p in shown.new}
    assert sorted(letter.to_name for letter in letters("assignment")) == ["Bo Birch", "Cai Cedar"]
    assert service.assign_whole_panel(panel, stage.organiser).new == []
    assert len(letters("assignment")) == 2


def test_a_whole_panel_gives_only_entries_of_its_category() -> None:
    stage = make()
    other = db.session.scalars(select(Category).filter_by(edition_id=stage.edition.id, key="digital-inclusion")).one()
    panel = service.form_panel(stage.round, other, [stage.bo], stage.organiser)
    assert service.assign_whole_panel(panel, stage.organiser).pairs == ()


def test_an_assignment_is_taken_back_before_anything_was_scored() -> None:
    stage = opened()
    service.unassign(stage.assignment, stage.organiser)
    assert (stage.anna.id, stage.trams.id) not in pairs()
    assert queries.seat_for(stage.anna.person_id or 0, stage.trams.reference, stage.edition.created_at) is None
    assert [line.subject for line in lines("assignment.taken_back")] == [f"{stage.trams.reference}, Anna Arbor"]


def test_an_assignment_with_scores_is_not_taken_back() -> None:
    stage = opened()
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    with pytest.raises(Refusal, match="has begun to score"):
        service.unassign(stage.assignment, stage.organiser)


def test_a_recusal_tells_the_judge_why_keeps_the_scorecard_and_closes_the_entry() -> None:
    stage = opened()
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    service.recuse(stage.assignment, " Former colleague of the mayor ", stage.organiser)
    (letter,) = letters("recusal")
    assert "The reason: Former colleague of the mayor\n" in letter.body
    seat = queries.seat(stage.assignment.id)
    assert seat.state is State.RECUSED
    assert seat.card is not None
    assert [(line.subject, line.reason) for line in lines("assignment.recused")] == [
        (f"{stage.trams.reference}, Anna Arbor", "Former colleague of the mayor")
    ]
    with pytest.raises(Refusal, match="took you off"):
        service.save_scores(stage.assignment, FULL, 1, stage.as_anna)
    with pytest.raises(Refusal, match="before"):
        service.recuse(stage.assignment, "Once more", stage.organiser)
    with pytest.raises(Refusal, match="record of it stays"):
        service.unassign(stage.assignment, stage.organiser)


def test_a_recusal_needs_a_reason() -> None:
    stage = make()
    with pytest.raises(Refusal, match="Write the reason"):
        service.recuse(stage.assignment, "  ", stage.organiser)
    assert letters("recusal") == []


def test_a_conflict_stated_by_mistake_is_taken_back_with_a_reason() -> None:
    stage = make()
    service.state_conflict(stage.anna, stage.trams, True, "employment", "I work there")
    with pytest.raises(Refusal, match="Write the reason"):
        service.clear_conflict(stage.anna, stage.trams, " ", stage.organiser)
    service.clear_conflict(stage.anna, stage.trams, "Pressed by mistake", stage.organiser)
    assert queries.seat(stage.assignment.id).state is State.NOT_STATED
    (line,) = lines("conflict.cleared")
    assert (line.before, line.reason) == ({"kind": "employment", "reason": "I work there"}, "Pressed by mistake")
    with pytest.raises(Refusal, match="No conflict is stated"):
        service.clear_conflict(stage.anna, stage.trams, "Again", stage.organiser)


def test_how_far_each_judge_is_counts_what_stands() -> None:
    stage = opened()
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    by_name = {row.judge.name: row for row in queries.judges(stage.edition.id)}
    assert (by_name["Anna Arbor"].given, by_name["Anna Arbor"].begun, by_name["Anna Arbor"].left) == (2, 1, 2)
    withdraw(stage.schools)
    by_name = {row.judge.name: row for row in queries.judges(stage.edition.id, "arbor")}
    assert set(by_name) == {"Anna Arbor", "Bo Birch", "Cai Cedar"}
    assert by_name["Anna Arbor"].given == 1
    assert [row.judge.name for row in queries.judges(stage.edition.id, "birch")] == ["Bo Birch"]
    assert queries.judges(stage.edition.id, "100%") == []


def test_coverage_counts_entries_with_enough_cards() -> None:
    stage = opened()
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    card = queries.seat(stage.assignment.id).card
    assert card is not None
    service.complete(card, stage.as_anna)
    rows = {row.category.key: row for row in queries.coverage(queries.rounds(stage.edition.id)[0])}
    first = rows["open-city"]
    assert (first.entries, first.covered, first.given, first.completed, first.unassigned) == (2, 0, 2, 1, 2)
    assert rows["digital-inclusion"].entries == 0


def test_a_judge_is_one_of_one_edition() -> None:
    stage = make()
    assert queries.judge_in(stage.edition.id, stage.anna.id) is not None
    assert queries.judge_in(stage.edition.id + 1, stage.anna.id) is None
    assert db.session.scalar(select(Judge.id).where(Judge.name == "Nobody")) is None
