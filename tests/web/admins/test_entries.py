"""The organising team's table of entries, and one entry as it was submitted."""

import csv
import io

import pytest
from flask import Flask

from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry, Withdrawal
from awards_portal.people.models import City, Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Edition
from tests import factories
from tests.page import PageClient
from tests.scored import round_with
from tests.statements import statements


@pytest.fixture
def edition(context: Flask) -> Edition:
    return round_with()


@pytest.fixture
def organiser(client: PageClient, edition: Edition) -> PageClient:
    return client.sign_in(factories.team_member(TeamRole.OBSERVER))


def test_the_table_is_searched_by_title_reference_and_city_whatever_the_case(organiser: PageClient) -> None:
    for words in ("north PROJECT", "o000", "NÓRTH open"):
        page = organiser.get("/team/editions/ssc26/entries", query_string={"q": words})
        assert "The North project" in page.text, words
        assert "The East project" not in page.text, words


def test_filters_stay_in_the_address_and_hold_in_the_download(organiser: PageClient) -> None:
    entry = db.session.query(Entry).filter_by(title="The East project").one()
    with transaction() as moment:
        db.session.add(Withdrawal(entry_id=entry.id, reason="No budget", at=moment.at, by_id=entry.created_by_id))
    page = organiser.get("/team/editions/ssc26/entries?standing=withdrawn&category=open-city")
    assert "1 entry" in page.text
    organiser.get(page.links["Download as CSV"])
    rows = list(csv.DictReader(io.StringIO(organiser.response.data.decode("utf-8-sig"))))
    assert [(row["reference"], row["standing"]) for row in rows] == [(entry.reference, "withdrawn")]
    assert "attachment" in organiser.response.headers["Content-Disposition"]


def test_when_nothing_fits_the_page_says_so_and_leads_back(organiser: PageClient) -> None:
    page = organiser.get("/team/editions/ssc26/entries?q=nothing+like+it")
    assert "No entry fits." in page.text
    assert page.links["Show all entries"] == "/team/editions/ssc26/entries"


def test_an_edition_without_entries_says_so(client: PageClient, context: Flask) -> None:
    factories.edition()
    client.sign_in(factories.team_member())
    assert "No city has started an entry yet." in client.get("/team/editions/ssc26/entries").text


def test_thirty_entries_cost_as_many_statements_as_three(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    client.sign_in(factories.team_member())
    costs = []
    for number in range(34):
        if number in {3, 33}:
            with statements() as found:
                page = client.get("/team/editions/ssc26/entries")
            assert f"{number} entries" in page.text
            costs.append(len(found))
        one_more(edition, number)
    assert costs[0] == costs[1]


def one_more(edition: Edition, number: int) -> None:
    if number == 0:
        round_with({f"City {number}": {}}, edition=edition)
        return
    first = db.session.query(Entry).order_by(Entry.id).first()
    assert first is not None
    columns = {c.name: getattr(first, c.name) for c in Entry.__table__.columns if c.name not in {"id", "mark"}}
    factories.put(Entry(**{**columns, "reference": f"SSC26-X{number:03d}", "city_id": factories.city(f"C{number}").id}))


def test_more_than_a_page_is_paged_with_the_filters_kept(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    client.sign_in(factories.team_member())
    for number in range(53):
        one_more(edition, number)
    page = client.get("/team/editions/ssc26/entries?category=open-city")
    assert "Page 1 of 2, 53 in all" in page.text
    page = client.get(page.links["Next"])
    assert "Page 2 of 2" in page.text
    assert "category=open-city" in page.links["Previous"]


def test_one_entry_is_shown_as_it_was_submitted(organiser: PageClient) -> None:
    page = organiser.get("/team/editions/ssc26/entries/SSC26-O000")
    assert page.h1 == ["The North project"]
    assert "Version 1" in page.text


def test_what_is_not_submitted_stays_the_citys_own(organiser: PageClient, edition: Edition) -> None:
    one_more(edition, 1)
    page = organiser.get("/team/editions/ssc26/entries/SSC26-X001")
    assert "the city's own" in page.text
    organiser.get("/team/editions/ssc26/entries/SSC26-NONE", status=404)


def test_a_member_who_speaks_for_the_city_is_told_that_its_judging_is_hidden(
    client: PageClient, edition: Edition
) -> None:
    member = factories.team_member()
    city = db.session.query(City).filter_by(name="North open-city").one()
    factories.put(
        Representative(person_id=member.id, city_id=city.id, role=RepresentativeRole.LEAD, since=edition.created_at)
    )
    client.sign_in(member)
    assert "its judging is not shown to you" in client.get("/team/editions/ssc26/entries/SSC26-O000").text
