"""A city's pages cost the same number of statements for one entry as for many, and read only."""

from collections.abc import Iterator

import pytest
from flask import Flask

from awards_portal.db import db
from awards_portal.entries import files, service
from awards_portal.people.models import City
from awards_portal.programmes.models import Category
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make, pdf
from tests.statements import statements


@pytest.fixture
def stage(app: Flask, client: PageClient) -> Iterator[Stage]:
    with app.app_context():
        made = make(entries_per_city=50)
        client.sign_in(made.lead)
        yield made


def cost(client: PageClient, path: str) -> int:
    client.get(path)
    # What was just answered to anybody would be answered again without asking the database.
    client.app.extensions["pages"].forget()
    with statements() as found:
        client.get(path)
    assert [s for s in found if not s.lstrip().upper().startswith("SELECT")] == []
    assert found
    return len(found)


def test_the_list_of_entries_costs_the_same_for_one_and_for_twelve(stage: Stage, client: PageClient) -> None:
    few = cost(client, "/entries/")
    category = db.session.get_one(Category, stage.entry.category_id)
    city = db.session.get_one(City, stage.city.id)
    for number in range(11):
        service.start(city, stage.edition, category, stage.lead, f"more {number}")
    assert client.get("/entries/").text.count("Go on with SSC26-") == 12
    assert cost(client, "/entries/") == few


@pytest.mark.parametrize("rest", ["", "/sections/G", "/check"])
def test_an_entrys_pages_cost_the_same_empty_and_full(stage: Stage, client: PageClient, rest: str) -> None:
    path = f"/entries/{stage.entry.reference}{rest}"
    few = cost(client, path)
    stage.fill()
    for pages in (1, 2, 3):
        files.attach(stage.entry, stage.question("g_files"), f"Plan {pages}.pdf", pdf(pages), stage.lead)
    for number in range(5):
        stage.write(f"Set aside {number}", seen=0)
    stage.submit("one")
    stage.write("Trams run at night and on Sundays.", seen=1)
    stage.submit("two")
    assert cost(client, path) == few
