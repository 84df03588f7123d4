"""Judging data that is taken or opened is in the ledger: who, when, what; asking for it is not, nor what is refused."""

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.judging import service
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import TeamRole
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import FULL, Stage, opened

TEAM = "/team/editions/ssc26"


@pytest.fixture
def stage(context: Flask) -> Stage:
    made = opened()
    service.save_scores(made.assignment, FULL, 0, made.as_anna)
    return made


def lines() -> list[tuple[str, str, str]]:
    found = select(LedgerLine).where(LedgerLine.event.in_(["judging.downloaded", "scorecard.viewed"]))
    return [(each.event, each.actor, each.subject) for each in db.session.scalars(found.order_by(LedgerLine.id))]


@pytest.mark.parametrize("name", ["assignments", "progress", "disagreement", "feedback"])
def test_a_file_is_given_by_a_button_that_leaves_a_line(stage: Stage, client: PageClient, name: str) -> None:
    client.sign_in(factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    page = client.get(f"{TEAM}/{name}?format=csv")
    assert "The ledger keeps who took this file" in page.text
    assert lines() == []
    client.send(page, f"/{name}/file")
    assert client.response.mimetype == "text/csv"
    ((event, who, what),) = lines()
    assert (event, who, what.endswith(".csv")) == ("judging.downloaded", "Obe Observer", True)


def test_a_scorecard_is_opened_by_a_button_and_stays_open_for_its_reader_alone(stage: Stage, app: Flask) -> None:
    obe = PageClient(app).sign_in(factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    ori = PageClient(app).sign_in(stage.organiser)
    there = f"{TEAM}/assignments/{stage.assignment.id}/history"
    page = obe.get(there)
    assert "Well argued." not in page.html
    page = obe.send(page, "/opening")
    assert "Well argued." in page.html
    address = obe.response.request.full_path
    assert "Well argued." in obe.get(address).html
    assert "Well argued." not in ori.get(address).html
    assert "Well argued." not in obe.get(f"{there}?opened=made-up").html
    assert lines() == [("scorecard.viewed", "Obe Observer", f"{stage.trams.reference}, Anna Arbor")]
    client = PageClient(app).sign_in(factories.representative(stage.city, name="Leo Lead"))
    client.post(f"{there}/opening", status=404)
    assert len(lines()) == 1


def test_the_ledger_shows_views_and_downloads_alone(stage: Stage, client: PageClient) -> None:
    client.sign_in(factories.team_member(name="Ori Reader"))
    client.post(f"{TEAM}/progress/file")
    client.post(f"{TEAM}/assignments/{stage.assignment.id}/history/opening")
    page = client.get(f"{TEAM}/ledger?event=views and downloads")
    assert "2 lines" in page.text
    assert "Scorecard viewed" in page.text
