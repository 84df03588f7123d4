"""Judging data that is taken or read is in the ledger: who, when, what; not what was only asked for, or refused."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.judging import service
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import Representative, RepresentativeRole, TeamRole
from awards_portal.web.shared import recorded
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import FULL, Stage, opened

TEAM = "/team/editions/ssc26"


@pytest.fixture
def stage(context: Flask) -> Stage:
    made = opened()
    service.save_scores(made.assignment, FULL, 0, made.as_anna)
    return made


def lines(event: str = "%ed") -> list[tuple[str, str, str]]:
    found = select(LedgerLine).where(
        LedgerLine.event.like(event), LedgerLine.event.like("%.viewed") | LedgerLine.event.like("%.downloaded")
    )
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


def test_a_scorecard_is_read_with_one_line_an_hour_for_each_reader_and_none_for_who_may_not(
    stage: Stage, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    obe = PageClient(app).sign_in(factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    ori = PageClient(app).sign_in(factories.team_member(name="Ori Reader"))
    there = f"{TEAM}/assignments/{stage.assignment.id}/history"
    assert "Well argued." in obe.get(there).html
    obe.get(there)
    line = ("scorecard.viewed", "Obe Observer", f"{stage.trams.reference}, Anna Arbor")
    assert lines() == [line]
    assert "Well argued." in ori.get(there).html
    assert lines() == [line, ("scorecard.viewed", "Ori Reader", line[2])]
    PageClient(app).sign_in(factories.representative(stage.city, name="Leo Lead")).get(there, status=404)
    assert len(lines()) == 2
    monkeypatch.setattr(recorded, "AGAIN_AFTER", timedelta(0))
    obe.get(there)
    assert lines() == [line, ("scorecard.viewed", "Ori Reader", line[2]), line]


def test_pages_of_sums_leave_a_line_that_says_which_and_a_page_is_one_line(stage: Stage, client: PageClient) -> None:
    client.sign_in(factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    entry, round_ = stage.trams.reference, stage.round.key
    client.get(f"{TEAM}/standings")
    client.get(f"{TEAM}/standings")
    client.get(f"{TEAM}/standings?category={stage.trams.category.key}")
    client.get(f"{TEAM}/standings/{entry}?round={round_}")
    client.get(f"{TEAM}/standings/nothing-like-it", status=404)
    client.get(f"{TEAM}/feedback/{entry}")
    client.http.head(f"{TEAM}/disagreement")
    assert lines("%.viewed") == [
        ("standings.viewed", "Obe Observer", "ssc26"),
        ("standings.viewed", "Obe Observer", stage.trams.category.key),
        ("explanation.viewed", "Obe Observer", f"{entry}, {round_}"),
        ("feedback.viewed", "Obe Observer", entry),
    ]


def test_who_speaks_for_a_city_does_not_read_in_the_ledger_who_looked_at_its_judging(
    stage: Stage, app: Flask, client: PageClient
) -> None:
    client.sign_in(factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    client.get(f"{TEAM}/standings/{stage.trams.reference}")
    two_hats = factories.team_member(name="Ulla Twohats")
    assert "Explanation viewed" in PageClient(app).sign_in(two_hats).get(f"{TEAM}/ledger").text
    values = {"person_id": two_hats.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=stage.edition.created_at))
    page = PageClient(app).sign_in(two_hats).get(f"{TEAM}/ledger")
    assert "Explanation viewed" not in page.text
    assert "Obe Observer" not in page.text


def test_the_ledger_shows_views_and_downloads_alone(stage: Stage, client: PageClient) -> None:
    client.sign_in(factories.team_member(name="Ori Reader"))
    client.post(f"{TEAM}/progress/file")
    client.get(f"{TEAM}/assignments/{stage.assignment.id}/history")
    page = client.get(f"{TEAM}/ledger?event=views and downloads")
    assert "2 lines" in page.text
    assert "Scorecard viewed" in page.text
