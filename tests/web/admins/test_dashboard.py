"""The home of an edition: numbers that agree with the lists they lead to, and today on the timeline."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries import listing
from awards_portal.entries.arrivals import arrived, days_before
from awards_portal.entries.listing import Standing, Tally
from awards_portal.entries.models import Entry, Submission, Withdrawal
from awards_portal.entries.oversight import deciding
from awards_portal.judging import service
from awards_portal.judging.rules import State
from awards_portal.judging.standing import waiting
from awards_portal.people.models import Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Round
from tests import factories
from tests.page import PageClient
from tests.rooms.awards.test_publishing import closed, organisers, propose
from tests.scored import round_with
from tests.statements import statements

HOME = "/team/editions/ssc26"


class Cell:
    def __init__(self, entry_id: int, state: State) -> None:
        self.entry_id, self.state = entry_id, state


def test_a_round_counts_what_waits() -> None:
    cells = [
        Cell(1, State.COMPLETED),
        Cell(1, State.STARTED),
        Cell(2, State.COMPLETED),
        Cell(2, State.ABSTAINED),
        Cell(9, State.COMPLETED),
    ]
    found = waiting(cells, [1, 2, 3], wanted=2, minimum=2)
    assert (found.given, found.completed, found.vacant, found.thin, found.bare) == (3, 2, 1, 3, 1)


def test_arrivals_are_counted_by_distance_from_the_deadline_and_not_ahead_of_now() -> None:
    closes = clock.now()
    days = days_before(closes - timedelta(days=3), closes)
    times = [closes - timedelta(days=2, hours=5), closes - timedelta(hours=30), closes + timedelta(minutes=5)]
    assert days == [3, 2, 1, 0]
    assert arrived(times, closes, days, closes + timedelta(days=1)) == [0, 1, 2, 3]
    assert arrived(times[:1], closes, days, closes - timedelta(days=2)) == [0, 1, None, None]


def test_every_tile_leads_to_as_many_as_it_says(client: PageClient, context: Flask) -> None:
    edition = round_with({"North": {"Anna": (5, 4), "Bo": None}, "East": {"Bo": (3, 3)}, "West": {}})
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    page = client.get(HOME)
    assert page.h1 == [edition.title]
    assert "Today" in page.text
    # Judges score already, and without a round of eligibility they do so whether or not anybody has checked.
    assert "not checked Check" not in page.text
    assert "1 entry has no judge" in page.text
    assert "2 of 3 scorecards completed" in page.text
    assert client.get("/team/").links[edition.title] == HOME
    with transaction() as moment:
        db.session.execute(update(Round).values(opens_at=moment.at + timedelta(days=1)))
    page = client.get(HOME)
    assert "3 entries are submitted and not checked" in page.text
    assert "3 entries" in client.get(page.links["Check eligibility"]).text


def test_results_that_wait_are_told_first_to_whoever_they_wait_for(app: Flask, context: Flask) -> None:
    edition = closed()
    (otto, first), (pia, second) = [(each, PageClient(app).sign_in(each)) for each in organisers()]
    page = first.get(HOME)
    assert "1 category is judged and its results not proposed" in page.text
    assert page.links["Propose the results"] == f"{HOME}/publication"
    propose(edition, otto)
    assert "See its state" in first.get(HOME).links
    assert second.get(HOME).links["Look and confirm"] == f"{HOME}/publication"
    assert pia.id != otto.id


def test_what_is_in_the_competition_has_passed_where_there_is_a_round_of_eligibility(
    client: PageClient, context: Flask
) -> None:
    edition, member = factories.edition(), factories.team_member()
    factories.eligibility_round(edition, timedelta(days=-1), timedelta(days=1))
    trams, _buses = (
        factories.submitted_entry(edition, factories.city(name), f"{name} project") for name in ("North", "East")
    )
    assert listing.competing(edition.id) == Tally(0, 0)
    deciding.decide(trams, "passed", "", member, 1)
    assert listing.competing(edition.id) == Tally(1, 1)
    assert listing.regions(edition.id) == {"Europe": Tally(2, 2)}
    client.sign_in(member)
    assert "In the competition 1 1 goes to the judges: has passed" in client.get(HOME).text


def test_arrivals_stand_beside_the_last_editions_and_regions_in_bars(client: PageClient, context: Flask) -> None:
    at = clock.now()
    past = {"opens_at": at - timedelta(days=380), "closes_at": at - timedelta(days=355)}
    last = factories.edition(key="ssc25", title="Awards 2025", reference_prefix="SSC25", **past)
    edition = factories.edition()
    city, other = factories.city(), factories.city("Sandmere", "SE", region="Asia")
    sent = [factories.submitted_entry(edition, city if number else other, f"Trams {number}") for number in range(3)]
    for days in (20, 1):
        came = last.closes_at - timedelta(days=days)
        same = {name: getattr(sent[0], name) for name in ("category_id", "form_version_id", "created_by_id")}
        words = {"reference": f"SSC25-{days:04d}", "title": "Ferries", "city_id": city.id, "created_at": came}
        entry = factories.put(Entry(edition_id=last.id, **same, **words))
        frozen = {"snapshot": "{}", "sha256": "0" * 64, "mark": "m", "by_id": sent[0].created_by_id}
        factories.put(Submission(entry_id=entry.id, number=1, at=came, **frozen))
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    page = client.get(HOME)
    # Ten days before its own deadline; then, the second one of last year had not come.
    assert "3 entries have come in; at this distance from the deadline it was 1 in Awards 2025" in page.text
    assert "come from 2 regions" in page.text
    assert "Region Entries Europe 2 Asia 1" in page.text


def test_cities_are_counted_apart_from_entries_and_what_is_withdrawn_competes_no_more(context: Flask) -> None:
    edition, city = factories.edition(), factories.city()
    first, second = (factories.submitted_entry(edition, city, title) for title in ("Trams", "Buses"))
    factories.submitted_entry(edition, factories.city("Sandmere", "SE", region="Asia"), "Ferries")
    assert listing.competing(edition.id) == Tally(3, 2)
    assert listing.tallies(edition.id)[Standing.SUBMITTED] == Tally(3, 2)
    factories.put(Withdrawal(entry_id=second.id, reason="No money", at=clock.now(), by_id=second.created_by_id))
    assert listing.competing(edition.id) == Tally(2, 2)
    assert listing.regions(edition.id) == {"Asia": Tally(1, 1), "Europe": Tally(1, 1)}
    assert len(listing.first_submissions(edition.id)) == 3
    assert first.id != second.id


def test_a_member_who_speaks_for_a_city_learns_nothing_of_its_judging(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    city = factories.city()
    entry = factories.submitted_entry(edition, city)
    member = factories.team_member()
    factories.put(
        Representative(person_id=member.id, city_id=city.id, role=RepresentativeRole.VIEWER, since=clock.now())
    )
    client.sign_in(member)
    before = client.get(HOME).text
    organiser = factories.team_member(name="Ori Other")
    service.assign(db.session.query(Round).one(), entry, factories.judge(edition), organiser)
    assert client.get(HOME).text == before


def test_an_empty_edition_and_one_with_many_entries_cost_the_same(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    client.sign_in(factories.team_member())
    costs = []
    for number in range(13):
        if number in {3, 12}:
            with statements() as found:
                client.get(HOME)
            costs.append(len(found))
        factories.submitted_entry(edition, factories.city(f"City {number}"), f"Project {number}")
    assert costs[0] == costs[1]
