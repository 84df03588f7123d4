"""The progress of a round: who is late, what is not rankable yet, and the reminder with its preview."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask

from awards_portal.db import db, transaction
from awards_portal.judging import service
from awards_portal.judging.models import Assignment
from awards_portal.programmes.models import Round
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import FULL, Stage, make
from tests.rooms.people.letters import letters
from tests.statements import statements

TEAM = "/team/editions/ssc26"


@pytest.fixture
def stage(context: Flask, client: PageClient) -> Stage:
    made = make()
    with transaction() as moment:
        round_ = db.session.get_one(Round, made.round.id)
        round_.opens_at, round_.closes_at = moment.at - timedelta(days=20), moment.at + timedelta(days=10)
        for row in db.session.query(Assignment):
            row.at = round_.opens_at
    client.sign_in(made.organiser)
    return made


def test_the_late_are_shown_and_reminded_once(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    page = client.get(client.get(f"{TEAM}/assignments").links["Progress"])
    assert "1 judge is late" in page.text
    assert "2 entries are not rankable yet" in page.text
    assert "by 1 of 1 due" in page.text
    assert "A letter would go to Anna Arbor, and to nobody else." in page.text
    assert letters("nudge") == []
    sent = page.form("/nudges")["fields"]
    page = client.send(page, "/nudges")
    assert "1 judge is reminded." in page.text
    assert "Everybody who is late was reminded less than a day ago." in page.text
    assert page.links["Night trams"] == f"{TEAM}/entries/{stage.trams.reference}"
    client.post(f"{TEAM}/rounds/scoring/nudges", {"late": sent["late"]}, status=409)
    assert len(letters("nudge")) == 1
    client.send(client.get(page.links["Download as CSV"]), "/file")
    (row,) = csv.DictReader(io.StringIO(client.response.data.decode("utf-8-sig")))
    assert (row["judge"], row["entries"], row["started"], row["late by"]) == ("Anna Arbor", "2", "1", "1")


def test_the_matrix_says_what_is_not_rankable_yet(stage: Stage, client: PageClient) -> None:
    page = client.get(f"{TEAM}/assignments")
    assert "0 of 2 needed not rankable yet" in page.text


def test_an_empty_round_leads_on(context: Flask, client: PageClient) -> None:
    factories.edition()
    client.sign_in(factories.team_member())
    page = client.get(f"{TEAM}/progress")
    assert "Nothing is assigned in this round yet." in page.text
    assert "Assign entries" in page.links
    client.get(f"{TEAM}/progress?round=nonsense", status=404)
    client.post(f"{TEAM}/rounds/nonsense/nudges", status=404)


def test_many_judges_cost_as_many_statements_as_few(stage: Stage, client: PageClient) -> None:
    costs = []
    for more in (0, 4):
        for number in range(more):
            entry = factories.submitted_entry(stage.edition, factories.city(f"City {number}"), f"Project {number}")
            factories.assignment(factories.judge(stage.edition, f"Judge {number}"), entry)
        with statements() as sent:
            client.get(f"{TEAM}/progress")
        costs.append(len(sent))
    assert costs[0] == costs[1]
