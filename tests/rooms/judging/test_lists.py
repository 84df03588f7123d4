"""What the organising team's tables of judging are made of."""

import pytest

from awards_portal.judging import queries, service
from awards_portal.judging.rules import State
from tests import factories
from tests.rooms.judging.stage import FULL, Stage, make, opened, withdraw

pytestmark = pytest.mark.usefixtures("context")


def states(stage: Stage) -> dict[tuple[int, int], State]:
    return {(cell.entry_id, cell.judge_id): cell.state for cell in queries.cells(stage.round.id, stage.category.id)}


def test_a_cell_tells_where_a_judge_stands() -> None:
    stage = opened()
    key = (stage.trams.id, stage.anna.id)
    assert states(stage) == {key: State.NOT_STARTED, (stage.schools.id, stage.anna.id): State.NOT_STATED}
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    assert states(stage)[key] is State.STARTED
    card = queries.seat(stage.assignment.id).card
    assert card is not None
    service.complete(card, stage.as_anna)
    assert states(stage)[key] is State.COMPLETED
    service.state_conflict(stage.anna, stage.trams, True, "personal", "A friend")
    assert states(stage)[key] is State.ABSTAINED
    withdraw(stage.trams)
    assert states(stage)[key] is State.WITHDRAWN
    service.recuse(stage.assignment, "Because", stage.organiser)
    assert states(stage)[key] is State.RECUSED


def test_a_cell_and_a_seat_tell_the_same() -> None:
    stage = opened()
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    by_cell = states(stage)
    by_seat = {
        (seat.assignment.entry_id, seat.assignment.judge_id): seat.state
        for seat in queries.seats_in(stage.round.id, stage.category.id)
    }
    assert by_cell == by_seat


def test_entries_to_judge_are_searched_counted_and_paged() -> None:
    stage = make()
    withdraw(stage.schools)
    round_ = queries.rounds(stage.edition.id)[0]
    found, total = queries.entries_to_judge(round_, stage.category.id)
    # The withdrawn one stays while somebody has it.
    assert ([entry.title for entry in found], total) == (["Night trams", "River schools"], 2)
    service.unassign(queries.seats_of_entry(stage.schools.id)[0].assignment, stage.organiser)
    found, total = queries.entries_to_judge(queries.rounds(stage.edition.id)[0], stage.category.id)
    assert ([entry.title for entry in found], total) == (["Night trams"], 1)
    for words, number in (("TRAMS", 1), ("norrhavn", 1), ("%", 0), (stage.trams.reference.lower(), 1)):
        assert queries.entries_to_judge(queries.rounds(stage.edition.id)[0], stage.category.id, words)[1] == number
    assert queries.entries_to_judge(queries.rounds(stage.edition.id)[0], stage.category.id, "", 50, 50)[0] == []


def test_the_columns_are_whoever_sits_there_or_has_an_entry() -> None:
    stage = make()
    service.form_panel(stage.round, stage.category, [stage.cai], stage.organiser)
    names = [judge.name for judge in queries.judges_of_category(stage.round.id, stage.category.id)]
    assert names == ["Anna Arbor", "Cai Cedar"]


def test_judges_are_counted_as_they_are_listed() -> None:
    stage = make()
    factories.judge(stage.edition, "Dora Dell", declined_at=stage.edition.created_at)
    factories.judge(stage.edition, "Wim Waiting", accepted_at=None, person_id=None)
    for standing, number in (("", 5), ("accepted", 3), ("declined", 1), ("invited", 1)):
        listed = queries.judges(stage.edition.id, "", standing)
        assert len(listed) == queries.count_judges(stage.edition.id, "", standing) == number, standing
        assert {row.standing for row in listed} <= ({standing} if standing else set(queries.STANDINGS))
    assert [row.judge.name for row in queries.judges(stage.edition.id, "", "", 2, 1)] == ["Bo Birch", "Cai Cedar"]
    assert "Dora Dell" not in [judge.name for judge in queries.everybody(stage.edition.id)]
