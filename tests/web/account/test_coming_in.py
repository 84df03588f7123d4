"""Registering, signing in and out, a forgotten password, a colleague: all without JavaScript."""

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.people import passwords
from awards_portal.people.models import Person
from tests import factories
from tests.page import PageClient, apart
from tests.web.account.letters import count, link

GOOD = "tram bridge lantern"
OTHER = "copper window seventeen"


@pytest.fixture
def ida(context: Flask) -> Person:
    return factories.representative(factories.city(), name="Ida Berg", password_hash=passwords.hashed(GOOD))


def register(client: PageClient, email: str = "ida@example.org") -> None:
    page = client.get("/account/register/new-city?name=Port+Almera")
    page = client.send(page, "register/new-city", country="PT", region="Europe", name="Ida Berg", email=email)
    assert "Look into your mailbox" in page.h1


def enter(client: PageClient, email: str, password: str, **more: object) -> None:
    client.send(client.get("/account/sign-in"), "sign-in", email=email, password=password, **more)


def test_a_city_of_the_directory_is_found_and_its_first_representative_comes_in(
    app: Flask, client: PageClient, context: Flask
) -> None:
    factories.city("Norrhavn")
    page = client.get("/account/register?q=norr")
    page = client.get(page.links["Norrhavn"])
    client.send(page, "cities/norrhavn", name="Ida Berg", email="ida@example.org")
    page = client.get(link(app, "ida@example.org"))
    page = client.send(page, "registrations", password=GOOD, time_zone="Europe/Oslo")
    assert page.h1 == ["Your entries"]
    assert "you are the lead of Norrhavn" in page.text
    assert [each.time_zone for each in db.session.scalars(select(Person))] == ["Europe/Oslo"]


def test_a_city_nobody_knows_is_added(app: Flask, client: PageClient) -> None:
    page = client.get("/account/register?q=Almera")
    assert "No city of the directory" in page.text
    register(client)
    page = client.get(link(app, "ida@example.org"))
    page = client.send(page, "registrations", password=GOOD, time_zone="Middle of nowhere")
    assert "you are the lead of Port Almera" in page.text
    with app.app_context():
        assert [each.time_zone for each in db.session.scalars(select(Person))] == [None]


def test_a_name_that_sounds_like_one_of_the_directory_is_asked_about(
    app: Flask, client: PageClient, context: Flask
) -> None:
    factories.city("Port Almeira", "PT")
    page = client.get("/account/register/new-city?name=Port+Almera")
    page = client.send(
        page, "new-city", country="PT", region="Europe", name="Ida Berg", email="ida@example.org", status=422
    )
    assert "Is it one of these?" in page.text
    assert page.form("new-city")["fields"]["email"] == "ida@example.org"
    client.send(page, "new-city", one_of_these="port-almeira")
    client.send(client.get(link(app, "ida@example.org")), "registrations", password=GOOD)
    assert "Team of Port Almeira" in client.get("/account/details").text


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(client: PageClient) -> None:
    page = client.get("/account/register/new-city?name=Port+Almera")
    page = client.send(page, "new-city", name="Ida Berg", email="no address", status=422)
    assert page.title.startswith("Error:")
    for words in ("Choose the country.", "Choose the part of the world.", "name@example.org"):
        assert words in page.text
    assert page.form("new-city")["fields"]["email"] == "no address"
    assert page.form("new-city")["fields"]["name"] == "Ida Berg"


def test_pressing_the_button_twice_sends_one_letter(app: Flask, client: PageClient) -> None:
    page = client.get("/account/register/new-city?name=Port+Almera")
    for _ in range(2):
        client.send(
            page,
            "new-city",
            at="/account/register/new-city",
            country="PT",
            region="Europe",
            name="Ida",
            email="i@e.org",
        )
    assert count(app) == 1


def test_opening_the_link_changes_nothing_and_a_bad_password_is_told(app: Flask, client: PageClient) -> None:
    register(client)
    path = link(app, "ida@example.org")
    client.get(path)
    page = client.send(client.get(path), "registrations", password="short", status=422)
    assert "at least 8 characters" in page.text
    client.send(page, "registrations", password=GOOD)
    assert "has been used" in client.get(path, status=410).text


def test_a_registration_of_a_known_address_looks_the_same(client: PageClient, ida: Person) -> None:
    register(client, ida.email)


def test_signing_in_goes_where_the_work_is_and_out_again(client: PageClient, ida: Person) -> None:
    enter(client, ida.email, GOOD)
    page = client.get("/account/")
    assert page.h1 == ["Your entries"]
    page = client.send(page, "sign-out")
    assert client.response.request.path == "/"
    assert client.get("/entries/").h1 == ["Sign in"]


