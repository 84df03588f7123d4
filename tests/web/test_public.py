"""Home and the call, open to anyone."""

from datetime import timedelta

from flask import Flask

from awards_portal import clock
from tests import factories
from tests.page import PageClient


def test_home_invites_to_the_open_edition_and_says_until_when(client: PageClient, context: Flask) -> None:
    factories.edition()
    page = client.get("/")
    assert page.h1 == ["Smart Sustainable City Awards 2026"]
    assert "Asia/Seoul" in page.text
    assert "9 days, 23 hours left" in page.text
    assert page.links["Enter your city's project"] == "/account/register"


def test_home_says_when_nothing_is_open(client: PageClient, context: Flask) -> None:
    assert "No edition takes entries at the moment." in client.get("/").text
    at = clock.now()
    factories.edition(opens_at=at + timedelta(days=3), closes_at=at + timedelta(days=9), theme="")
    assert "<p>Opens on" in client.get("/").html, "an edition without a theme begins with no stop"


def test_the_call_tells_categories_weights_and_how_equal_scores_are_decided(client: PageClient, context: Flask) -> None:
    factories.edition(tie_ladder=["heaviest_criterion", "jury"], method="median")
    page = client.get("/editions/ssc26")
    for words in (
        "Open City",
        "60 %",
        "the higher mean on the criterion with the largest weight",
        "follow the median",
        "members and non-members alike",
    ):
        assert words in page.text, words


def test_there_is_no_call_of_an_edition_that_does_not_exist(client: PageClient) -> None:
    client.get("/editions/none", status=404)
