"""The pages of feedback: the list, one entry's comments without names, the release, and what the city then reads."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import update

from awards_portal import queue
from awards_portal.awards.models import ClearedFeedback
from awards_portal.db import db, transaction
from awards_portal.judging.models import Judge
from awards_portal.people.models import City, Representative, RepresentativeRole, TeamRole
from tests import factories
from tests.page import PageClient
from tests.rooms.awards.test_feedback import clear, published, write
from tests.rooms.awards.test_publishing import closed, entry, organisers
from tests.scored import round_with
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")
PAGE = "/team/editions/ssc26/feedback"


def test_from_the_judges_words_to_the_citys_page(app: Flask) -> None:
    two = organisers()
    edition = published(two)
    write("Anna", "North", "Bold.", impact="Few riders.\u202eX")
    write("Bo", "North", "As Anna says.")
    with transaction():
        db.session.execute(update(Judge).values(organisation="Canary Institute"))
    reference = entry("North").reference
    city = db.session.get_one(City, entry("North").city_id)
    otto, ida, olga = PageClient(app), PageClient(app), PageClient(app)
    otto.sign_in(two[0])
    ida.sign_in(factories.representative(city, name="Ida North"))
    olga.sign_in(factories.representative(db.session.get_one(City, entry("East").city_id), name="Olga East"))
    listed = otto.get(PAGE)
    assert "a comment holds a word of a judge's name" in listed.text
    otto.send(listed, "/clearings")
    assert "3 cleared, 1 to be read" in otto.get(PAGE).text
    page = otto.get(f"{PAGE}/{reference}")
    assert "A comment holds a word of a judge's name" in page.text
    assert "Canary" not in page.html
    page = otto.send(page, reference, **{"text-": "Bold, and <b>right</b>.", "text-impact": "Few riders."})
    assert f"The feedback on {reference} is cleared." in page.text
    mine = f"/entries/{reference}/feedback"
    assert "There is no feedback on this entry." in ida.get(mine).text
    assert "Write the date and time" in otto.send(otto.get(PAGE), "/releases", status=422, due="soon").text
    refused = otto.send(otto.get(PAGE), "/releases", status=422, due="2020-05-31T18:00")
    assert "is over. Choose a later time, or leave it empty" in refused.text
    otto.send(refused, "/releases", due="", leaving="yes")
    queue.sweep()
    assert ida.get(f"/entries/{reference}").links["Read the feedback of the jury"] == mine
    read = ida.get(mine)
    assert "Bold, and <b>right</b>." in read.text
    assert "First quarter" in read.text
    assert not any(name in read.html for name in ("Anna", "Canary", "Otto"))
    assert olga.http.get(mine).status_code == 404
    closed_page = otto.get(f"{PAGE}/{reference}")
    assert "Take the release back before you change a text" in closed_page.text
    otto.send(otto.get(PAGE), "/withdrawal", because="A wrong text")
    assert "There is no feedback on this entry." in ida.get(mine).text
    assert edition.key == "ssc26"


def test_somebody_was_faster_and_what_was_typed_stays_on_the_page(app: Flask) -> None:
    two = organisers()
    edition = closed()
    otto = PageClient(app).sign_in(two[0])
    # Nothing can be released before the results are published: the page says so instead of asking when.
    early = otto.get(PAGE)
    assert "Publish them first: feedback follows them." in early.text
    assert early.links["See what the publication waits for"] == "/team/editions/ssc26/publication"
    assert not [form for form in early.forms if form["action"].endswith("/releases")]
    page = otto.get(f"{PAGE}/{entry('North').reference}")
    clear(edition, "North", {"": "By Pia."}, two[1])
    refused = otto.send(page, entry("North").reference, status=409, **{"text-": "By Otto."})
    assert "A colleague cleared this entry" in refused.text
    assert refused.form(entry("North").reference)["fields"]["text-"] == "By Otto."
    assert db.session.query(ClearedFeedback).count() == 1


def test_filters_hold_in_the_download_and_nothing_that_fits_is_said(app: Flask) -> None:
    two = organisers()
    edition = closed()
    clear(edition, "North", {"": "Bold."}, two[0])
    observer = PageClient(app).sign_in(factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    page = observer.get(f"{PAGE}?state=cleared&category=open-city&q=NORTH")
    assert "1 entry" in page.text
    assert "Clear 3" not in page.text
    observer.send(observer.get(page.links["Download as CSV"]), "/file")
    rows = list(csv.DictReader(io.StringIO(observer.response.data.decode("utf-8-sig"))))
    assert [(row["reference"], row["state"], row["cleared by"]) for row in rows] == [
        (entry("North").reference, "cleared", "Otto Organ")
    ]
    assert "No entry fits." in observer.get(f"{PAGE}?q=nothing").text


def test_an_organiser_who_speaks_for_a_city_in_it_reads_none_of_it(app: Flask) -> None:
    closed()
    own = factories.team_member(name="Cora Conflicted")
    city = db.session.get_one(City, entry("East").city_id)
    with transaction() as moment:
        db.session.add(
            Representative(person_id=own.id, city_id=city.id, role=RepresentativeRole.VIEWER, since=moment.at)
        )
    cora = PageClient(app).sign_in(own)
    page = cora.get(PAGE)
    assert "You speak for the city" in page.text
    assert "The North project" not in page.text
    assert "North" not in cora.post(f"{PAGE}/file").html
    assert cora.http.get(f"{PAGE}/{entry('North').reference}").status_code == 404


def test_thirty_entries_cost_as_many_statements_as_three(app: Flask) -> None:
    client = PageClient(app).sign_in(factories.team_member())
    costs = []
    edition = round_with({f"City {n}": {"Anna": (3, 3)} for n in range(3)})
    # Its first reading costs a line of the ledger more.
    client.get(PAGE)
    for more in (0, 27):
        if more:
            given = {f"City {n}": {"Anna": (3, 3)} for n in range(more)}
            round_with(given, "digital-inclusion", db.session.merge(edition))  # type: ignore[arg-type]
        with statements() as found:
            assert f"{3 + more} entries" in client.get(PAGE).text
        costs.append(len(found))
    assert costs[0] == costs[1]
