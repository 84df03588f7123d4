"""The hall of winners: published history with its sources, and what was published in the portal."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.awards import history
from awards_portal.awards.models import Award, Confirmation, PastEdition, PastWinner, Publication, Retraction
from awards_portal.db import db
from awards_portal.entries.models import Entry
from awards_portal.people import directory
from awards_portal.people.models import Person
from awards_portal.programmes.models import Round
from tests import factories
from tests.page import PageClient
from tests.web.applicants.test_cost import cost

pytestmark = pytest.mark.usefixtures("context")


def award(entry: Entry, citation: str = "For its trams.", embargo: datetime | None = None) -> Publication:
    """An award of an entry, published now, or public when an embargo ends."""
    by = factories.team_member(name="Otto First")
    round_ = db.session.scalars(select(Round).filter_by(edition_id=entry.edition_id)).first()
    assert round_ is not None
    at = entry.created_at
    values = {"edition_id": entry.edition_id, "round_id": round_.id, "proposed_by_id": by.id, "proposed_at": at}
    values["embargo_until"] = embargo
    made: Publication = factories.put(Publication(fingerprint="f" * 64, snapshot="{}", sha256="0" * 64, **values))
    factories.put(Confirmation(publication_id=made.id, by_id=by.id, at=at))
    said = {"category": "open-city", "category_title": "Open City", "place": 1, "title": "Gold", "summary": ""}
    whose = {"entry_id": entry.id, "city_id": entry.city_id, "city": "Norrhavn", "country": "NO"}
    what = {"reference": entry.reference, "project": entry.title, "citation": citation}
    factories.put(Award(publication_id=made.id, position=0, **said, **whose, **what))
    return made


def test_every_edition_and_winner_is_found_by_edition_category_city_country_and_words(client: PageClient) -> None:
    directory.load()
    history.load()
    page = client.get("/winners")
    for year in ("2012", "2014", "2017", "2020", "2023", "2024", "2025"):
        assert f"{year} " in page.text
    assert "54 winners" in page.text
    assert "2 of 10 winners known by name" not in page.text
    assert "1 of 10 winners known by name" in page.text
    assert "54 winners" in client.get("/winners?page=2").text
    assert "Mobile Building Inspections" in client.get("/winners?edition=wego-awards-1").text
    assert "Mobile Building Inspections" not in client.get("/winners?edition=wego-awards-2").text
    assert "Jakarta Smart City portal" in client.get("/winners?category=Open+City&country=ID").text
    assert "Jakarta Smart City portal" in client.get("/winners?city=jakarta").text
    # Nobody types the dots and breves of a name: the mayor stands in the note of his award.
    assert "1 winner " in client.get("/winners?q=ugur+ibrahim").text
    empty = client.get("/winners?q=nothing+of+the+kind")
    assert empty.links["Show all winners"] == "/winners"
    client.get("/winners?category=Open+City&country=ID&format=csv")
    assert "Jakarta Smart City portal" in client.response.text
    assert client.response.text.count("\r\n") == 2


def test_an_edition_says_what_is_unknown_and_where_sources_disagree(client: PageClient) -> None:
    history.load()
    page = client.get("/winners/wego-awards-1")
    assert "1 of 10 winners are known by name." in page.text
    assert "Winner unknown" in page.text
    assert "Upgrade of the 1999 Citizen Hotline" in page.text
    assert "19 November 2012" in page.text
    assert "October 2012" in page.text
    assert "Prizes Unknown: no source says it" in page.text
    assert "David Eaves" in page.text
    page = client.get("/winners/wego-awards-3")
    assert "73 applications (WeGO, repeated by Sputnik) versus 76 projects from 56 cities (Taiwan MOFA)" in page.text
    for edition in db.session.scalars(select(PastEdition)):
        page = client.get(f"/winners/{edition.key}")
        assert all(source in page.links for source in edition.sources)
    client.get("/winners/none", status=404)


def test_awards_of_the_portal_join_when_they_are_public_and_leave_when_taken_back(client: PageClient) -> None:
    history.load()
    edition = factories.edition()
    published = award(factories.submitted_entry(edition, factories.city()))
    page = client.get("/winners?country=NO")
    assert "Night trams" in page.text
    assert page.links["Smart Sustainable City Awards 2026"] == "/editions/ssc26/winners"
    assert "For its trams." in client.get("/editions/ssc26/winners").text
    by = db.session.scalars(select(Person).filter_by(name="Otto First")).one()
    why = "A card was wrong."
    factories.put(Retraction(publication_id=published.id, by_id=by.id, at=edition.created_at, reason=why))
    assert "Night trams" not in client.get("/winners").text


def test_the_hall_costs_the_same_for_three_and_for_thirty(client: PageClient, context: Flask) -> None:
    past = factories.put(PastEdition(key="first", award="First", year=2012, facts={}, sources=[]))
    costs = []
    for number in range(30):
        name, winner = f"City {number}", {"past_edition_id": past.id, "position": number}
        factories.put(PastWinner(name=name, city_id=factories.city(name).id, **winner))
        if number in {2, 29}:
            costs.append((cost(client, "/winners"), cost(client, "/winners/first")))
    assert costs[0] == costs[1]