def test_signing_in_goes_on_to_the_page_that_was_asked_for_and_never_elsewhere(client: PageClient, ida: Person) -> None:
    page = client.get("/account/details")
    assert page.h1 == ["Sign in"]
    page = client.send(page, "sign-in", email=ida.email, password=GOOD)
    assert page.h1 == ["Your account"]
    for elsewhere in ("https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"):
        other = PageClient(client.app)
        page = other.send(other.get("/account/sign-in"), "sign-in", email=ida.email, password=GOOD, next=elsewhere)
        assert page.h1 == ["Your entries"], elsewhere


def test_a_wrong_password_is_told_and_the_address_stays(client: PageClient, ida: Person) -> None:
    page = client.send(client.get("/account/sign-in"), "sign-in", email=ida.email, password="wrong", status=422)
    assert "do not fit together" in page.text
    assert page.form("sign-in")["fields"]["email"] == ida.email
    assert "wrong" not in page.html.replace("Something went wrong", "")


def test_guessing_is_slowed_down(client: PageClient, ida: Person) -> None:
    page = client.get("/account/sign-in")
    for _ in range(5):
        page = client.send(page, "sign-in", at="/account/sign-in", email=ida.email, password="wrong", status=422)
    page = client.send(page, "sign-in", at="/account/sign-in", email=ida.email, password=GOOD, status=429)
    assert "Wait a minute" in page.text


def test_signing_in_makes_a_new_session(client: PageClient, ida: Person) -> None:
    client.get("/account/sign-in")
    with client.http.session_transaction() as session:
        session["sign_in"] = "planted by somebody else"
    enter(client, ida.email, GOOD)
    with client.http.session_transaction() as session:
        assert session["sign_in"] != "planted by somebody else"


def test_a_forgotten_password_is_chosen_anew(app: Flask, client: PageClient, ida: Person) -> None:
    page = client.send(client.get("/account/forgotten-password"), "forgotten", email=ida.email)
    assert page.h1 == ["Look into your mailbox"]
    page = client.send(client.get(link(app, ida.email)), "new-password", password=OTHER)
    assert page.h1 == ["Your entries"]
    other = PageClient(app)
    enter(other, ida.email, OTHER)
    assert other.get("/account/").h1 == ["Your entries"]


def test_a_colleague_joins_by_invitation_and_never_by_typing_the_name(
    app: Flask, client: PageClient, ida: Person
) -> None:
    client.sign_in(ida)
    page = client.get("/account/cities/norrhavn")
    page = client.send(page, "norrhavn/invitations", name="Eda Ekman", email="eda@example.org", role="editor")
    assert "Eda Ekman, eda@example.org" in page.text
    eda = PageClient(app)
    page = eda.get(link(app, "eda@example.org"))
    assert page.h1 == ["Will you speak for Norrhavn?"]
    page = eda.send(page, "acceptance", password=GOOD)
    assert page.h1 == ["Your entries"]
    assert "Only the lead invites" in eda.get("/account/cities/norrhavn").text
    page = client.get("/account/cities/norrhavn")
    client.send(page, f"people/{_seat_of(app, 'eda@example.org')}/end")
    assert eda.get("/account/").h1 == ["Your work"]
    eda.get("/account/cities/norrhavn", status=404)


def _seat_of(app: Flask, email: str) -> int:
    from awards_portal.people import queries

    with apart(app):
        person = queries.person_by_email(email)
        assert person is not None
        return queries.representations(person.id)[0].id


def test_an_invitation_is_declined_without_an_account(app: Flask, client: PageClient, ida: Person) -> None:
    client.sign_in(ida)
    client.send(
        client.get("/account/cities/norrhavn"), "norrhavn/invitations", name="E", email="eda@example.org", role="viewer"
    )
    eda = PageClient(app)
    path = link(app, "eda@example.org")
    page = eda.send(eda.get(path), "refusal")
    assert page.h1 == ["You have declined"]
    assert "declined" in eda.get(path, status=410).text


def test_an_invitation_of_somebody_else_is_not_accepted(app: Flask, client: PageClient, ida: Person) -> None:
    client.sign_in(ida)
    client.send(
        client.get("/account/cities/norrhavn"), "norrhavn/invitations", name="E", email="eda@example.org", role="viewer"
    )
    path = link(app, "eda@example.org")
    page = client.get(path)
    assert "Sign out first" in page.text
    client.post(f"{path}/acceptance", status=409)


def test_details_password_and_sessions_are_ones_own(app: Flask, client: PageClient, ida: Person) -> None:
    enter(client, ida.email, GOOD)
    other = PageClient(app)
    enter(other, ida.email, GOOD)
    page = client.get("/account/details")
    page = client.send(page, "account/details", name="Ida Bergström", time_zone="Europe/Oslo")
    assert "Ida Bergström" in page.text
    page = client.send(page, "account/password", old="wrong", password=OTHER, status=422)
    assert "not your present password" in page.text
    client.send(page, "account/password", old=GOOD, password=OTHER)
    assert other.get("/account/details").h1 == ["Sign in"]
    assert client.get("/account/details").h1 == ["Your account"]
