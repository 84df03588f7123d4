"""Anybody learns in a minute that a project may not enter, and why, without an account."""

from flask import Flask

from awards_portal.db import db
from awards_portal.entries.models import Entry
from tests import factories
from tests.page import PageClient
from tests.web.applicants.test_eligibility import QUESTIONS

PAGE = "/editions/ssc26/eligibility"


def test_from_the_call_a_visitor_learns_whether_the_project_may_enter(client: PageClient, context: Flask) -> None:
    factories.edition(eligibility=QUESTIONS)
    page = client.get(client.get("/editions/ssc26").links["See in a minute whether your project may enter"])
    assert page.h1 == ["May your project enter?"]
    assert page.form("/eligibility")["method"] == "get"
    again = client.get(f"{PAGE}?answered=1&eligible-city=yes")
    assert "Answer yes or no: Has it won before?" in again.text
    assert again.form("/eligibility")["fields"]["eligible-city"] == "yes"
    told = client.get(f"{PAGE}?answered=1&eligible-city=yes&eligible-won=yes")
    assert told.h1 == ["This project may not enter"]
    assert "It has won already." in told.text
    assert "Only cities enter." not in told.text
    told = client.get(f"{PAGE}?answered=1&eligible-city=yes&eligible-won=no")
    assert told.h1 == ["Your project may enter"]
    assert told.links["Enter your city's project"] == "/account/register"
    assert db.session.query(Entry).count() == 0
    client.sign_in(factories.representative(factories.city(), name="Leo Lead"))
    start = client.get(f"{PAGE}?answered=1&eligible-city=yes&eligible-won=no").links["Start an entry"]
    assert client.get(start).form("/start/")["fields"]["eligible-won"] == "no"


def test_an_edition_that_asks_nothing_has_no_such_page(client: PageClient, context: Flask) -> None:
    factories.edition()
    assert "whether your project may enter" not in client.get("/editions/ssc26").text
    client.get(PAGE, status=404)
    client.get("/editions/none/eligibility", status=404)
