"""A judge's word on conflicts of interest."""

from collections.abc import Callable

import pytest

from awards_portal import clock
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.judging import policy, queries, service
from awards_portal.judging.models import ConflictKind
from awards_portal.judging.rules import State
from awards_portal.people.models import Representative, RepresentativeRole
from tests import factories
from tests.rooms.judging.stage import FULL, Stage, lines, make, opened, shut, wait, withdraw

pytestmark = pytest.mark.usefixtures("context")


def test_an_entry_is_closed_until_the_judge_has_said() -> None:
    stage = make()
    seat = queries.seat(stage.assignment.id)
    assert seat.state is State.NOT_STATED
    assert "Say first" in (policy.why_not_see(seat, clock.now()) or "")
    service.state_conflict(stage.anna, stage.trams, False)
    seat = queries.seat(stage.assignment.id)
    assert seat.state is State.NOT_STARTED
    assert policy.why_not_see(seat, clock.now()) is None
    assert [(line.actor, line.subject) for line in lines("conflict.denied")] == [
        ("Anna Arbor", f"{stage.trams.reference}, Anna Arbor")
    ]


def test_saying_no_conflict_twice_is_saying_it_once() -> None:
    stage = make()
    first = service.state_conflict(stage.anna, stage.trams, False)
    assert service.state_conflict(stage.anna, stage.trams, False).id == first.id
    assert len(lines("conflict.denied")) == 1


def test_a_conflict_found_while_reading_closes_the_entry_and_what_was_scored_stays() -> None:
    stage = opened()
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    service.state_conflict(stage.anna, stage.trams, True, "advised", "  I advised the tram company ")
    seat = queries.seat(stage.assignment.id)
    assert seat.state is State.ABSTAINED
    assert seat.card is not None
    (line,) = lines("conflict.stated")
    assert (line.before, line.after, line.reason) == (
        {"conflicted": False},
        {"kind": "advised", "asked": ["country"]},
        "I advised the tram company",
    )
    with pytest.raises(Refusal, match="stated a conflict"):
        service.save_scores(stage.assignment, FULL, 1, stage.as_anna)


@pytest.mark.parametrize(
    ("kind", "reason", "fields"),
    [
        (None, "", {"kind", "reason"}),
        ("employment", " ", {"reason"}),
        ("a hunch", "Because", {"kind"}),
        ("personal", "A \x00 in it", {"reason"}),
    ],
)
def test_a_conflict_needs_its_kind_and_a_few_words(kind: str | None, reason: str, fields: set[str]) -> None:
    stage = make()
    with pytest.raises(Invalid) as told:
        service.state_conflict(stage.anna, stage.trams, True, kind, reason)
    assert set(told.value.fields) == fields
    assert queries.seat(stage.assignment.id).statement is None


def test_a_judge_says_nothing_about_an_entry_of_others() -> None:
    stage = make()
    with pytest.raises(NotHere):
        service.state_conflict(stage.bo, stage.trams, False)


def close(stage: Stage) -> None:
    service.close_round(stage.round, stage.organiser)


def recuse(stage: Stage) -> None:
    service.recuse(stage.assignment, "Because", stage.organiser)


def state(stage: Stage) -> None:
    service.state_conflict(stage.anna, stage.trams, True, ConflictKind.OTHER, "A reason")


def take_back(stage: Stage) -> None:
    withdraw(stage.trams)


@pytest.mark.parametrize(
    ("first", "sentence"),
    [(close, "Scoring closed"), (recuse, "took you off"), (state, "stated a conflict"), (take_back, "withdrawn")],
)
def test_why_nothing_can_be_said_any_more(first: Callable[[Stage], None], sentence: str) -> None:
    stage = make()
    first(stage)
    with pytest.raises(Refusal, match=sentence):
        service.state_conflict(stage.anna, stage.trams, False)


def test_who_comes_to_speak_for_the_city_is_out_at_the_next_request() -> None:
    stage = opened()
    factories.put(
        Representative(
            person_id=stage.as_anna.id, city_id=stage.city.id, role=RepresentativeRole.VIEWER, since=clock.now()
        )
    )
    assert "nobody judges a city they speak for" in (
        policy.why_not_see(queries.seat(stage.assignment.id), clock.now()) or ""
    )
    with pytest.raises(Refusal, match="nobody judges a city they speak for"):
        service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    other = queries.seats_of_entry(stage.schools.id)[0]
    service.state_conflict(stage.anna, stage.schools, False)
    assert policy.why_not_see(queries.seat(other.assignment.id), clock.now()) is None


def test_a_conflict_can_be_stated_before_the_round_opens_and_nothing_is_read_yet() -> None:
    stage = make()
    wait(stage)
    service.state_conflict(stage.anna, stage.trams, False)
    assert "Scoring opens" in (policy.why_not_see(queries.seat(stage.assignment.id), clock.now()) or "")


def test_after_the_round_nothing_is_read() -> None:
    stage = opened()
    shut(stage)
    assert "Scoring closed" in (policy.why_not_see(queries.seat(stage.assignment.id), clock.now()) or "")
