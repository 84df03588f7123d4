"""An admin sets how long data is kept and removes what is over; anybody deletes her own account."""

from datetime import timedelta

from flask import Flask

from awards_portal import clock
from awards_portal.db import db
from awards_portal.entries.models import Entry
from awards_portal.people.models import Person, SignInAttempt, TeamRole
from tests import factories
from tests.page import PageClient


def test_an_admin_sets_rules_sees_what_is_over_and_removes_it(client: PageClient, app: Flask, context: Flask) -> None:
    client.sign_in(factories.team_member(TeamRole.ADMIN))
    old = clock.now() - timedelta(days=400)
    factories.put(SignInAttempt(account="a", address="::1", at=old, succeeded=False))
    page = client.get("/team/retention")
    assert "for good" in page.text
    page = client.send(page, "/retention", **{"sign-ins": "soon"}, status=422)
    assert "Write a number of months from 1 to 240" in page.text
    assert "soon" in page.html
    page = client.send(page, "/retention", **{"sign-ins": "12"})
    assert "Saved. Nothing is removed yet." in page.text
    page = client.send(page, "/removal")
    assert "1 row is gone." in page.text
    client.post("/team/retention/removal", status=409)
    organiser = PageClient(app).sign_in(factories.team_member(name="Org Aniser"))
    assert "Only an admin sets how long data is kept" in organiser.get("/team/retention").text
    organiser.post("/team/retention", {"letters": "1"}, status=409)


def test_contacts_are_named_before_they_go_and_what_stays_is_counted(client: PageClient, context: Flask) -> None:
    old = clock.now() - timedelta(days=900)
    edition = factories.edition(opens_at=old, closes_at=old + timedelta(days=30))
    city = factories.city()
    sent = factories.submitted_entry(edition, city)
    same = {
        "edition_id": edition.id,
        "city_id": city.id,
        "category_id": sent.category_id,
        "created_by_id": sent.created_by_id,
    }
    same |= {"form_version_id": sent.form_version_id, "title": "A draft", "created_at": old, "mark": "draft"}
    factories.put(Entry(**same, reference="SSC26-9999"))
    gone = factories.representative(city, name="Gunn Gone", created_at=old)
    client.sign_in(factories.team_member(TeamRole.ADMIN))
    page = client.get("/team/retention")
    assert "Contacts of cities for good nothing" in page.text
    assert "Gunn Gone" not in page.text
    page = client.send(page, "/retention", contacts="12")
    assert "Whose accounts would be deleted Gunn Gone" in page.text
    assert "Submissions 1" in page.text
    assert "Drafts that were never submitted 1" in page.text
    assert "Scorecards with a private note 0" in page.text
    client.send(page, "/removal")
    assert db.session.get_one(Person, gone.id, populate_existing=True).name == f"Former account {gone.id}"
    assert "Gunn Gone" not in client.get("/team/retention").text


def test_an_account_is_deleted_by_its_person(client: PageClient, context: Flask) -> None:
    city = factories.city()
    lead = factories.representative(city)
    client.sign_in(lead)
    assert client.get("/account/details").links["Delete your account"] == "/account/data#delete"
    assert "You are the only lead of Norrhavn." in client.get("/account/data").text
    client.post("/account/deletion", {"address": lead.email}, status=409)
    factories.representative(city, name="Second Lead")
    page = client.get("/account/data")
    page = client.send(page, "/deletion", address="x", status=422)
    assert "Write your mail address as it stands above" in page.text
    page = client.send(page, "/deletion", address=lead.email)
    assert "Your account is deleted." in page.text
    assert client.open("GET", "/account/details", follow=False, status=302)
    assert factories.db.session.get_one(Person, lead.id, populate_existing=True).name == f"Former account {lead.id}"
