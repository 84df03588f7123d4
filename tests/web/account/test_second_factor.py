"""Signing in with a second factor: the code is asked, nothing opens without it, what was interrupted goes on."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from awards_portal import clock
from awards_portal.db import db
from awards_portal.people import passwords
from awards_portal.people.models import Person, TeamRole
from tests import factories
from tests.page import Page, PageClient

PASSWORD = "seven grey lanterns"


@pytest.fixture
def person(context: Flask) -> Person:
    return factories.team_member(name="Ori Organiser", password_hash=passwords.hashed(PASSWORD))


def code(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30 * steps))


def set_up(client: PageClient) -> tuple[str, list[str]]:
    page = client.send(client.get("/account/second-factor"), "/second-factor", password=PASSWORD)
    assert "<svg" in page.html
    found = re.search(r"\b[A-Z2-7]{32}\b", page.text)
    assert found is not None
    page = client.send(page, "/confirmation", code=code(found[0]))
    assert page.h1 == ["Your recovery codes"]
    return found[0], re.findall(r"\b[a-z2-7]{4}(?:-[a-z2-7]{4}){3}\b", page.text)


def sign_in(client: PageClient, person: Person, **more: str) -> Page:
    data = {"email": person.email, "password": PASSWORD, **more}
    return client.send(client.get("/account/sign-in", query_string={"next": more.get("next", "")}), "/sign-in", **data)


def test_the_code_is_asked_after_the_password_and_nothing_opens_before_it(app: Flask, person: Person) -> None:
    secret, codes = set_up(PageClient(app).sign_in(person))
    assert len(codes) == 10
    client = PageClient(app)
    page = sign_in(client, person, next="/team/cities")
    assert page.h1 == ["The code of your app"]
    assert client.get("/team/").h1 == ["The code of your app"]
    assert client.get("/account/details").h1 == ["The code of your app"]
    page = client.send(page, "/sign-in/code", code="nothing", status=422)
    assert page.title.startswith("Error:")
    page = client.send(page, "/sign-in/code", code=code(secret, 1))
    assert page.h1 == ["Cities and who speaks for them"]
    assert client.get("/account/sign-in/code").h1 == ["Editions"]
    another = PageClient(app)
    page = another.send(sign_in(another, person), "/sign-in/code/end")
    assert page.h1 == ["Sign in"]
    page = another.send(sign_in(another, person), "/sign-in/code", code=codes[0])
    assert page.h1 == ["Editions"]


def test_where_it_is_required_the_teams_pages_open_only_with_it(
    app: Flask, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.config["SETTINGS"].model_copy(update={"second_factor": "required"})
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    client = PageClient(app).sign_in(person)
    page = client.get("/team/")
    assert page.h1 == ["Second factor"]
    assert "pages open once it is set" in page.text
    client.post("/team/people/invitations", {"name": "N"})
    assert client.response.request.path == "/account/second-factor"
    set_up(client)
    assert client.get("/team/").h1 == ["Editions"]
    lead = factories.representative(factories.city(), name="Leo Lead")
    assert PageClient(app).sign_in(lead).get("/entries/").h1 != ["Second factor"]


def test_it_is_replaced_given_new_codes_removed_and_reset_on_its_pages(app: Flask, person: Person) -> None:
    client = PageClient(app).sign_in(person)
    _secret, codes = set_up(client)
    page = client.get("/account/second-factor")
    assert "10 recovery codes are left" in page.text
    page = client.post("/account/second-factor/codes", {"password": "wrong"}, status=422)
    page = client.send(page, "/codes", password=PASSWORD)
    assert page.h1 == ["Your recovery codes"]
    new = re.findall(r"\b[a-z2-7]{4}(?:-[a-z2-7]{4}){3}\b", page.text)
    page = client.send(client.get("/account/second-factor"), "/removal", password=PASSWORD, code=codes[1], status=422)
    page = client.send(page, "/removal", password=PASSWORD, code=new[1])
    assert "Not set" in page.text
    set_up(client)
    admin = PageClient(app).sign_in(factories.team_member(TeamRole.ADMIN, name="Ada Admin"))
    page = admin.get(f"/team/people/{person.id}")
    page = admin.send(page, "/reset", status=422)
    assert "Write why it is reset" in page.text
    page = admin.send(page, "/reset", factor_reason="Lost phone; she came by.")
    assert "is reset" in page.text
    assert client.get("/account/details").h1 == ["Sign in"]
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["admin", "reset-factor", person.email, "--reason", "Again"])
    assert "no second factor" in result.output
