"""The team of a city on its page: roles changed, the lead handed over, a lead appointed by the organising team."""

from collections.abc import Iterator

import pytest
from flask import Flask

from awards_portal import clock
from awards_portal.db import db
from awards_portal.people import queries, service
from awards_portal.people.models import City, Person, RepresentativeRole, TeamRole
from tests import factories
from tests.page import PageClient
from tests.statements import statements


@pytest.fixture
def city(app: Flask) -> Iterator[City]:
    with app.app_context():
        yield factories.city()


@pytest.fixture
def lead(city: City, client: PageClient) -> Person:
    made = factories.representative(city, name="Leo Lead")
    client.sign_in(made)
    return made


def roles(city: City) -> dict[str, str]:
    db.session.rollback()
    return {each.person.name: each.role for each in queries.representatives(city.id)}


def test_the_last_lead_reads_why_she_cannot_leave_and_hands_over(city: City, lead: Person, client: PageClient) -> None:
    page = client.get("/account/cities/norrhavn")
    assert "A city needs a lead. Hand the lead over to a colleague first" in page.text
    assert "There is no colleague who could take the lead." in client.get("/account/cities/norrhavn/lead").text
    factories.representative(city, RepresentativeRole.EDITOR, name="Eda Editor")
    assert client.get("/account/cities/norrhavn").links["Hand the lead over to a colleague"].endswith("/lead")
    page = client.send(client.get("/account/cities/norrhavn/lead"), "/lead", status=422)
    assert page.title.startswith("Error:")
    assert "Choose who leads from now on." in page.text
    eda = next(each for each in queries.representatives(city.id) if each.person.name == "Eda Editor")
    page = client.send(page, "/lead", to=str(eda.id), then="leave")
    assert "Eda Editor leads for Norrhavn now." in page.text
    assert roles(city) == {"Eda Editor": "lead"}


def test_a_colleague_is_given_another_role(city: City, lead: Person, client: PageClient) -> None:
    factories.representative(city, RepresentativeRole.EDITOR, name="Eda Editor")
    page = client.send(client.get("/account/cities/norrhavn"), "/role", role="viewer")
    assert "Saved. Eda Editor gets a letter" in page.text
    assert roles(city)["Eda Editor"] == "viewer"


def test_a_colleague_is_removed_and_one_leaves_oneself(city: City, lead: Person, client: PageClient) -> None:
    factories.representative(city, RepresentativeRole.VIEWER, name="Vik Viewer")
    page = client.send(client.get("/account/cities/norrhavn"), "/people/2/end")
    assert "Vik Viewer does not speak for the city any more." in page.text
    client.sign_in(factories.representative(city, RepresentativeRole.EDITOR, name="Eda Editor"))
    page = client.send(client.get("/account/cities/norrhavn"), "/people/3/end")
    assert "You do not speak for Norrhavn any more." in page.text
    assert roles(city) == {"Leo Lead": "lead"}


def test_an_invitation_shows_role_and_expiry_and_is_taken_back(city: City, lead: Person, client: PageClient) -> None:
    service.invite_representative(city, "new@example.org", "Nora New", RepresentativeRole.EDITOR, lead)
    page = client.get("/account/cities/norrhavn")
    assert "Nora New, new@example.org Editor: write; until" in page.text
    page = client.send(page, "/end")
    assert "The invitation is taken back" in page.text
    assert queries.open_invitations(city.id, clock.now()) == []


def test_the_organising_team_finds_the_city_without_a_lead_and_appoints_one(city: City, client: PageClient) -> None:
    factories.representative(city, RepresentativeRole.EDITOR, name="Eda Editor")
    client.sign_in(factories.team_member())
    page = client.get("/team/cities?lead=none")
    assert "Norrhavn NO Nobody leads 1" in page.text
    page = client.get(page.links["Norrhavn"])
    assert "Nobody leads for this city" in page.text
    seat = queries.representatives(city.id)[0]
    page = client.send(page, "/lead", who=str(seat.id), status=422)
    assert "Write why the city needs a new lead" in page.text
    page = client.send(page, "/lead", who=str(seat.id), reason="The lead retired.")
    assert "Eda Editor leads for Norrhavn now." in page.text
    assert roles(city) == {"Eda Editor": "lead"}
    assert client.get("/team/cities?format=csv").html == ""
    assert client.response.text.splitlines()[1] == "Norrhavn,NO,1,1"


def test_an_observer_reads_why_she_appoints_nobody(city: City, client: PageClient) -> None:
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    page = client.get("/team/cities/norrhavn")
    assert "Observers read." in page.text
    assert page.forms == [form for form in page.forms if "/lead" not in form["action"]]


def test_the_table_of_cities_costs_the_same_for_one_and_for_twelve(city: City, client: PageClient) -> None:
    def cost() -> int:
        client.get("/team/cities")
        with statements() as found:
            client.get("/team/cities")
        return len(found)

    client.sign_in(factories.team_member())
    factories.representative(city)
    few = cost()
    for number in range(11):
        factories.representative(factories.city(f"Town {number}"), name=f"Person {number}")
    assert cost() == few


def test_whoever_leads_first_for_an_imported_city_is_invited_by_name_and_address(
    client: PageClient, context: Flask
) -> None:
    aldermoor = factories.city("Aldermoor")
    client.sign_in(factories.team_member())
    assert "No city fits." in client.get("/team/cities?lead=none").text
    assert "No city fits." in client.get("/team/cities?lead=entered").text
    assert "Aldermoor NO Nobody yet 0" in client.get("/team/cities?lead=never").text
    factories.submitted_entry(factories.edition(), aldermoor)
    page = client.get("/team/cities?lead=entered")
    assert "1 city" in page.text
    page = client.get(page.links["Aldermoor"])
    assert "Invite somebody to lead" in page.text
    assert "Somebody else, by invitation" not in page.text
    page = client.send(page, "/lead", name="", email="nowhere", reason="It came with the table.", status=422)
    assert page.text.count("Write the address as name@example.org.") == 2
    page = client.send(page, "/lead", name="Ada Alder", email="ada@aldermoor.example", reason="It came with the table.")
    assert "Ada Alder is invited to lead for Aldermoor." in page.text
