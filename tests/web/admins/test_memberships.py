"""Membership on pages: from the signed page to the directory, the list and its export."""

from io import BytesIO

import pytest
from flask import Flask

from awards_portal import clock
from awards_portal.people.models import Membership, MembershipKind, TeamRole
from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import pdf
from tests.web.applicants.test_cost import cost

pytestmark = pytest.mark.usefixtures("context")


def test_a_city_applies_becomes_associate_then_full_and_one_day_history(app: Flask) -> None:
    lead, admin, anybody = PageClient(app), PageClient(app), PageClient(app)
    lead.sign_in(factories.representative(factories.city()))
    admin.sign_in(factories.team_member(TeamRole.ADMIN))
    today = clock.now().date().isoformat()
    page = lead.get("/account/cities/norrhavn/membership")
    assert "Signature and seal" in lead.get(page.links["page to sign"]).text
    page = lead.send(page, "/membership", status=422, kind="full", signatory="Mia Mayor", office="Mayor")
    assert "without a signature cannot be accepted" in page.text
    assert page.form("/membership")["fields"]["signatory"] == "Mia Mayor"
    page = lead.send(page, "/membership", signed=(BytesIO(pdf()), "signed.pdf"))
    assert "An application of your city is open." in page.text
    page = admin.get("/team/memberships")
    assert "Waits to be read" in page.text
    page = admin.get(page.links["Norrhavn"])
    admin.get(page.links["signed.pdf"])
    assert "attachment" in admin.response.headers["Content-Disposition"]
    page = admin.send(page, "/steps", status=422, on=today)
    assert "Choose what was decided." in page.text
    page = admin.send(page, "/steps", status=422, kind="accepted", on="", reason="Complete")
    assert "Write the day of the decision" in page.text
    assert page.form("/steps")["fields"]["reason"] == "Complete"
    page = admin.send(page, "/steps", kind="accepted", on=today, reason="Complete")
    assert "Associate member" in anybody.get("/cities/norrhavn").text
    admin.send(page, "/steps", kind="approved", on=today, reason="Voted")
    public = anybody.get("/cities/norrhavn").text
    assert "Full member" in public
    assert "Ended on" in public
    assert "Voted" not in public
    page = admin.get("/team/memberships?kind=full&state=present&q=norr")
    page = admin.get(page.links["Norrhavn, Full member"])
    page = admin.send(page, "/end", status=422, on="tomorrow")
    assert "Write the reason" in page.text
    admin.send(page, "/end", on=today, reason="Fees unpaid")
    admin.get("/team/memberships?state=lapsed&format=csv")
    assert f"Norrhavn,NO,full,{today},{today},Executive Committee" in admin.response.text
    page = lead.get("/account/cities/norrhavn/membership")
    assert "Fees unpaid" not in anybody.get("/cities/norrhavn").text


def test_who_approves_what_is_changed_by_an_admin(client: PageClient) -> None:
    client.sign_in(factories.team_member(TeamRole.ADMIN))
    page = client.get("/team/memberships/approvers")
    page = client.send(page, "/approvers/full", status=422, **{"body-full": ""})
    assert "Write the name of the body" in page.text
    page = client.send(page, "/approvers/full", **{"body-full": "The board", "role-full": "organiser"})
    assert page.form("/approvers/full")["fields"] | {"csrf_token": ""} == {
        "csrf_token": "",
        "body-full": "The board",
        "role-full": "organiser",
    }
    client.post("/team/memberships/approvers/none", status=404)


def test_the_list_of_memberships_costs_the_same_for_three_and_for_thirty(client: PageClient) -> None:
    client.sign_in(factories.team_member())
    costs = []
    for number in range(30):
        factories.put(Membership(city_id=factories.city(f"City {number}").id, kind=MembershipKind.FULL))
        if number in {2, 29}:
            costs.append(cost(client, "/team/memberships"))
    assert costs[0] == costs[1]
