"""A judge answers the invitation from the letter."""

import pytest
from flask import Flask

from awards_portal.db import db
from awards_portal.judging import service
from awards_portal.judging.models import Judge
from awards_portal.people import passwords
from awards_portal.people.models import Person
from tests import factories
from tests.page import PageClient, apart
from tests.web.account.letters import link

GOOD = "tram bridge lantern"


@pytest.fixture
def invited(context: Flask) -> str:
    edition = factories.edition()
    service.invite_judge(edition, "anna@example.org", "Anna Holt", "Institute", by=factories.team_member())
    return link(context, "anna@example.org")


def test_a_new_judge_chooses_a_password_and_is_at_work(client: PageClient, invited: str) -> None:
    page = client.get(invited)
    assert page.h1 == ["Will you judge the Smart Sustainable City Awards 2026?"]
    page = client.send(page, "acceptance", password="short", status=422)
    assert "at least 8 characters" in page.text
    client.send(page, "acceptance", password=GOOD)
    assert client.response.request.path == "/judging/"


def test_somebody_with_an_account_signs_in_and_accepts(client: PageClient, invited: str) -> None:
    factories.person("Anna Holt", "anna@example.org", password_hash=passwords.hashed(GOOD))
    page = client.get(invited)
    page = client.get(page.links["Sign in to accept"])
    page = client.send(page, "sign-in", email="anna@example.org", password=GOOD)
    client.send(page, "acceptance")
    assert client.response.request.path == "/judging/"


def test_a_judge_declines_with_a_reason(app: Flask, client: PageClient, invited: str) -> None:
    client.send(client.get(invited), "refusal", reason="On leave")
    with apart(app):
        judge = db.session.query(Judge).one()
        assert (judge.declined_at is not None, judge.decline_reason) == (True, "On leave")


def test_another_person_who_is_signed_in_does_not_accept(client: PageClient, invited: str) -> None:
    other: Person = factories.person("Sten Stranger")
    client.sign_in(other)
    assert "Sign out first" in client.get(invited).text
    client.post(f"{invited}/acceptance", status=409)
