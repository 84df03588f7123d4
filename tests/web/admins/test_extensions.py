"""Extensions from the organiser's form to the city's page."""

from datetime import timedelta

import pytest
from flask import Flask

from awards_portal import clock
from awards_portal.web.shared.instants import as_typed, read_moment
from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make

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
    until = as_typed(clock.now() + timedelta(days=1), "Asia/Seoul")
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


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-05-31", "2026-05-31T18:00+09:00", "0001-01-01T00:00", "٣"])
def test_what_is_no_time_of_the_editions_zone_is_none(text: str) -> None:
    assert read_moment(text, "Asia/Seoul") is None


def test_a_time_is_read_in_the_editions_zone_and_one_that_clocks_jump_over_is_none() -> None:
    found = read_moment("2026-05-31T18:00", "Asia/Seoul")
    assert found is not None
    assert found.isoformat() == "2026-05-31T09:00:00+00:00"
    assert as_typed(found, "Asia/Seoul") == "2026-05-31T18:00"
    assert read_moment("2026-03-29T02:30", "Europe/Oslo") is None
