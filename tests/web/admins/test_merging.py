"""Merging a city that was entered twice, from the page of the city; the old address leads to the one that stays."""

from flask import Flask

from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import make


def test_the_other_row_is_found_looked_at_merged_and_brought_back(
    app: Flask, client: PageClient, context: Flask
) -> None:
    stage = make(entries_per_city=2)
    twin = factories.city("Norrhavn by", "NO")
    lead = factories.representative(twin, name="Tia Twin")
    factories.submitted_entry(stage.edition, twin, "Buses")
    organiser = client.sign_in(factories.team_member())
    page = organiser.get(organiser.get("/team/cities/norrhavn-by").links["This city was entered twice"])
    page = organiser.get("/team/cities/norrhavn-by/merger?q=norrhavn")
    page = organiser.get(page.links["Norrhavn"])
    assert "1 entry" in page.text
    assert "Tia Twin" in page.text
    page = organiser.send(page, "/merger", status=422)
    assert page.title.startswith("Error:")
    page = organiser.send(page, "/merger", merge_reason="One harbour.")
    assert "Was also entered as Norrhavn by" in page.text
    assert organiser.get("/team/cities/norrhavn-by").h1 == ["Norrhavn"]
    theirs = PageClient(app).sign_in(lead)
    assert "Leo Lead" in theirs.get("/account/cities/norrhavn-by").text
    page = organiser.send(organiser.get("/team/cities/norrhavn"), "/undoing", status=422)
    assert "Write why the two are not one" in page.text
    page = organiser.send(page, "/undoing", undo_reason="Two harbours.")
    assert "Was also entered" not in page.text
    assert organiser.get("/team/cities/norrhavn-by").h1 == ["Norrhavn by"]
