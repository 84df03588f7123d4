"""An entry put off for now comes last and is taken up again; each only by its judge, while there is something to do."""

from collections.abc import Callable

import pytest

from awards_portal.errors import NotHere, Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.models import ConflictKind
from tests.rooms.judging.stage import FULL, Stage, card_of, lines, make, opened, person_of, shut, withdraw

pytestmark = pytest.mark.usefixtures("context")


def test_skipping_is_kept_and_undone_and_twice_is_once() -> None:
    stage = make()
    for _again in range(2):
        service.skip(stage.assignment, stage.as_anna)
    assert queries.skipped(stage.as_anna.id) == {stage.assignment.id}
    for _again in range(2):
        service.take_up(stage.assignment, stage.as_anna)
    assert queries.skipped(stage.as_anna.id) == set()
    assert [len(lines(event)) for event in ("assignment.skipped", "assignment.taken_up")] == [1, 1]


def test_nobody_skips_for_another() -> None:
    stage = make()
    for deed in (service.skip, service.take_up):
        with pytest.raises(NotHere):
            deed(stage.assignment, person_of(stage.bo))


def complete(stage: Stage) -> None:
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    card = card_of(stage.assignment)
    assert card is not None
    service.complete(card, stage.as_anna)


def state(stage: Stage) -> None:
    service.state_conflict(stage.anna, stage.trams, True, ConflictKind.OTHER, "A reason")


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        (complete, "is completed"),
        (state, "stated a conflict"),
        (lambda stage: service.recuse(stage.assignment, "Because", stage.organiser), "took you off"),
        (shut, "Scoring closed"),
        (lambda stage: withdraw(stage.trams), "out of the competition"),
    ],
)
def test_what_is_done_or_closed_is_not_put_off(first: Callable[[Stage], None], sentence: str) -> None:
    stage = opened()
    first(stage)
    with pytest.raises(Refusal, match=sentence):
        service.skip(stage.assignment, stage.as_anna)


def test_a_skipped_assignment_can_be_taken_back() -> None:
    stage = make()
    service.skip(stage.assignment, stage.as_anna)
    service.unassign(stage.assignment, stage.organiser)
    assert queries.skipped(stage.as_anna.id) == set()
