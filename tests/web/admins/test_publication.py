"""The page of publication: every reason why not with its cure, the proposal, the confirmation, the public page."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from awards_portal.db import db, transaction
from awards_portal.people import passwords
from awards_portal.people.models import Person, TeamRole
from awards_portal.programmes.models import Edition, Round
from awards_portal.web.admins.publication import _cures
from tests import factories
from tests.page import PageClient
from tests.rooms.awards.test_publishing import COVERED, entry
from tests.scored import round_with

pytestmark = pytest.mark.usefixtures("context")

PAGE = "/team/editions/ssc26/publication"
WORD = "lantern by the quay"


def organiser(name: str, role: TeamRole = TeamRole.ORGANISER) -> Person:
    return factories.team_member(role, name=name, password_hash=passwords.hashed(WORD))


def close() -> Edition:
    with transaction() as moment:
        db.session.execute(update(Round).values(closes_at=moment.at - timedelta(minutes=1)))
    return db.session.scalars(select(Edition)).one()


def test_every_reason_why_not_is_told_with_the_way_to_its_cure(client: PageClient) -> None:
    round_with({**COVERED, "South": {"Anna": (2, 2), "Bo": None}})
    client.sign_in(organiser("Otto First"))
    page = client.get(PAGE)
    assert "2 reasons why not yet" in page.text
    assert "Judges can score until" in page.text
    assert "missing: Bo" in page.text
    cure = "/team/editions/ssc26/assignments?round=scoring&category=open-city"
    assert page.links["See the assignments open-city"] == cure
    assert "Propose these results" not in page.text
    # The round is closed here, told what that costs, and the page comes back.
    assert page.links["Close the round"] == "#close"
    assert "1 scorecard is not completed: it would not count." in page.text
    page = client.send(page, "/rounds/scoring/closing", back="publication")
    assert page.h1 == ["Publication"]
    assert "1 reason why not yet" in page.text


def test_proposed_by_one_confirmed_by_another_and_read_by_everybody(app: Flask) -> None:
    round_with(COVERED)
    close()
    first, second, visitor = PageClient(app), PageClient(app), PageClient(app)
    first.sign_in(organiser("Otto First"))
    second.sign_in(organiser("Pia Second"))
    assert "Results are not public yet" in visitor.get("/editions/ssc26/winners").text
    wrong = first.send(first.get(PAGE), "/publication", status=422, password="not the word")
    assert "That is not your password" in wrong.text
    assert wrong.title.count("Error:") == 1
    # Everything that is wrong is told at once.
    past = first.send(first.get(PAGE), "/publication", status=422, password="no", embargo="2020-01-01T10:00")
    assert "That is not your password" in past.text
    assert "would end in the past" in past.text
    odd = first.send(first.get(PAGE), "/publication", status=422, password=WORD, embargo="tomorrow")
    assert "2026-03-01T18:00" in odd.text
    assert odd.form("/publication")["fields"]["embargo"] == "tomorrow"
    first.send(first.get(PAGE), "/publication", password=WORD)
    assert "Pia Second can look at them here and confirm." in first.get(PAGE).text
    assert "Results are not public yet" in visitor.get("/editions/ssc26/winners").text
    second.send(second.get(PAGE), "/confirmation", password=WORD)
    assert "Release the judges' comments to the cities" in first.get(PAGE).links
    public = visitor.get("/editions/ssc26/winners").text
    assert "The North project" in public
    assert "The South project" not in public
    assert "Anna" not in public
    assert "Winners of the" in visitor.get("/").text
    first.send(first.get(PAGE), "/retraction", why="A card was wrong.")
    public = visitor.get("/editions/ssc26/winners").text
    assert "A card was wrong." in public
    assert "The North project" not in public


def test_a_decision_is_written_shown_and_taken_back(client: PageClient) -> None:
    round_with(COVERED)
    close()
    client.sign_in(organiser("Otto First"))
    reference = entry("South").reference
    kept = client.post(
        "/team/editions/ssc26/decisions",
        {"entry": reference, "kind": "mention", "reason": "", "citation": "For its calm water."},
        status=422,
    )
    assert "Write why the jury decided so" in kept.text
    assert kept.form("/decisions")["fields"]["citation"] == "For its calm water."
    client.post(
        "/team/editions/ssc26/decisions",
        {"entry": reference, "kind": "mention", "reason": "It moved us.", "citation": "For its calm water."},
    )
    page = client.get(PAGE)
    assert "Special mention" in page.text
    assert "It moved us." in page.text
    client.send(page, "/removal")
    assert "Special mention" not in client.get(PAGE).text


def test_who_speaks_for_a_city_of_the_round_sees_no_places(client: PageClient) -> None:
    round_with(COVERED)
    close()
    someone = organiser("Otto First")
    seat = {"person_id": someone.id, "city_id": entry("West").city_id, "role": "viewer", "since": someone.created_at}
    factories.put(factories.Representative(**seat))
    client.sign_in(someone)
    page = client.get(PAGE).text
    assert "you neither see nor decide its results" in page
    assert "The North project" not in page


def test_every_cure_leads_to_a_page_that_opens(client: PageClient, app: Flask) -> None:
    edition = round_with(COVERED)
    client.sign_in(organiser("Otto First"))
    with app.test_request_context():
        cures = _cures(edition, db.session.scalars(select(Round)).one())
        addresses = [cure[0]("open-city") for cure in cures.values()]
    assert set(cures) == {"publication", "last round", "round", "entries", "standings", "assignments", "decision"}
    page = client.get(PAGE)
    for address in addresses:
        if not address.startswith("#"):
            client.get(address)
    assert 'id="decide"' in page.html
