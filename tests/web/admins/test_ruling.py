"""The page of the rules: changed with a reason, both results shown there, on the standings and in the workbook."""

import io

import pandas as pd
import pytest

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
