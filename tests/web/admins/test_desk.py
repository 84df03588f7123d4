"""The entries desk in the browser: columns, tags, notes, and an act on many that is shown before it is done."""

import csv
import io

import pytest
from flask import Flask

from awards_portal.people.models import TeamRole
from tests import factories
from tests.page import Page, PageClient
from tests.rooms.entries.stage import Stage, make

TABLE = "/team/editions/ssc26/entries"


@pytest.fixture
def stage(context: Flask) -> Stage:
    made = make()
    made.fill()
    made.submit("one")
    return made


@pytest.fixture
def organiser(client: PageClient, stage: Stage) -> PageClient:
    return client.sign_in(factories.team_member())


def look(organiser: PageClient, page: Page, status: int = 200, **chosen: str) -> Page:
    form = page.form("/bulk")
    return organiser.get(form["action"], query_string={**form["fields"], **chosen}, status=status)


def test_columns_are_chosen_kept_in_the_address_and_in_the_file(organiser: PageClient) -> None:
    page = organiser.get(f"{TABLE}?col=region&col=tags&col=nonsense&standing=submitted")
    assert "Europe" in page.text
    assert "col=region&col=tags" in page.links["Download as CSV"]
    organiser.get(page.links["Download as CSV"])
    (row,) = csv.DictReader(io.StringIO(organiser.response.data.decode("utf-8-sig")))
    assert list(row) == ["reference", "title", "region", "tags"]
    page = organiser.get(f"{TABLE}?col=region")
    assert page.form("/bulk")["fields"]["col"] == "region"
    # The form sends its usual boxes along with every search: that is no choice of columns.
    organiser.get(f"{TABLE}?q=&col=city&col=category&col=standing&col=tags&col=submitted&format=csv")
    assert "region" in organiser.response.data.decode("utf-8-sig").splitlines()[0]


def test_tags_and_notes_are_written_on_the_page_of_the_entry(organiser: PageClient, stage: Stage) -> None:
    address = f"{TABLE}/{stage.entry.reference}"
    page = organiser.send(organiser.get(address), "/tags", tag="", status=422)
    assert page.title.startswith("Error:")
    page = organiser.send(organiser.get(address), "/tags", tag="=needs a photo")
    page = organiser.send(page, "/notes", note="Ask for the budget.")
    assert "Ask for the budget." in page.text
    assert "=needs a photo" in organiser.get(f"{TABLE}?tag=%3Dneeds+a+photo").text
    organiser.get(f"{TABLE}?format=csv")
    assert "'=needs a photo" in organiser.response.data.decode("utf-8-sig")
    page = organiser.send(organiser.get(address), "/removal")
    assert [form for form in page.forms if "/removal" in form["action"]] == []


def test_what_would_happen_is_shown_and_then_done(organiser: PageClient, stage: Stage) -> None:
    page = organiser.get(f"{TABLE}?q=trams")
    shown = look(organiser, page, act="pass", scope="ticked", status=422)
    assert "No entry is ticked." in shown.text
    shown = look(organiser, page, act="tag", words="", scope="all", status=422)
    assert "Write the tag" in shown.text
    assert "Tag 1 entry" in look(organiser, shown, words="needs a photo").text
    shown = look(organiser, page, act="pass", scope="all")
    assert "Pass 1 entry and tell its city" in shown.text
    page = organiser.send(shown, "/bulk")
    assert "1 entry is eligible now. Its city gets a letter." in page.text
    assert organiser.response.request.query_string == b"q=trams"
    again = organiser.send(shown, "/bulk", status=422)
    assert "It has passed already." in again.text
    ticked = look(organiser, page, act="remind", scope="ticked", entry=stage.entry.reference)
    assert "Nothing of it waits to be submitted." in ticked.text


def test_an_observer_has_no_boxes_to_tick(client: PageClient, stage: Stage) -> None:
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    page = client.get(TABLE)
    assert [form for form in page.forms if "/bulk" in form["action"]] == []
    data = {"act": "pass", "entry": f"{stage.entry.reference}:1"}
    assert "You may read this" in client.post(f"{TABLE}/bulk", data, status=422).text
