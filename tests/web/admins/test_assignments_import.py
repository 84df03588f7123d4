"""Who judges what, from a spreadsheet: every wrong cell is named, and it is all or nothing."""

import io

import pytest
from flask import Flask

from awards_portal.errors import Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.listed import Listed
from awards_portal.judging.models import ConflictKind
from awards_portal.judging.shortlisting.models import Shortlist, Shortlisted
from awards_portal.people.models import Representative, RepresentativeRole
from tests import factories
from tests.page import Page, PageClient
from tests.rooms.judging.stage import Stage, make
from tests.rooms.people.letters import letters

TEAM = "/team/editions/ssc26"


@pytest.fixture
def stage(context: Flask, client: PageClient) -> Stage:
    made = make()
    client.sign_in(made.organiser)
    return made


def preview(client: PageClient, text: str, status: int = 200) -> Page:
    data = {"csrf_token": client.csrf(), "round": "scoring", "file": (io.BytesIO(text.encode()), "list.csv")}
    client.response = client.http.post(f"{TEAM}/assignments/import", data=data)
    assert client.response.status_code == status
    return Page(client.response.text)


def test_a_table_is_looked_at_then_assigned_whole(stage: Stage, client: PageClient) -> None:
    page = client.get(client.get(f"{TEAM}/assignments").links["Assign from a spreadsheet"])
    assert "reference" in page.text
    trams = stage.trams.reference
    table = f"Entry,Judge,Why\n{trams.lower()},{stage.bo.email}\n{trams},{stage.anna.email}\n"
    page = preview(client, table)
    assert "1 assignment would be made." in page.text
    assert "1 is there already and stays." in page.text
    assert "These columns are not read: Why" in page.text
    assert letters("assignment") == []
    page = client.send(page, "/confirmation")
    assert "1 entry is assigned." in page.text
    assert {cell.judge_id for cell in queries.cells(stage.round.id) if cell.entry_id == stage.trams.id} == {
        stage.anna.id,
        stage.bo.id,
    }
    assert len(letters("assignment")) == 1


def test_each_wrong_cell_is_named(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.bo, stage.trams, ConflictKind.OTHER)
    table = f"entry,judge\nSSC26-7777,nobody@example.org\n{stage.trams.reference},{stage.cai.email}\n"
    table += f"{stage.trams.reference},{stage.cai.email}\n"
    page = preview(client, table, 422)
    for told in ("A2: “SSC26-7777” is no entry", "B2: “nobody@example.org” is the address", "A4: the same entry"):
        assert told in page.text
    page = preview(client, f"entry;judge\n{stage.trams.reference};{stage.bo.email}\n", 422)
    assert "B2: Bo Birch has stated a conflict" in page.text
    assert "no heading “judge”" in preview(client, "entry,person\nx,y\n", 422).text
    assert "Choose a file" in preview(client, "", 422).text


def test_what_does_not_hold_any_more_is_refused_whole(stage: Stage, client: PageClient) -> None:
    table = f"entry,judge\n{stage.trams.reference},{stage.cai.email}\n{stage.trams.reference},{stage.bo.email}\n"
    page = preview(client, table)
    factories.statement(stage.bo, stage.trams, ConflictKind.OTHER)
    page = client.send(page, "/confirmation", status=409)
    assert "Nothing was assigned, because of row 3: Bo Birch has stated a conflict" in page.text
    assert {cell.judge_id for cell in queries.cells(stage.round.id)} == {stage.anna.id}
    client.post(f"{TEAM}/assignments/import/confirmation", {"pairs": "[[1]]"}, status=422)


def test_only_the_shortlisted_go_into_a_round_that_a_shortlist_leads_to(stage: Stage, client: PageClient) -> None:
    values = {"fingerprint": "x", "rule": {}, "notes": [], "reason": "", "at": stage.edition.created_at}
    shortlist = factories.put(
        Shortlist(from_round_id=stage.round.id, round_id=stage.round.id, by_id=stage.organiser.id, **values)
    )
    place = {"place": "shortlisted", "rank": 1, "why": ""}
    factories.put(Shortlisted(shortlist_id=shortlist.id, entry_id=stage.trams.id, **place))
    trams, schools = stage.trams.reference, stage.schools.reference
    page = preview(client, f"entry,judge\n{trams},{stage.bo.email}\n{schools},{stage.bo.email}\n", 422)
    assert "A3: The entry is not on the shortlist that leads to this round." in page.text
    with pytest.raises(Refusal, match="row 2: The entry is not on the shortlist"):
        service.assign_listed(stage.round, [Listed(2, schools, stage.bo.email)], stage.organiser)


def test_entries_of_an_own_city_are_refused_alike_assigned_or_not(stage: Stage, client: PageClient) -> None:
    values = {"person_id": stage.organiser.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=stage.edition.created_at))
    for judge in (stage.anna, stage.bo):
        page = preview(client, f"entry,judge\n{stage.trams.reference},{judge.email}\n", 422)
        assert "B2: You speak for this entry's city" in page.text


def test_an_entry_goes_from_one_judge_to_another_in_one_act(stage: Stage, client: PageClient) -> None:
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo], stage.organiser)
    here = f"{TEAM}/assignments/{stage.assignment.id}"
    page = client.send(client.get(here), "/successor", successor="", reassign_reason="Ill", status=422)
    assert "Choose the judge who gets the entry." in page.text
    page = client.send(client.get(here), "/successor", successor=str(stage.bo.id), reassign_reason=" ", status=409)
    assert "Write the reason" in page.text
    factories.statement(stage.bo, stage.trams, ConflictKind.OTHER)
    data = {"successor": str(stage.bo.id), "reassign_reason": "Ill"}
    assert "stated a conflict" in client.post(f"{here}/successor", data, status=409).text
    assert letters("recusal") == []
    service.clear_conflict(stage.bo, stage.trams, "A slip", stage.organiser)
    page = client.send(client.get(here), "/successor", **data)
    assert f"Bo Birch judges {stage.trams.reference} now." in page.text
    assert len(letters("recusal")) == len(letters("assignment")) == 1


def test_who_abstains_is_told_in_writing(stage: Stage) -> None:
    service.state_conflict(stage.anna, stage.trams, True, ConflictKind.ADVISED, "I lent them the timetable")
    (letter,) = letters("abstention")
    assert letter.to_address == stage.anna.email
    assert "I lent them the timetable" in letter.body
