"""A refused try to submit is told on the page of its entry until something is submitted: to the city and the team."""

import pytest
from flask import Flask

from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make


@pytest.fixture
def stage(context: Flask) -> Stage:
    made = make()
    made.write("Trams run at night.")
    return made


def test_what_kept_an_entry_from_being_submitted_is_told_until_it_is(
    app: Flask, client: PageClient, stage: Stage
) -> None:
    client.sign_in(stage.lead)
    entry = f"/entries/{stage.entry.reference}"
    page = client.send(client.get(f"{entry}/check"), "/submissions", status=422)
    assert page.title.startswith("Error:")
    said = "Leo Lead tried to submit on"
    assert said in client.get(entry).text
    assert "these still needed something. Title All of this is accurate" in client.get(entry).text
    team = PageClient(app).sign_in(factories.team_member())
    page = team.get(f"/team/editions/ssc26/entries/{stage.entry.reference}")
    assert "What still needed something: Title All of this is accurate" in page.text
    stage.fill()
    client.send(client.get(f"{entry}/check"), "/submissions")
    assert said not in client.get(entry).text


def test_a_page_left_open_over_the_deadline_says_what_happened_and_where_it_is_kept(
    client: PageClient, stage: Stage
) -> None:
    stage.fill()
    client.sign_in(stage.lead)
    entry = f"/entries/{stage.entry.reference}"
    page = client.get(f"{entry}/check")
    stage.close()
    page = client.send(page, "/submissions", status=409)
    assert "It was not submitted" in page.text
    assert "The deadline passed on" in page.text
    assert "It was not taken: the deadline had passed." in client.get(entry).text
