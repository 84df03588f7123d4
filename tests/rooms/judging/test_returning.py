"""A completed scorecard is given back to its judge: with a reason, while it can be completed again."""

from collections.abc import Callable

import pytest

from awards_portal.errors import Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.models import CardRevisionKind, ConflictKind, Scorecard
from awards_portal.people.models import Representative, RepresentativeRole, TeamRole
from tests import factories
from tests.rooms.judging.stage import FULL, Stage, card_of, lines, opened, revisions, shut, withdraw
from tests.rooms.people.letters import letters

pytestmark = pytest.mark.usefixtures("context")


def completed(stage: Stage) -> Scorecard:
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    card = card_of(stage.assignment)
    assert card is not None
    return service.complete(card, stage.as_anna)


def test_a_returned_card_keeps_its_scores_counts_again_when_completed_and_the_judge_is_told() -> None:
    stage = opened()
    completed(stage)
    service.return_card(stage.assignment, " The comment names a person ", stage.organiser)
    card = card_of(stage.assignment)
    assert card is not None
    assert (card.completed_at, card.revision) == (None, 3)
    (kept,) = revisions(CardRevisionKind.REOPENED)
    assert (kept.content["scores"]["impact"]["step"], kept.by_id) == (8, stage.organiser.id)
    (line,) = lines("scorecard.returned")
    assert (line.reason, line.after) == ("The comment names a person", {"revision": 3})
    assert "The comment names a person" in letters("scorecard-returned")[0].body
    returned = queries.last_return(card.id)
    assert returned is not None
    service.complete(card, stage.as_anna)
    assert queries.last_return(card.id) is None


def reopen(stage: Stage) -> None:
    card = card_of(stage.assignment)
    assert card is not None
    service.reopen(card, stage.as_anna)


def state(stage: Stage) -> None:
    service.state_conflict(stage.anna, stage.trams, True, ConflictKind.OTHER, "A reason")


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        (reopen, "no completed scorecard"),
        (shut, "Scoring closed"),
        (state, "closed to the judge"),
        (lambda stage: service.recuse(stage.assignment, "Because", stage.organiser), "closed to the judge"),
        (lambda stage: withdraw(stage.trams), "closed to the judge"),
    ],
)
def test_what_could_not_be_completed_again_is_not_returned(first: Callable[[Stage], None], sentence: str) -> None:
    stage = opened()
    completed(stage)
    first(stage)
    with pytest.raises(Refusal, match=sentence):
        service.return_card(stage.assignment, "Because", stage.organiser)
    assert letters("scorecard-returned") == []


def test_it_needs_a_reason_and_an_organiser_who_does_not_speak_for_the_city() -> None:
    stage = opened()
    completed(stage)
    with pytest.raises(Refusal, match="Write the reason"):
        service.return_card(stage.assignment, "  ", stage.organiser)
    with pytest.raises(Refusal, match="Ask an organiser"):
        service.return_card(stage.assignment, "x", factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    values = {"person_id": stage.organiser.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=stage.edition.created_at))
    with pytest.raises(Refusal, match="You speak for this entry's city"):
        service.return_card(stage.assignment, "Because", stage.organiser)
    card = card_of(stage.assignment)
    assert card is not None
    assert card.completed_at is not None
