"""The page of the rules: changed with a reason, both results shown there, on the standings and in the workbook."""

import io

import pandas as pd
import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db
from awards_portal.entries.models import Entry
from awards_portal.people.models import Representative, RepresentativeRole
from tests import factories
from tests.page import PageClient
from tests.rooms.awards.test_ruling import GIVEN
from tests.scored import round_with

pytestmark = pytest.mark.usefixtures("context")

PAGE = "/team/editions/ssc26/rules"
WEIGHTS = {"weight-impact": "10", "weight-innovation": "90"}


def test_a_change_shows_both_results_wherever_results_are_read(client: PageClient) -> None:
    round_with(GIVEN)
    client.sign_in(factories.team_member())
    page = client.get(PAGE)
    assert "those that judging began with" in page.text
    refused = client.send(page, "/rules", status=422, **WEIGHTS)
    assert "Write why" in refused.text
    assert refused.form("/rules")["fields"]["weight-impact"] == "10"
    client.send(page, "/rules", **WEIGHTS, reason="The call said 10 and 90.")
    for address in (PAGE, "/team/editions/ssc26/standings"):
        shown = client.get(address)
        assert "The call said 10 and 90." in shown.text
        assert shown.html.count('data-moved="yes"') == 2
    call = client.get("/editions/ssc26").text
    assert "The call said 10 and 90." in call
    assert "Weights of the criteria" in call
    client.post("/team/editions/ssc26/workbook", {"format": "xlsx"})
    facts = pd.read_excel(io.BytesIO(client.response.data), "README", engine="openpyxl").set_index("fact")["value"]
    assert "The call said 10 and 90." in facts["rules changed 1"]
    assert facts["rules changed 1 before"].endswith("weights impact=60, innovation=40")
    assert facts["places before 1 open-city"].startswith("1. SSC26-O000 76.0000; 2. SSC26-O001")
    assert facts["places after 1 open-city"].startswith("1. SSC26-O001 78.0000; 2. SSC26-O000")


def test_who_may_not_change_the_rules_reads_them(client: PageClient) -> None:
    round_with({"East": {"Anna": None}})
    client.sign_in(factories.team_member())
    assert "set freely" in client.get(PAGE).text


def test_who_speaks_for_a_city_reads_no_places_of_its_category(app: Flask, client: PageClient) -> None:
    round_with(GIVEN)
    client.sign_in(factories.team_member())
    client.send(client.get(PAGE), "/rules", **WEIGHTS, reason="The call said 10 and 90.")
    cora = factories.team_member(name="Cora Conflicted")
    entry = db.session.scalars(select(Entry).order_by(Entry.id)).first()
    assert entry is not None
    values = {"person_id": cora.id, "city_id": entry.city_id, "role": RepresentativeRole.LEAD, "since": clock.now()}
    factories.put(Representative(**values))
    reader = PageClient(app).sign_in(cora)
    for address in (PAGE, "/team/editions/ssc26/standings"):
        page = reader.get(address)
        assert "The call said 10 and 90." in page.text
        assert "You speak for a city with an entry in this category" in page.text
        # Nor of the others: a place that is left over would be its own.
        assert "data-moved" not in page.html
        assert "data-score" not in page.html
