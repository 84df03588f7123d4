"""The pairwise final: judges compare what they may read and nothing else, and the order stands beside the score."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from awards_portal import clock
from awards_portal.awards.models import PairwiseFinal
from awards_portal.awards.pairing import queries, service
from awards_portal.awards.pairing.order import next_pair, order
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.judging.models import ConflictKind, Judge
from awards_portal.people.models import Person
from awards_portal.programmes.models import Category, Edition
from tests import factories
from tests.page import PageClient
from tests.rooms.awards.test_meeting import judge, speaks
from tests.rooms.awards.test_publishing import COVERED, closed, entry, organisers, the_round
from tests.scored import round_with

pytestmark = pytest.mark.usefixtures("context")


def stage(conflict: str = "") -> tuple[PairwiseFinal, Person, Person]:
    """A final of North, East and West, which tie for second, with Anna and Bo to answer; Anna's conflict if any."""
    edition = round_with(COVERED)
    people = []
    for name in ("Anna", "Bo"):
        someone = factories.person(f"{name} Judge")
        with transaction():
            db.session.get_one(Judge, judge(name).id).person_id = someone.id
        people.append(someone)
        for city in ("North", "East", "West"):
            kind = ConflictKind.ADVISED if name == "Anna" and city == conflict else None
            factories.statement(judge(name), entry(city), kind)
    return opened(edition, 3), people[0], people[1]


def opened(edition: Edition, top: int | None = 2) -> PairwiseFinal:
    by = factories.team_member(name="Otto First")
    return find(service.open_final(the_round(edition), category(edition), top, by).id)


def find(final_id: int) -> PairwiseFinal:
    found = queries.final(final_id)
    assert found is not None
    return found


def category(edition: Edition) -> Category:
    return next(each for each in db.session.query(Category).filter_by(edition_id=edition.id, key="open-city"))


def ref(city: str) -> str:
    return entry(city).reference


def pairs(final: PairwiseFinal, by: Person) -> set[frozenset[str]]:
    seats = queries.readable(queries.seats_in(final, by.id), clock.now())
    answered = [each for each in queries.comparisons(final.id) if each.judge.person_id == by.id]
    left = queries.pairs_left(seats, answered)
    return {frozenset(each.assignment.entry.title.split()[1] for each in pair) for pair in left}


def test_the_first_places_are_in_with_all_that_share_the_last_of_them() -> None:
    edition = closed()
    first, second = organisers()
    with pytest.raises(Invalid, match="from 2 to 20"):
        service.open_final(the_round(edition), category(edition), None, first)
    final = service.open_final(the_round(edition), category(edition), 2, first)
    assert [each.reference for each in queries.finalists(final.id)] == [ref("North"), ref("East"), ref("West")]
    assert service.open_final(the_round(edition), category(edition), 4, second).id == final.id
    speaks(second, "South")
    with pytest.raises(Refusal, match="neither see nor decide"):
        service.close_final(final, second)
    for statement in ("UPDATE finalist SET entry_id = 0", "DELETE FROM pairwise_final"):
        with pytest.raises(DatabaseError, match="kept as they were written"), transaction():
            db.session.execute(text(statement))


def test_a_judge_never_compares_an_entry_with_a_conflict_or_without_a_word_on_it() -> None:
    final, anna, bo = stage(conflict="East")
    assert pairs(final, anna) == {frozenset({"North", "West"})}
    with pytest.raises(NotHere):
        service.compare(final, ref("North"), ref("East"), "first", "", anna)
    with pytest.raises(NotHere):
        service.compare(final, ref("North"), ref("South"), "first", "", bo)
    with pytest.raises(NotHere):
        service.compare(final, ref("North"), ref("West"), "first", "", factories.person("Sten Stranger"))
    speaks(bo, "West")
    assert pairs(final, bo) == {frozenset({"North", "East"})}
    with pytest.raises(Refusal, match="nobody judges a city they speak for"):
        service.compare(final, ref("North"), ref("West"), "first", "", bo)
    assert queries.comparisons(final.id) == []


def test_an_answer_stands_and_the_order_beside_the_score_follows() -> None:
    final, anna, bo = stage()
    with pytest.raises(Invalid, match="or say that you cannot tell"):
        service.compare(final, ref("North"), ref("East"), "both", "", anna)
    first = service.compare(final, ref("North"), ref("East"), "second", "Calmer.", anna)
    assert service.compare(final, ref("East"), ref("North"), "second", "", anna).id == first.id
    assert pairs(final, anna) == {frozenset({"North", "West"}), frozenset({"East", "West"})}
    left = queries.pairs_left(queries.seats_in(final, bo.id), [])
    asked = next_pair(final, left)
    assert asked is not None
    # West was not compared yet, so a pair with West tells most.
    assert "The West project" in {each.assignment.entry.title for each in asked}
    for by, one, other, choice in (
        (anna, "East", "West", "first"),
        (anna, "North", "West", "first"),
        (bo, "East", "North", "first"),
        (bo, "West", "East", "neither"),
        (bo, "North", "West", "second"),
    ):
        service.compare(final, ref(one), ref(other), choice, "", by)
    found = order(final)
    assert [each.place.entry.city.split()[0] for each in found.rows] == ["East", "West", "North"]
    assert (len(found.comparisons), found.ties, found.answers) == (6, 1, [("Anna", 3), ("Bo", 3)])
    assert (found.pairs, found.same) == (2, 0)
    assert all(each.low < each.strength < each.high for each in found.rows)
    service.close_final(final, factories.team_member(name="Ada Closer"))
    with pytest.raises(Refusal, match="The comparing is closed"):
        service.compare(final, ref("North"), ref("East"), "first", "", anna)


def test_the_doors_of_judge_and_organiser(app: Flask) -> None:
    final, anna, _bo = stage(conflict="East")
    client = PageClient(app).sign_in(anna)
    page = client.get(client.get("/judging/").links["Compare them Open City"])
    assert "0 of 1 pairs answered" in page.text
    assert "East" not in page.text
    assert "or say that you cannot tell" in client.send(page, "/pairs", status=422, comment="A word.").text
    assert (
        "You have answered every pair"
        in client.send(client.get(f"/judging/pairs/{final.id}"), "/pairs", choice="first").text
    )
    team = PageClient(app).sign_in(factories.team_member(name="Pia Second"))
    there = f"/team/editions/ssc26/pairwise/{final.id}"
    shown = team.get(there)
    assert "1 answer so far" in shown.text
    assert "weak prior" in shown.text
    team.post(f"{there}/file")
    lines = team.response.get_data().decode("utf-8-sig").splitlines()
    assert lines[0] == "first,second,preferred,judge"
    assert lines[1].endswith("Judge 1")
    assert "Closed" in team.send(shown, "/closing").text
    assert "Pairwise final" in team.get("/team/editions/ssc26/pairwise").text
    insider = factories.team_member(name="Una Insider")
    speaks(insider, "West")
    outside = PageClient(app).sign_in(insider)
    assert "The North project" not in outside.get(there).text
    outside.post(f"{there}/file", status=404)
