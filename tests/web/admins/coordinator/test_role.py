"""What a coordinator begins with, and who says which categories are hers."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.errors import Refusal
from awards_portal.ledger import LedgerLine
from awards_portal.mail.models import Letter
from awards_portal.people import queries as people
from awards_portal.people.models import Person, TeamRole
from awards_portal.people.service import managing
from awards_portal.programmes.models import Category, Edition, Round
from tests import factories
from tests.page import PageClient
from tests.web.admins.coordinator.team import TEAM, nearly_over, other


def test_a_category_that_is_removed_is_nobodys(edition: Edition, hers: Entry) -> None:
    both = factories.coordinator(hers.category_id, other(edition).id, name="Bea Both")
    with transaction():
        db.session.delete(db.session.get_one(Category, other(edition).id))
    assert people.coordinated(both.id) == {hers.category_id}


def test_her_home_says_what_waits_for_her_and_one_button_leads_to_the_first(
    client: PageClient, edition: Edition, hers: Entry, cora: Person
) -> None:
    with transaction() as moment:
        round_ = db.session.scalars(select(Round).filter_by(kind="scoring")).one()
        round_.opens_at, round_.closes_at = moment.at + timedelta(days=1), moment.at + timedelta(days=2)
    page = client.sign_in(cora).get("/team/")
    assert "4 entries are not checked" in page.text
    assert page.links["Check entries"] == f"{TEAM}/eligibility?standing=submitted"
    # Without a round of eligibility nothing is to be checked once judges read.
    nearly_over()
    page = client.get("/team/")
    assert "2 judges are late" in page.text
    assert "Check entries" not in page.links
    assert page.links["Remind judges"] == f"{TEAM}/progress?round=scoring"
    client.send(client.get(f"{TEAM}/progress"), "/nudges")
    assert "Nothing waits for you." in client.get("/team/").text


def test_without_a_category_she_finds_a_sentence(client: PageClient, edition: Edition) -> None:
    client.sign_in(factories.coordinator(name="Cora Coordinator"))
    assert "You coordinate no category yet." in client.get("/team/").text
    client.get(f"{TEAM}/entries", status=404)


def test_an_admin_invites_her_and_changes_her_categories(
    app: Flask, client: PageClient, edition: Edition, hers: Entry
) -> None:
    client.sign_in(factories.team_member(TeamRole.ADMIN, name="Ada Admin"))
    mine, theirs = str(hers.category_id), str(other(edition).id)
    data = {"name": "Nan New", "email": "nan@example.org", "role": "coordinator", "categories": [mine]}
    page = client.post("/team/people/invitations", data)
    assert f"Coordinator, {edition.title}: Open City; until" in page.text
    letter = db.session.scalars(select(Letter).filter_by(kind="team-invitation")).one()
    link = "/account/invitations/" + letter.body.split("/account/invitations/")[1].split()[0]
    newcomer = PageClient(app)
    newcomer.send(newcomer.get(link), "/acceptance", password="seven grey lanterns")
    nan = people.person_by_email("nan@example.org")
    assert nan is not None
    number, address = nan.id, f"/team/people/{nan.id}"
    assert people.coordinated(number) == {int(mine)}
    assert client.get(address).form("/role")["fields"]["categories"] in (mine, [mine])
    client.post(f"{address}/role", {"role": "coordinator", "categories": [theirs]})
    db.session.rollback()
    assert people.coordinated(number) == {int(theirs)}
    line = db.session.scalars(select(LedgerLine).filter_by(event="team_member.changed")).one()
    assert line.after == {"role": "coordinator", "categories": f"{edition.title}: {other(edition).title}"}
    newcomer.get(f"{TEAM}/entries/{hers.reference}", status=404)
    client.post(f"{address}/role", {"role": "observer", "categories": [theirs]})
    db.session.rollback()
    assert people.coordinated(number) == frozenset()


def test_nobody_but_an_admin_says_who_coordinates_what(hers: Entry, cora: Person) -> None:
    for by in (cora, factories.team_member()):
        with pytest.raises(Refusal, match="Only an admin"):
            managing.change_team_role(cora, "coordinator", by, {})
    assert people.coordinated(cora.id) == {hers.category_id}
