"""Another category, from the organiser's form to the lead's answer, and the page of all that happened."""

from flask import Flask

from awards_portal.people.models import RepresentativeRole
from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import make


def test_a_move_is_proposed_answered_and_told_in_the_history(app: Flask, client: PageClient, context: Flask) -> None:
    stage = make()
    stage.fill()
    stage.write("open-city", "c_category")
    stage.submit()
    organiser = client.sign_in(factories.team_member())
    address = f"/team/editions/ssc26/entries/{stage.entry.reference}"
    page = organiser.send(organiser.get(address), "/category-move", target="", move_reason="Hm", status=422)
    assert "Choose another category" in page.text
    page = organiser.send(page, "/category-move", target="digital-inclusion", move_reason="It includes.")
    assert "Waits for the city" in page.text
    city = PageClient(app).sign_in(stage.lead)
    home = city.get("/entries/")
    assert "Nothing to do." not in home.text
    asks = f"Read why and answer, {stage.entry.reference}"
    assert home.links[asks] == f"/entries/{stage.entry.reference}/category-move"
    page = city.get(f"/entries/{stage.entry.reference}")
    page = city.get(page.links["Read why and answer"])
    assert "It includes." in page.text
    page = city.send(page, "/category-move", status=422)
    assert "Say whether the entry may move." in page.text
    page = city.send(page, "/category-move", answer="yes")
    assert "Digital Inclusion" in page.text
    assert asks not in city.get("/entries/").links
    city.get(f"/entries/{stage.entry.reference}/category-move", status=404)
    viewer = factories.representative(stage.city, RepresentativeRole.VIEWER, name="Una Viewer")
    assert "Read why" not in PageClient(app).sign_in(viewer).get(f"/entries/{stage.entry.reference}").text
    page = organiser.get(organiser.get(address).links["All that happened to this entry"])
    assert "Category move consented" in page.text
    page = organiser.get(f"{address}/history?kind=letter&q=receipt")
    assert "Category move" not in page.text
    organiser.get(page.links["Download as CSV"])
    assert "letter" in organiser.response.text
