"""Judges are invited from a spreadsheet: looked at first, all or nobody; an invitation is taken back."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.judging import queries
from awards_portal.judging.grouping import queries as grouping
from awards_portal.people.models import TeamRole
from awards_portal.programmes.models import Round
from tests import factories
from tests.page import Page, PageClient
from tests.rooms.people.letters import letters

JUDGES = "/team/editions/ssc26/judges"
ROWS = "name,email,organisation,country,phone\nEva Elm,eva.elm@example.org,Elm University,Sweden,1\n"
MORE = ROWS + "Fay Fir,fay.fir@example.org,Fir Ltd,NO,2\n"


@pytest.fixture
def organiser(context: Flask, client: PageClient) -> PageClient:
    factories.edition()
    return client.sign_in(factories.team_member())


def choose(client: PageClient, text: str, status: int = 200) -> Page:
    return client.post(f"{JUDGES}/import", {"file": (BytesIO(text.encode()), "judges.csv")}, status=status)


def test_who_would_be_invited_is_shown_and_then_invited_once(organiser: PageClient) -> None:
    page = organiser.get(organiser.get(JUDGES).links["Invite many from a spreadsheet"])
    assert "Download an empty one" in page.links
    page = choose(organiser, MORE)
    assert "2 people would be invited and get a letter each." in page.text
    assert "These columns are not read: phone" in page.text
    assert letters() == []
    again = page
    page = organiser.send(page, "/confirmation")
    assert "2 judges are invited." in page.text
    assert len(letters("judge-invitation")) == 2
    assert "done already" in organiser.send(again, "/confirmation", status=409).text
    assert len(letters("judge-invitation")) == 2
    assert "Judges 2 Done" in organiser.get("/team/editions/ssc26/imports?kind=judges").text.replace("judges.csv ", "")


def test_an_import_of_judges_is_undone_with_a_reason_and_the_mended_file_is_invited(organiser: PageClient) -> None:
    page = organiser.send(choose(organiser, MORE), "/confirmation")
    assert "Judges invited 2" in page.text
    page = organiser.send(page, "/undoing", reason="The wrong year's jury.")
    assert "The import is undone." in page.text
    assert "Nobody is invited yet." in organiser.get(JUDGES).text
    page = organiser.send(choose(organiser, ROWS), "/confirmation")
    assert "1 judge is invited." in page.text


def test_each_wrong_cell_is_named_and_nothing_can_be_confirmed(organiser: PageClient) -> None:
    page = choose(organiser, MORE + "Eva Elm,eva.elm@example.org,,Utopia,\n", status=422)
    assert "3 cells are to be mended" in page.text
    assert "B4: eva.elm@example.org is in B2 already." in page.text
    assert [form for form in page.forms if "confirmation" in form["action"]] == []
    assert "Choose a file" in organiser.post(f"{JUDGES}/import", {}, status=422).text
    assert letters() == []


def test_the_group_of_a_judge_is_read_where_a_round_weighs_it(organiser: PageClient) -> None:
    head, row = "name,email,organisation,group\n", "Eva Elm,eva.elm@example.org,Elm University,"
    assert "D2: no round of this edition weighs a group “jury”." in choose(organiser, f"{head}{row}jury\n", 422).text
    with transaction():
        found = db.session.scalars(select(Round)).one()
        found.groups = [{"group": "Jury", "weight": 2}, {"group": "Public", "weight": 1}]
    assert "Its groups are: Jury, Public." in choose(organiser, f"{head}{row}council\n", 422).text
    page = choose(organiser, f"{head}{row}jury\nFay Fir,fay.fir@example.org,Fir Ltd,\n")
    organiser.send(page, "/confirmation")
    assert [(each.judge.name, each.group) for each in grouping.judges(found.id)] == [("Eva Elm", "Jury")]
    page = choose(organiser, f"{head}Gil Gum,gil.gum@example.org,Gum Ltd,Public\n")
    with transaction():
        found.groups = []
    told = organiser.send(page, "/confirmation", status=409).text
    assert "the portal changed since you looked. D2: no round of this edition weighs a group “Public”." in told
    assert len(queries.everybody(found.edition_id)) == 2


def test_an_invitation_is_taken_back_from_the_list(organiser: PageClient) -> None:
    organiser.send(choose(organiser, ROWS), "/confirmation")
    page = organiser.send(organiser.get(JUDGES), "/revocation")
    assert "The invitation of Eva Elm is taken back; its link works no more." in page.text
    assert "Invite again" in page.text
    assert "1 judge " in organiser.get(f"{JUDGES}?standing=revoked").text


def test_an_observer_invites_nobody(organiser: PageClient, app: Flask) -> None:
    observer = PageClient(app).sign_in(factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    assert "You may read this and not change it." in observer.get(f"{JUDGES}/import").text
    choose(observer, ROWS, status=409)
    page = choose(organiser, ROWS)
    observer.post(page.form("/confirmation")["action"], status=409)
    assert queries.count_judges(1) == 0
