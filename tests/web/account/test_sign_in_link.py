"""A judge signs in by a mailed link: once, soon, by a press of the button; the page tells nothing of who judges."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.judging.models import Judge
from awards_portal.people.models import SignIn, SignInLink
from tests import factories
from tests.page import PageClient
from tests.rooms.people.letters import letters, secret

pytestmark = pytest.mark.usefixtures("context")


def ask(client: PageClient, email: str) -> str:
    page = client.send(client.get("/account/sign-in-link"), "/sign-in-link", email=email)
    return page.text


@pytest.fixture
def anna(context: Flask) -> Judge:
    return factories.judge(factories.edition())


def test_the_link_signs_in_once_by_the_button_and_not_by_being_opened(anna: Judge, client: PageClient) -> None:
    ask(client, f" {anna.email.upper()} ")
    link = secret("sign-in-link")
    for _opened in range(2):
        page = client.get(f"/account/sign-in-link/{link}")
    assert db.session.scalars(select(SignIn)).all() == []
    page = client.send(page, f"/sign-in-link/{link}")
    assert page.h1 == ["Entries to judge"]
    assert link not in {row.token_hash for row in db.session.scalars(select(SignInLink))}
    client.get(f"/account/sign-in-link/{link}", status=410)
    other = PageClient(client.app)
    page = other.post(f"/account/sign-in-link/{link}", status=409)
    assert "has been used" in page.text


def test_an_address_that_judges_nothing_is_answered_alike_and_gets_no_letter(anna: Judge, client: PageClient) -> None:
    known = ask(client, anna.email)
    factories.person("Sten Stranger")
    team = factories.team_member()
    assert len(letters("sign-in-link")) == 1
    for email in ("nobody@example.org", "sten-stranger@example.org", team.email, "no address"):
        assert ask(client, email) == known
    assert len(letters("sign-in-link")) == 1


def test_an_old_link_and_one_of_a_judge_who_left_are_refused(anna: Judge, client: PageClient) -> None:
    ask(client, anna.email)
    link = secret("sign-in-link")
    with transaction() as moment:
        db.session.get_one(Judge, anna.id).declined_at = moment.at
    assert "This link is for judges" in client.post(f"/account/sign-in-link/{link}", status=409).text
    with transaction() as moment:
        db.session.get_one(Judge, anna.id).declined_at = None
        db.session.scalars(select(SignInLink)).one().expires_at = moment.at - timedelta(seconds=1)
    assert "too old" in client.post(f"/account/sign-in-link/{link}", status=409).text


def test_few_letters_an_hour_go_to_one_address(anna: Judge, client: PageClient) -> None:
    for _asked in range(6):
        ask(client, anna.email)
    assert 1 <= len(letters("sign-in-link")) < 6
