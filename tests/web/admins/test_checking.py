"""The page of the round of eligibility: counts, lateness, closing that says who is undecided, opening again."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries import queries
from awards_portal.entries.oversight.deciding import decide
from awards_portal.people.models import Person, TeamRole
from awards_portal.programmes import queries as programmes
from awards_portal.programmes.models import Edition
from tests import factories
from tests.page import PageClient
from tests.web.applicants.test_cost import cost

PAGE = "/team/editions/ssc26/eligibility"
HOUR = timedelta(hours=1)


@pytest.fixture
def edition(context: object) -> Edition:
    made = factories.edition()
    for name in ("Norrhavn", "Elsewhere"):
        factories.submitted_entry(made, factories.city(name), f"Trams of {name}")
    return made


@pytest.fixture
def organiser(client: PageClient, edition: Edition) -> Person:
    found = factories.team_member()
    client.sign_in(found)
    return found


def close(edition: Edition) -> None:
    with transaction():
        found = programmes.eligibility_round(edition.id)
        assert found is not None
        found.closes_at = clock.now()


def test_the_round_is_closed_after_it_was_told_who_is_undecided_and_opened_again(
    client: PageClient, edition: Edition, organiser: Person
) -> None:
    factories.eligibility_round(edition, -HOUR, HOUR)
    home = client.get("/team/editions/ssc26")
    assert "Eligibility check closes" in home.text
    page = client.get(home.links["Check eligibility"])
    assert "Trams of Norrhavn" in page.text
    page = client.send(client.get("/team/editions/ssc26/entries/SSC26-0001"), "/decisions", outcome="passed")
    page = client.get(PAGE)
    assert "on version 1" in page.text
    page = client.send(page, "/closing", status=422)
    assert page.title.startswith("Error:")
    assert "would not go to the judges: SSC26-0002." in page.text
    page = client.send(page, "/closing", leaving="yes")
    assert "1 entry stays undecided: SSC26-0002." in page.text
    assert "late: the round is closed" in page.text
    assert "closed on" in client.get("/team/editions/ssc26/entries/SSC26-0002").text
    assert "was left undecided and does not go to the judges" in client.get("/team/editions/ssc26").text
    page = client.send(page, "/reopening", until="soon", reason="An appeal", status=422)
    assert page.form("/reopening")["fields"]["reason"] == "An appeal"
    until = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert "The round is open until" in client.send(page, "/reopening", until=until).text


def test_the_file_and_the_filters_say_the_same(client: PageClient, edition: Edition, organiser: Person) -> None:
    factories.eligibility_round(edition, -HOUR, HOUR)
    first = queries.entry_by_reference("SSC26-0001")
    assert first is not None
    decide(first, "refused", "=A company", organiser, 1)
    close(edition)
    refused = client.get(f"{PAGE}?standing=refused").text
    assert "Trams of Norrhavn" in refused
    assert "Trams of Elsewhere" not in refused
    assert "No entry fits." in client.get(f"{PAGE}?q=nothing").text
    client.get(f"{PAGE}?format=csv")
    rows = list(csv.DictReader(StringIO(client.response.data.decode("utf-8-sig"))))
    assert [(row["reference"], row["standing"], row["late"]) for row in rows] == [
        ("SSC26-0001", "refused", ""),
        ("SSC26-0002", "submitted", "late"),
    ]
    assert "A company" in rows[0]["reason"]
    assert not rows[0]["reason"].startswith("=")


def test_without_a_round_the_page_lists_what_is_decided_at_any_time(
    client: PageClient, edition: Edition, organiser: Person
) -> None:
    page = client.get(PAGE)
    assert "This edition has no round of eligibility" in page.text
    assert "Close the round now" not in page.text
    page = client.send(client.get("/team/editions/ssc26/entries/SSC26-0001"), "/decisions", outcome="passed")
    assert "is eligible" in page.text


def test_before_it_opens_the_page_says_when_and_nothing_waits(
    client: PageClient, edition: Edition, organiser: Person
) -> None:
    factories.eligibility_round(edition, HOUR, 2 * HOUR)
    assert "It opens on" in client.get(PAGE).text
    assert "Check eligibility" not in client.get("/team/editions/ssc26").links
    page = client.get("/team/editions/ssc26/entries/SSC26-0001")
    assert "Eligibility is decided from" in page.text
    assert "May version 1 be judged?" not in page.text


def test_an_observer_reads_and_closes_nothing(client: PageClient, edition: Edition) -> None:
    factories.eligibility_round(edition, -HOUR, HOUR)
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    page = client.get(PAGE)
    assert "You may read this and not change it." in page.text
    assert "Close the round now" not in page.text


def test_the_page_costs_the_same_for_two_entries_and_for_twelve(
    client: PageClient, edition: Edition, organiser: Person
) -> None:
    factories.eligibility_round(edition, -HOUR, HOUR)
    costs = [cost(client, PAGE)]
    for number in range(10):
        factories.submitted_entry(edition, factories.city(f"City {number}"), f"Project {number}")
    costs.append(cost(client, PAGE))
    assert costs[0] == costs[1]


def test_a_call_tells_when_entries_are_checked_and_does_not_call_it_judging(
    client: PageClient, edition: Edition
) -> None:
    factories.eligibility_round(edition, -HOUR, HOUR)
    with transaction():
        scoring = programmes.judged_rounds(edition.id)[0]
        scoring.opens_at = clock.now() + timedelta(days=1)
        found = programmes.edition_by_key("ssc26")
        assert found is not None
        found.closes_at = clock.now() - timedelta(minutes=5)
    text = client.get("/editions/ssc26").text
    assert "Eligibility check begins" in text
    assert "Entries are closed. The organising team checks them before the judges read them." in text


def test_the_round_is_set_up_without_anything_of_judges(
    client: PageClient, edition: Edition, organiser: Person
) -> None:
    found = factories.eligibility_round(edition, timedelta(days=-9), timedelta(days=11))
    with transaction():
        programmes.judged_rounds(edition.id)[0].opens_at = clock.now() + timedelta(days=11)
    listed = client.get("/team/editions/ssc26/setup/rounds")
    assert "The organising team decides which entries go on" in listed.text
    page = client.get("/team/editions/ssc26/setup/rounds/eligibility")
    assert "Judges for each entry" not in page.text
    assert "Judges for each entry" in client.get("/team/editions/ssc26/setup/rounds/scoring").text
    page = client.send(page, "/rounds/eligibility", title="Check of eligibility", reason="Clearer")
    assert "“Check of eligibility” is saved." in page.text
    db.session.expire_all()
    kept = programmes.eligibility_round(edition.id)
    assert kept is not None
    assert (kept.title, kept.kind, kept.judges_per_entry) == ("Check of eligibility", found.kind, 1)
