"""An organiser imports entries: faults by cell, looked at, made, undone; the list answers search and filters."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock, queue
from awards_portal.db import db
from awards_portal.imports import carrying
from awards_portal.imports.models import Import
from awards_portal.people.models import City, TeamRole
from awards_portal.programmes.models import Edition
from awards_portal.queue import Job
from awards_portal.sheets.reading import read_sheet
from tests import factories
from tests.page import Page, PageClient
from tests.statements import statements

IMPORTS = "/team/editions/ssc26/imports"
TABLE = (
    "city,country,category,status,c_title,d_summary,h_accuracy,remarks\n"
    "Norrhavn,NO,open-city,submitted,Night trams,Trams at night.,yes,none\n"
)


@pytest.fixture
def organiser(context: Flask, client: PageClient) -> PageClient:
    factories.city()
    factories.edition()
    return client.sign_in(factories.team_member())


def choose(client: PageClient, text: str, kind: str = "entries", status: int = 200) -> Page:
    file: Any = (BytesIO(text.encode()), "table.csv")
    return client.post(IMPORTS, {"kind": kind, "file": file}, status=status)


def test_entries_are_looked_at_made_and_undone(organiser: PageClient) -> None:
    assert "Nothing was imported yet." in organiser.get(IMPORTS).text
    page = choose(organiser, TABLE.replace("open-city", "opera"), status=422)
    assert "1 cell is to be mended" in page.text, page.text
    assert "C2, “opera”: Write one of the categories: Open City; Digital Inclusion." in page.text
    page = choose(organiser, TABLE)
    assert "Kept, unless it is imported, until" in page.text
    assert "1 entry would be made. 1 of them is submitted. No city would be added." in page.text
    assert "These columns are not read: remarks" in page.text
    page = organiser.send(page, "/confirmation")
    assert "The import is done: 1 row. No letter was sent." in page.text
    assert "Night trams" in organiser.get("/team/editions/ssc26/entries").text
    page = organiser.send(page, "/undoing", status=422)
    assert "Write why the import is undone" in page.text
    page = organiser.send(page, "/undoing", reason="The wrong file.")
    assert "The import is undone." in page.text
    assert "The wrong file." in page.text


def test_many_rows_are_long_work_that_one_organiser_waits_for_and_nobody_else_begins_again(
    organiser: PageClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "AT_ONCE", 0)
    colleague = PageClient(app).sign_in(factories.team_member(name="Cora Colleague"))
    page = choose(organiser, TABLE)
    here = organiser.response.request.path
    for _press in range(2):
        assert "Waits for its turn" in organiser.send(page, "/confirmation").text
    assert db.session.query(Job).filter(Job.owner_id.is_not(None)).count() == 1
    page = organiser.get(here)
    assert "It is being carried out" in page.text
    assert "Import all of it" not in page.text
    assert "See how far it is now" in organiser.get(page.links["See how far it is now"]).text
    assert "It is being carried out" in colleague.get(here).text
    assert "A colleague has it carried out already" in colleague.post(f"{here}/confirmation", status=409).text
    queue.sweep()
    page = organiser.get(page.links["See how far it is now"])
    assert "The import is done: 1 row. No letter was sent." in page.text
    page = organiser.get(page.links["Go on"])
    assert "What it made" in page.text
    assert "Night trams" in organiser.get("/team/editions/ssc26/entries").text


def test_many_rows_that_no_longer_fit_are_refused_whole_and_in_words(
    organiser: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "AT_ONCE", 0)
    page = choose(organiser, TABLE)
    organiser.send(page, "/confirmation")
    there = organiser.response.request.path
    edition = db.session.scalars(select(Edition)).one()
    factories.submitted_entry(edition, db.session.scalars(select(City)).one(), "Night trams")
    queue.sweep()
    page = organiser.get(there)
    assert "Ended without a result" in page.text
    assert "Nothing was imported: the portal changed since you looked." in page.text
    assert db.session.scalars(select(Import)).one().done_at is None


def test_what_is_no_table_is_refused_in_a_sentence(organiser: PageClient) -> None:
    assert "Choose a file" in organiser.post(IMPORTS, {"kind": "entries"}, status=422).text
    assert "Choose what the rows are." in choose(organiser, TABLE, kind="", status=422).text
    assert organiser.get(f"{IMPORTS}/77", status=404)
    assert organiser.get(f"{IMPORTS}/{2**70}", status=404)


def test_an_empty_table_says_what_goes_into_each_column_and_is_read_back(organiser: PageClient) -> None:
    headings = "city,country,region,type,category,status,c_title,d_summary,h_accuracy"
    empty = organiser.http.get(f"{IMPORTS}?empty=entries&as=csv").text
    assert empty.removeprefix("\ufeff") == f"{headings}\r\n"
    for kind, column, needed in (
        ("entries", "d_summary", "when submitted"),
        ("cities", "region", "for a city that is new"),
        ("scores", "impact", "always"),
        ("judges", "organisation", "always"),
    ):
        book = organiser.http.get(f"{IMPORTS}?empty={kind}").data
        rows = read_sheet(book, "What goes where").rows
        assert next(row for row in rows if row[0] == column)[2] == needed
        assert read_sheet(book, kind).rows == [[row[0] for row in rows[1:]]]


def test_an_observer_reads_imports_and_makes_none(organiser: PageClient, app: Flask) -> None:
    observer = PageClient(app).sign_in(factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    assert "You may read this and not change it." in observer.get(IMPORTS).text
    choose(observer, TABLE, status=409)


def test_the_list_is_searched_filtered_saved_and_costs_the_same_for_any_length(organiser: PageClient) -> None:
    def add(n: int) -> None:
        values = {"edition_id": 1, "size": 1, "rows": 1, "at": clock.now(), "by_id": 1, "made": {}}
        factories.put(Import(name=f"table {n}.csv", kind="cities", sha256=f"{n:064x}", **values))

    for n in range(3):
        add(n)
    organiser.get(IMPORTS)
    with statements() as few:
        assert "3 imports" in organiser.get(IMPORTS).text
    for n in range(3, 60):
        add(n)
    with statements() as many:
        page = organiser.get(f"{IMPORTS}?kind=cities&standing=looked-at")
    assert len(few) == len(many)
    assert "page=2" in page.html
    assert "table 0.csv" in organiser.get(f"{IMPORTS}?page=2").text
    assert "1 import " in organiser.get(f"{IMPORTS}?q=table+42").text
    assert "No import fits." in organiser.get(f"{IMPORTS}?kind=entries").text
    assert organiser.http.get(f"{IMPORTS}?format=csv").text.count("\r\n") == 61


def test_scores_given_elsewhere_are_looked_at_made_and_undone(organiser: PageClient) -> None:
    edition = db.session.scalars(select(Edition)).one()
    entry = factories.submitted_entry(edition, factories.city("Sudhavn"))
    factories.judge(edition, "Bo", country="SE")
    assert "round,entry,judge,impact" in organiser.http.get(f"{IMPORTS}?empty=scores&as=csv").text
    page = choose(organiser, f"entry,judge,impact,innovation\n{entry.reference},Bo,9,4\n", "scores", 422)
    assert "C2, “9”: Impact: the score is not on the scale" in page.text
    page = choose(organiser, f"entry,judge,impact,innovation\n{entry.reference},Bo,3,4\n", "scores")
    assert "1 scorecard would be completed." in page.text
    assert f"{entry.reference} Bo 2" in page.text
    page = organiser.send(page, "/confirmation")
    assert "Scorecards completed 1" in page.text
    assert f"{entry.reference}, Bo" in organiser.get("/team/editions/ssc26/ledger?q=Bo").text
    page = organiser.send(page, "/undoing", reason="The wrong file.")
    assert "The import is undone." in page.text
