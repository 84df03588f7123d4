"""A substitute is proposed where an organiser looks, and given the entry with one button."""

import pytest
from flask import Flask

from awards_portal.judging import queries, service
from awards_portal.judging.models import ConflictKind
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import Stage, make, person_of

TEAM = "/team/editions/ssc26"


@pytest.fixture
def stage(context: Flask, client: PageClient) -> Stage:
    made = make()
    service.form_panel(made.round, made.category, [made.anna, made.bo], made.organiser)
    client.sign_in(made.organiser)
    return made


def test_one_button_gives_the_entry_to_the_substitute(stage: Stage, client: PageClient) -> None:
    assert "lost a judge" not in client.get(f"{TEAM}/assignments").text
    service.state_conflict(stage.anna, stage.trams, True, ConflictKind.PERSONAL, "A friend")
    page = client.get(f"{TEAM}/assignments")
    assert "1 entry lost a judge" in page.text
    assert "Anna Arbor stated a conflict. Bo Birch could step in" in page.text
    assert "The judge is asked first about: same country." in page.text
    page = client.get(f"{TEAM}/assignments/{stage.assignment.id}")
    page = client.send(page, "/assignments/substitutes")
    assert f"Bo Birch steps in for {stage.trams.reference} and gets a letter." in page.text
    assert "Not opened , Bo Birch, SSC26-0001" in page.text
    data = {"round": "scoring", "category": "open-city", "entry": stage.trams.reference, "judge": str(stage.bo.id)}
    assert (
        "somebody else would be proposed now" in client.post(f"{TEAM}/assignments/substitutes", data, status=409).text
    )


def test_why_there_is_none_is_said_with_the_way_out(stage: Stage, client: PageClient) -> None:
    service.remove_member(queries.panels(stage.round.id)[0], stage.bo, stage.organiser)
    service.recuse(stage.assignment, "Because", stage.organiser)
    page = client.get(f"{TEAM}/assignments/{stage.assignment.id}")
    assert "Anna Arbor was taken off." in page.text
    assert "Nobody else sits on this panel." in page.text
    assert "Seat another judge" in page.links


def test_the_substitute_opens_the_entry_and_the_judge_before_is_out_at_the_next_request(
    stage: Stage, client: PageClient, app: Flask
) -> None:
    address = f"/judging/entries/{stage.trams.reference}"
    factories.statement(stage.anna, stage.trams)
    anna, bo = PageClient(app).sign_in(stage.as_anna), PageClient(app).sign_in(person_of(stage.bo))
    assert "Trams run at night." in anna.get(address).text
    bo.get(address, status=404)
    service.recuse(stage.assignment, "Former colleague", stage.organiser)
    service.substitute(stage.round, stage.trams, stage.bo, stage.organiser)
    page = anna.get(address)
    assert "took you off this entry. Its reason: Former colleague" in page.text
    assert "Trams run at night." not in page.html
    assert "do you have a conflict" in bo.get(address).text
