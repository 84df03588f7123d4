"""Starting from an earlier entry over the web: chosen on the start page, what stays behind is listed."""

from collections.abc import Iterator

import pytest
from flask import Flask

from awards_portal.db import db
from awards_portal.entries import queries
from awards_portal.people.models import Representative, RepresentativeRole
from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import FORM, Stage
from tests.rooms.entries.test_copying import earlier, next_form


@pytest.fixture
def stage(app: Flask, client: PageClient) -> Iterator[Stage]:
    with app.app_context():
        made = earlier()
        client.sign_in(made.lead)
        yield made


def test_an_earlier_entry_is_chosen_and_what_was_not_copied_is_listed(stage: Stage, client: PageClient) -> None:
    factories.edition(form=next_form())
    stage.close()
    reference = stage.entry.reference
    page = client.get("/entries/")
    page = client.get(page.links[f"Start an entry of Smart Sustainable City Awards 2026 from this one ({reference})"])
    assert page.form("/start/")["fields"]["from"] == reference
    page = client.send(page, "/start/ssc26", category="digital-inclusion")
    assert page.h1 == [f"Copied from {reference}"]
    assert "2 answers, 1 file." in page.text
    assert "Where it stands The choices have changed." in page.text
    assert "Photo Tram.jpg is less wide than this question asks for." in page.text
    new = next(entry for entry in queries.entries_of_cities([stage.city.id]) if entry.reference != reference)
    assert new.title == "Night trams"
    assert f"copied from {reference}" in client.get(f"/entries/{new.reference}/answers/d_summary/history").text


def test_without_a_choice_the_form_is_empty(stage: Stage, client: PageClient) -> None:
    factories.edition(form=FORM)
    client.send(client.get("/entries/start/ssc26"), "/start/ssc26", category="open-city")
    new = next(entry for entry in queries.entries_of_cities([stage.city.id]) if entry.id != stage.entry.id)
    assert list(queries.answers(new.id)) == ["c_category"]


def test_an_entry_of_another_city_or_of_this_edition_is_refused_in_words(stage: Stage, client: PageClient) -> None:
    factories.edition(form=FORM)
    other = factories.city("Sandmere", "SE")
    factories.put(
        Representative(
            person_id=stage.lead.id, city_id=other.id, role=RepresentativeRole.LEAD, since=stage.entry.created_at
        )
    )
    page = client.get("/entries/start/ssc26")
    sent = {"category": "open-city", "city": str(other.id), "from": stage.entry.reference}
    page = client.send(page, "/start/ssc26", status=422, **sent)
    assert "Choose an earlier entry of the city that enters, or none." in page.text
    client.send(page, "/start/ssc26", status=422, **{**sent, "from": "SSC25-none"})
    db.session.rollback()
    assert len(queries.entries_of_cities([stage.city.id, other.id])) == 1


def test_what_was_copied_is_nothing_for_entries_that_are_not_mine(stage: Stage, client: PageClient) -> None:
    elsewhere = factories.submitted_entry(factories.edition(form=FORM), factories.city("Sandmere", "SE"))
    client.get(f"/entries/{stage.entry.reference}/copied/{elsewhere.reference}", status=404)
    client.get(f"/entries/{stage.entry.reference}/copied/{stage.entry.reference}", status=404)
