"""A session that ends in the middle of a sentence: what was sent comes back and is sent again."""

import pytest
from flask import Flask
from sqlalchemy import update

from awards_portal.db import db, transaction
from awards_portal.people import passwords
from awards_portal.people.models import Person, SignIn
from tests import factories
from tests.page import PageClient, apart

GOOD = "tram bridge lantern"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def ida(context: Flask) -> Person:
    return factories.representative(factories.city(), name="Ida Berg", password_hash=passwords.hashed(GOOD))


def end_sessions(app: Flask) -> None:
    with apart(app), transaction() as moment:
        db.session.execute(update(SignIn).values(ended_at=moment.at))


def send_details(client: PageClient, **headers: str) -> str:
    page = client.get("/account/details")
    form = page.form("account/details")
    end_sessions(client.app)
    fields = {**form["fields"], "name": "Ida Bergström with a long title"}
    return client.open("POST", "/account/details", data=fields, headers={**OURS, **headers}, status=401).html


def test_what_was_sent_while_signed_out_is_sent_after_signing_in(app: Flask, client: PageClient, ida: Person) -> None:
    client.sign_in(ida)
    page = client.get("/account/details")
    fields = {**page.form("account/details")["fields"], "name": "Ida Bergström with a long title"}
    end_sessions(app)
    page = client.open("POST", "/account/details", data=fields, headers=OURS, status=401)
    assert "is kept on this page" in page.text
    page = client.send(page, "sign-in", email=ida.email, password="wrong", status=422)
    page = client.send(page, "sign-in", at="/account/sign-in", email=ida.email, password=GOOD)
    assert "Ida Bergström with a long title" in page.text
    page = client.send(page, "account/details")
    assert page.form("account/details")["fields"]["name"] == "Ida Bergström with a long title"


def test_without_any_cookie_left_the_text_is_kept_too(app: Flask, client: PageClient, ida: Person) -> None:
    client.sign_in(ida)
    fields = {**client.get("/account/details").form("account/details")["fields"], "name": "Ida Bergström"}
    fresh = PageClient(app)
    page = fresh.open("POST", "/account/details", data=fields, headers=OURS, status=401)
    page = fresh.send(page, "sign-in", email=ida.email, password=GOOD)
    page = fresh.send(page, "account/details")
    assert page.form("account/details")["fields"]["name"] == "Ida Bergström"


def test_the_text_of_one_person_is_not_shown_to_another(app: Flask, client: PageClient, ida: Person) -> None:
    other = factories.person("Sten Stranger", password_hash=passwords.hashed(GOOD))
    client.sign_in(ida)
    fields = {**client.get("/account/details").form("account/details")["fields"], "name": "a secret"}
    end_sessions(app)
    page = client.open("POST", "/account/details", data=fields, headers=OURS, status=401)
    page = client.send(page, "sign-in", email=other.email, password=GOOD)
    assert "a secret" not in page.html


def test_what_a_strangers_page_sent_is_not_kept(client: PageClient, ida: Person) -> None:
    client.sign_in(ida)
    assert 'name="kept"' in send_details(client)
    client.sign_in(ida)
    assert 'name="kept"' not in send_details(client, **{"Sec-Fetch-Site": "cross-site"})


@pytest.mark.parametrize(
    ("origin", "is_kept"),
    [("http://localhost", True), ("http://elsewhere.example", False), ("http://[half", False), ("", False)],
)
def test_an_older_browser_is_believed_by_where_the_request_came_from(
    client: PageClient, ida: Person, origin: str, is_kept: bool
) -> None:
    client.sign_in(ida)
    fields = {**client.get("/account/details").form("account/details")["fields"], "name": "Ida"}
    end_sessions(client.app)
    page = client.open("POST", "/account/details", data=fields, headers={"Origin": origin}, status=401)
    assert ('name="kept"' in page.html) is is_kept


def test_a_kept_text_of_another_browser_is_not_taken(app: Flask, client: PageClient, ida: Person) -> None:
    client.sign_in(ida)
    html = send_details(client)
    kept = html.split('name="kept" value="')[1].split('"')[0]
    other = PageClient(app)
    page = other.send(other.get("/account/sign-in"), "sign-in", email=ida.email, password=GOOD, kept=kept)
    assert page.h1 == ["Your entries"]


def test_a_page_from_before_signing_in_again_is_shown_with_its_text_to_send_anew(
    client: PageClient, ida: Person
) -> None:
    client.sign_in(ida)
    fields = {**client.get("/account/details").form("account/details")["fields"], "name": "Ida Bergström"}
    fields["csrf_token"] = "of a session that is gone"
    page = client.open("POST", "/account/details", data=fields, headers=OURS, status=400)
    page = client.send(page, "account/details")
    assert page.form("account/details")["fields"]["name"] == "Ida Bergström"


def test_a_forged_post_changes_nothing_and_shows_nothing(client: PageClient, ida: Person) -> None:
    client.sign_in(ida)
    page = client.open("POST", "/account/details", data={"name": "Forged"}, status=400)
    assert "Forged" not in page.html
    assert client.get("/account/details").form("account/details")["fields"]["name"] == "Ida Berg"


def test_a_script_is_told_that_it_is_signed_out_or_stale(app: Flask, client: PageClient, ida: Person) -> None:
    client.sign_in(ida)
    json = {"Accept": "application/json", **OURS}
    client.open("POST", "/account/details", headers=json, status=400)
    assert client.response.json is not None
    assert client.response.json["state"] == "stale"
    token = client.response.json["csrf_token"]
    end_sessions(app)
    client.open("POST", "/account/details", headers={**json, "X-CSRFToken": token}, status=401)
    assert client.response.json is not None
    assert client.response.json["state"] == "signed out"
