"""People and roles on their pages: an invitation is accepted, an account closed, an observer only reads."""

from flask import Flask
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db
from awards_portal.mail.models import Letter
from awards_portal.people.models import TeamRole
from tests import factories
from tests.page import PageClient
from tests.statements import statements


def test_somebody_is_invited_comes_in_and_is_signed_out(app: Flask, client: PageClient, context: Flask) -> None:
    admin = client.sign_in(factories.team_member(TeamRole.ADMIN))
    page = admin.send(admin.get("/team/people"), "/invitations", status=422)
    assert page.title.startswith("Error:")
    data = {"name": "Nan New", "email": "nan@example.org", "role": "organiser"}
    page = admin.send(page, "/people/invitations", **data)
    assert "Nan New, nan@example.org" in page.text
    letter = db.session.scalars(select(Letter).filter_by(kind="team-invitation")).one()
    link = "/account/invitations/" + letter.body.split("/account/invitations/")[1].split()[0]
    newcomer = PageClient(app)
    page = newcomer.get(link)
    assert page.h1 == ["Will you join the organising team?"]
    page = newcomer.send(page, "/acceptance", password="seven grey lanterns")
    assert page.h1 == ["Editions"]
    page = admin.get("/team/people?role=organiser")
    when = page.text.partition("nan@example.org")[2]
    assert f"{clock.now():%Y}" in when
    assert "Never" not in when
    page = admin.get(page.links["Nan New"])
    assert "in 1 browser" in page.text
    page = admin.send(page, "/sessions/end")
    assert "in 0 browsers" in page.text
    assert newcomer.get("/team/").h1 == ["Sign in"]
    page = admin.send(page, "/closing", status=422)
    assert "Write why the account is closed" in page.text
    page = admin.send(page, "/closing", close_reason="Left")
    assert "cannot sign in" in page.text
    assert "1 person" in admin.get("/team/people?state=closed").text
    page = admin.send(page, "/opening")
    page = admin.send(page, "/role", role="none")
    assert "Change the role" not in page.text


def test_an_observer_reads_who_is_who_and_changes_nothing(client: PageClient, context: Flask) -> None:
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    someone = factories.person("Cleo City")
    page = client.get("/team/people")
    assert "Only an admin makes and removes team members." in page.text
    page = client.get(page.links["Cleo City"])
    assert [form for form in page.forms if "/people/" in form["action"]] == []
    client.post(f"/team/people/{someone.id}/closing", {"close_reason": "No"}, status=409)


def test_judges_are_told_from_people_without_a_part_at_the_same_cost_for_many(
    client: PageClient, context: Flask
) -> None:
    client.sign_in(factories.team_member(TeamRole.ADMIN))
    edition = factories.edition()
    factories.judge(edition, "Jo Judge")
    factories.judge(edition, "Ivo Invited", accepted_at=None)
    page = client.get("/team/people?q=jo")
    assert "Jo Judge jo-judge@example.org 1 edition Never" in page.text
    page = client.get(page.links["Jo Judge"])
    assert f"Judges in {edition.title}" in page.text
    assert "Jo Judge" in client.get(page.links[edition.title]).text
    assert "1 edition" not in client.get("/team/people?q=ivo").text
    with statements() as few:
        client.get("/team/people")
    for number in range(30):
        factories.judge(edition, f"Judge {number}")
    with statements() as many:
        client.get("/team/people")
    assert len(few) == len(many)
