"""The page of standings: places with their intervals drawn, over all categories, and who is missing."""

import pytest

from tests import defended, factories
from tests.page import PageClient
from tests.scored import round_with

pytestmark = pytest.mark.usefixtures("context")

PAGE = "/team/editions/ssc26/standings"


def test_intervals_are_drawn_with_their_table_and_a_title_that_says_the_finding(client: PageClient) -> None:
    defended.edition()
    client.sign_in(factories.team_member())
    page = client.get(PAGE)
    assert "may be first with 90 % confidence" in page.text
    assert page.html.count('class="dot award"') >= 1
    assert page.text.count("The numbers as a table") >= 1


def test_an_entry_with_too_few_scorecards_says_whose_are_missing(client: PageClient) -> None:
    round_with({"North": {"Anna": (5, 5), "Bo": None, "Cai": (None, 3)}, "East": {}})
    client.sign_in(factories.team_member())
    page = client.get(PAGE)
    assert "not rankable yet: fewer than 2. Missing: Bo, Cai" in page.text
    assert "not rankable yet: fewer than 2. Nobody is to score it." in page.text


def test_all_categories_in_one_order(client: PageClient) -> None:
    defended.edition()
    client.sign_in(factories.team_member())
    by_category = client.get(PAGE)
    assert by_category.html.count("data-rank>1") == 2
    page = client.get(by_category.links["All categories in one order"])
    assert page.html.count("data-rank>1") == 1
    assert page.html.count("data-rank>") == 8
    assert "Awards are given by category" in page.text
    assert page.links["Places by category"] == f"{PAGE}?round=scoring"
