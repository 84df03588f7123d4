"""Eligibility from the organiser's button to the city's page."""

import pytest
from flask import Flask

from awards_portal.people.models import TeamRole
from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make
from tests.statements import statements

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


def test_a_refusal_without_a_reason_is_told_beside_the_field_and_then_done(
    app: Flask, organiser: PageClient, stage: Stage
) -> None:
    address = f"{TABLE}/{stage.entry.reference}"
    page = organiser.send(organiser.get(address), "/decisions", outcome="refused", status=422)
    assert page.title.startswith("Error:")
    assert page.text.count("Write why the entry is refused") == 2
    assert page.form("/decisions")["fields"]["outcome"] == "refused"
    page = organiser.send(page, "/decisions", outcome="refused", reason="The applicant is a company.")
    assert "The city gets a letter with the reason." in page.text
    assert " counts " not in page.text
    assert "The East project" not in organiser.get(f"{TABLE}?standing=eligible").text
    assert "Night trams" in organiser.get(f"{TABLE}?standing=refused").text
    city = PageClient(app).sign_in(stage.lead)
    page = city.get(f"/entries/{stage.entry.reference}")
    assert "refused this entry as not eligible. Its reason: The applicant is a company." in page.text
    assert "Check your answers and submit" not in page.text
    assert "Refused as not eligible" in city.get("/entries/").text


def test_the_city_reads_that_its_entry_is_eligible(app: Flask, organiser: PageClient, stage: Stage) -> None:
    page = organiser.get(f"{TABLE}/{stage.entry.reference}")
    organiser.send(page, "/decisions", outcome="passed")
    page = PageClient(app).sign_in(stage.lead).get(f"/entries/{stage.entry.reference}")
    assert "Eligible, version 1 counts" in page.text
    assert "Judges will see version 1" in page.text
    assert "it is eligible" in page.text


def test_whoever_has_decided_goes_on_to_the_next_that_is_not_checked(organiser: PageClient, stage: Stage) -> None:
    address = f"{TABLE}/{stage.entry.reference}"
    page = organiser.get(address)
    assert page.links["Return it to the city"] == f"{address}/change-requests"
    other = factories.submitted_entry(stage.edition, factories.city("Eastwick"), "Ferries")
    page = organiser.send(page, "/decisions", outcome="passed")
    onward = page.links["Next entry that is not checked: Ferries"]
    assert onward == f"{TABLE}/{other.reference}#eligibility"
    page = organiser.send(organiser.get(onward.partition("#")[0]), "/decisions", outcome="passed")
    assert "Next entry that is not checked" not in page.text


def test_an_observer_reads_the_decision_and_has_no_button(client: PageClient, stage: Stage) -> None:
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    page = client.get(f"{TABLE}/{stage.entry.reference}")
    assert "You may read this and not change it." in page.text
    assert not [form for form in page.forms if "/decisions" in form["action"]]
    client.post(f"{TABLE}/{stage.entry.reference}/decisions", {"outcome": "passed", "seen": "1"}, status=409)


def test_a_decided_entry_costs_the_table_no_more(organiser: PageClient, stage: Stage) -> None:
    organiser.get(TABLE)
    with statements() as before:
        organiser.get(TABLE)
    organiser.send(organiser.get(f"{TABLE}/{stage.entry.reference}"), "/decisions", outcome="passed")
    with statements() as after:
        organiser.get(TABLE)
    assert len(before) == len(after)
