"""The page of the shortlist: who would go on by a rule, the decision, and its undoing."""

import pytest

from tests import factories
from tests.page import PageClient
from tests.rooms.awards.test_shortlisting import COVERED, two_rounds

pytestmark = pytest.mark.usefixtures("context")

PAGE = "/team/editions/ssc26/rounds/scoring/shortlist"


def test_seen_decided_and_taken_back(client: PageClient) -> None:
    two_rounds()
    client.sign_in(factories.team_member())
    # The round that another follows.
    assert client.http.get("/team/editions/ssc26/shortlist").location == PAGE
    page = client.get(f"{PAGE}?top=1&reserves=2")
    assert page.html.count('data-place="shortlisted"') == 1
    assert page.html.count('data-place="reserve"') == 2
    page = client.send(page, "/shortlists")
    assert "In force" in page.text
    standings = client.get("/team/editions/ssc26/standings?round=final")
    assert standings.html.count("data-rank>") == 1
    refused = client.send(page, "/undoing", status=422)
    assert "Write why" in refused.text
    assert "Taken back" in client.send(refused, "/undoing", undone_because="A card came late.").text


def test_every_reason_why_not_is_told(client: PageClient) -> None:
    two_rounds({**COVERED, "South": {"Anna": None, "Bo": None}}, closed=False)
    client.sign_in(factories.team_member())
    page = client.get(PAGE)
    assert "2 reasons why not yet" in page.text
    assert "Make this the shortlist" not in page.text


def test_a_rule_that_cannot_be_is_told_at_its_field(client: PageClient) -> None:
    two_rounds()
    client.sign_in(factories.team_member())
    assert "one place or more" in client.get(f"{PAGE}?top=0").text
