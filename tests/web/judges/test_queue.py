"""A judge's home: what is left and by when, skip for now, save and next."""

import re

import pytest
from flask import Flask

from awards_portal.db import db, transaction
from awards_portal.judging import service
from awards_portal.people.models import Person
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import Stage, make, opened
from tests.statements import statements


@pytest.fixture
def stage(context: Flask, client: PageClient) -> Stage:
    made = make()
    client.sign_in(made.as_anna)
    return made


def order(html: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'<span class="reference">(SSC26-\d+)</span>', html)))


def test_what_is_left_how_much_a_day_and_the_deadline_in_three_zones(stage: Stage, client: PageClient) -> None:
    with transaction():
        db.session.get_one(Person, stage.as_anna.id).time_zone = "Europe/Oslo"
    page = client.get("/judging/")
    assert "2 of 2 left, about 1 a day until the deadline." in page.text
    for zone in ("Asia/Seoul", "Europe/Oslo", "(UTC)"):
        assert zone in page.text, zone


def test_a_skipped_entry_comes_last_and_goes_back(stage: Stage, client: PageClient) -> None:
    page = client.get("/judging/")
    first, second = order(page.html)
    page = client.send(page, f"/{first}/skip")
    assert f"{first} is skipped for now: it comes last." in page.text
    assert second in page.text
    page = client.get("/judging/")
    assert order(page.html) == [second, first]
    assert "Skipped for now" in page.text
    page = client.send(page, f"/{first}/skip/removal")
    assert order(page.html) == [first, second]


def test_save_and_next_stores_and_goes_on(context: Flask, client: PageClient) -> None:
    stage = opened()
    factories.statement(stage.anna, stage.schools)
    client.sign_in(stage.as_anna)
    page = client.get(f"/judging/entries/{stage.trams.reference}")
    page = client.send(page, "/scores", then="next", **{"score-impact": "8"})
    assert f"{stage.trams.reference} is saved." in page.text
    assert page.h1 == ["River schools"]
    page = client.send(page, "/scores", then="skip", **{"score-impact": "4"})
    assert f"{stage.schools.reference} is skipped for now" in page.text
    assert page.h1 == ["Night trams"]
    assert page.form("/scores")["fields"]["score-impact"] == "8"
    page = client.get(f"/judging/entries/{stage.schools.reference}")
    assert page.form("/scores")["fields"]["score-impact"] == "4"


def test_with_nothing_else_left_next_is_home(stage: Stage, client: PageClient) -> None:
    service.unassign(factories.assignment(stage.bo, stage.trams), stage.organiser)
    service.recuse(stage.assignment, "Because", stage.organiser)
    page = client.send(client.get(f"/judging/entries/{stage.schools.reference}"), "/skip")
    assert "There is no other entry left to do." in page.text
    assert page.h1 == ["Entries to judge"]
    client.post(f"/judging/entries/{stage.trams.reference}/skip", status=409)


def test_a_long_queue_costs_as_many_statements_as_a_short_one(stage: Stage, client: PageClient) -> None:
    costs = []
    for more in (0, 5):
        for number in range(more):
            city = factories.city(f"City {number}")
            factories.assignment(stage.anna, factories.submitted_entry(stage.edition, city, f"Project {number}"))
        with statements() as sent:
            client.get("/judging/")
        costs.append(len(sent))
    assert costs[0] == costs[1]
