"""Extensions from the organiser's form to the city's page."""

from datetime import timedelta

import pytest
from flask import Flask

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries.oversight.extending import extend
from awards_portal.programmes.models import Edition
from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make
from tests.web.applicants.test_cost import cost

PAGE = "/team/editions/ssc26/extensions"


@pytest.fixture
def stage(context: Flask) -> Stage:
    made = make(grace_minutes=0)
    made.fill()
    made.close()
    return made


def test_an_entry_is_reopened_for_its_city_and_closed_again(app: Flask, client: PageClient, stage: Stage) -> None:
    client.sign_in(factories.team_member())
    city = PageClient(app).sign_in(stage.lead)
    entry = f"/entries/{stage.entry.reference}"
    assert "Not submitted in time" in city.get(entry).text
    page = client.get(f"/team/editions/ssc26/entries/{stage.entry.reference}")
    page = client.get(page.links["Give this city more time"])
    assert page.form("/extensions")["fields"]["city"] == stage.city.slug
    until = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    page = client.send(page, "/extensions", until=until, status=422)
    assert page.text.count("Write why: the city is told") == 2
    assert page.form("/extensions")["fields"]["until"] == until
    page = client.send(page, "/extensions", reason="The network was down.", despite_judging="yes")
    assert "In force" in page.text
    page = city.get(entry)
    assert "This is an extension for your city alone" in page.text
    assert "Check your answers and submit" in page.text
    assert "Start an entry" in city.get("/entries/").links
    page = client.send(client.get(PAGE), "/revocation", status=422)
    assert page.text.count("Write why the extension is taken back") == 2
    page = client.send(page, "/revocation", revocation="Given to the wrong city.")
    assert "Taken back" in page.text
    assert "Not submitted in time" in city.get(entry).text


def test_the_written_grace_is_told_on_the_call_and_where_one_submits(client: PageClient, context: Flask) -> None:
    stage = make(grace_minutes=15)
    words = "What arrives within 15 minutes after the closing time is still taken."
    assert words in client.get("/editions/ssc26").text
    client.sign_in(stage.lead)
    for rest in ("", "/check", "/sections/C"):
        assert words in client.get(f"/entries/{stage.entry.reference}{rest}").text
    with transaction() as moment:
        db.session.get_one(Edition, stage.edition.id).closes_at = moment.at - timedelta(minutes=16)
    text = client.get(f"/entries/{stage.entry.reference}").text
    assert "What arrived within 15 minutes after the closing time was still taken." in text


def test_the_list_of_extensions_costs_the_same_for_one_and_for_six(client: PageClient, stage: Stage) -> None:
    organiser = factories.team_member()
    client.sign_in(organiser)
    until, costs = clock.now() + timedelta(days=2), []
    for number in range(6):
        city = factories.city(f"City {number}")
        factories.representative(city, name=f"Lea {number}")
        extend(stage.edition, city, until, "A storm", organiser, despite_judging=True)
        if number in {0, 5}:
            costs.append(cost(client, PAGE))
    assert costs[0] == costs[1]
    assert client.get(PAGE).text.count("In force") == 6


def test_an_extension_that_the_moved_deadline_has_passed_is_told_as_overtaken(
    client: PageClient, context: Flask
) -> None:
    stage, organiser = make(), factories.team_member()
    until = stage.edition.closes_at + timedelta(days=2)
    extend(stage.edition, stage.city, until, "A storm", organiser, despite_judging=True)
    client.sign_in(organiser)
    assert "In force" in client.get(PAGE).text
    with transaction():
        db.session.get_one(Edition, stage.edition.id).closes_at = until + timedelta(days=1)
    page = client.get(PAGE)
    assert "Overtaken: everybody has as much time by now" in page.text
    assert "In force" not in page.text
