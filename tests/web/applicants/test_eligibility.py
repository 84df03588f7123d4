"""Eligibility questions: a city learns in a minute that its project may not enter, and nothing is made."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.entries import service
from awards_portal.entries.models import Answer, Entry
from awards_portal.errors import Invalid, Refusal
from awards_portal.people.models import City, Person
from awards_portal.programmes.models import Category, Edition
from tests import factories
from tests.page import PageClient

QUESTIONS: list[dict[str, Any]] = [
    {"key": "city", "question": "Does a city enter?", "help": "", "right": "yes", "why": "Only cities enter."},
    {"key": "won", "question": "Has it won before?", "help": "", "right": "no", "why": "It has won already."},
]
START = "/entries/start/ssc26"


@pytest.fixture
def lead(context: Flask, client: PageClient) -> Person:
    factories.edition(eligibility=QUESTIONS)
    someone = factories.representative(factories.city(), name="Leo Lead")
    client.sign_in(someone)
    return someone


def made() -> list[Entry]:
    db.session.rollback()
    return list(db.session.scalars(select(Entry)))


def test_a_project_that_may_enter_is_started_with_its_answers_kept(
    app: Flask, client: PageClient, lead: Person
) -> None:
    assert "Does a city enter? (yes)" in client.get("/editions/ssc26").text
    page = client.get(START)
    assert page.h1 == ["May your project enter?"]
    page = client.get(f"{START}?answered=1&eligible-city=yes&eligible-won=no")
    assert page.form("/start/")["fields"]["eligible-city"] == "yes"
    client.send(page, "/start/", category="open-city")
    (entry,) = made()
    assert entry.eligibility == {"city": "yes", "won": "no"}
    team = PageClient(app).sign_in(factories.team_member())
    assert "Has it won before? No" in team.get(f"/team/editions/ssc26/entries/{entry.reference}").text


def test_a_project_that_may_not_enter_is_told_why_and_nothing_is_made(client: PageClient, lead: Person) -> None:
    page = client.get(f"{START}?answered=1&eligible-city=no&eligible-won=yes")
    assert page.h1 == ["This project may not enter"]
    assert "Only cities enter." in page.text
    assert "It has won already." in page.text
    assert "Nothing was started" in page.text
    client.get(page.links["Answer again"])
    client.get(page.links["Read the call"])
    assert made() == []


def test_a_question_without_an_answer_is_told_beside_it(client: PageClient, lead: Person) -> None:
    page = client.get(f"{START}?answered=1&eligible-city=yes&eligible-won=perhaps")
    assert page.title.startswith("Error:")
    assert page.text.count("Answer yes or no: Has it won before?") == 2
    assert page.form("/start/")["fields"]["eligible-city"] == "yes"


def test_nobody_starts_around_the_questions(client: PageClient, lead: Person) -> None:
    city = db.session.scalars(select(City)).one()
    sent = {"city": str(city.id), "category": "open-city", "mark": "m"}
    page = client.post(START, sent, status=422)
    assert page.text.count("Answer yes or no: Does a city enter?") == 2
    client.post(START, {**sent, "eligible-city": "no", "eligible-won": "no"}, status=409)
    assert made() == []


def test_the_deed_itself_refuses_and_keeps_nothing(context: Flask) -> None:
    edition = factories.edition(eligibility=QUESTIONS)
    city = factories.city()
    lead = factories.representative(city, name="Leo Lead")
    category = db.session.scalars(select(Category).filter_by(key="open-city")).one()
    edition = db.session.get_one(Edition, edition.id)
    with pytest.raises(Invalid) as told:
        service.start(city, edition, category, lead, "m", {"city": "yes"})
    assert set(told.value.fields) == {"eligible-won"}
    with pytest.raises(Refusal, match="It has won already"):
        service.start(city, edition, category, lead, "m", {"city": "yes", "won": "yes"})
    assert made() == []
    assert db.session.scalars(select(Answer)).all() == []
