"""A NUL, which PostgreSQL refuses in every text, fails nowhere: not in an address, a search or a form."""

import pytest
from flask import Flask

from awards_portal.judging import queries
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import make

BOTH = pytest.mark.parametrize(
    "backend", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)], scope="session"
)


@BOTH
def test_nothing_is_at_an_address_with_a_nul(context: Flask, client: PageClient) -> None:
    stage = make()
    client.sign_in(stage.as_anna)
    client.get("/judging/entries/a%00b", status=404)
    client.sign_in(stage.organiser)
    client.get("/team/editions/%00/judges", status=404)


@BOTH
def test_a_search_is_read_without_it(context: Flask, client: PageClient) -> None:
    stage = make()
    client.sign_in(stage.organiser)
    assert "Bo Birch" in client.get("/team/editions/ssc26/judges?q=bir%00ch").text
    assert "Night trams" in client.get("/team/editions/ssc26/assignments?q=%00trams").text


@BOTH
def test_a_form_is_read_without_it(context: Flask, client: PageClient) -> None:
    stage = make()
    client.sign_in(stage.organiser)
    page = client.post(
        f"/team/editions/ssc26/assignments/{stage.assignment.id}/recusal", {"reason": "\x00", "x\x00": "y"}, status=409
    )
    assert "Write the reason" in page.text
    data = {"email": "eva\x00@example.org", "name": "Eva\x00 Elm", "organisation": "Elm\x00"}
    assert "Eva Elm is invited" in client.post("/team/editions/ssc26/judges", data).text


@BOTH
def test_a_mark_with_it_is_no_mark(context: Flask, client: PageClient) -> None:
    stage = make()
    factories.statement(stage.anna, stage.trams)
    client.sign_in(stage.as_anna)
    body = {"scores": {"impact": {"step": 8}}, "revision": 0, "mark": "a\x00b"}
    headers = {"X-CSRFToken": client.csrf(), "Accept": "application/json"}
    answer = client.http.post(f"/judging/entries/{stage.trams.reference}/scores", json=body, headers=headers)
    assert (answer.status_code, answer.get_json()["state"]) == (200, "saved")
    assert queries.seat(stage.assignment.id).card is not None
