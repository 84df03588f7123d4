"""Where an entry stands is told in words at every stage, without a word on who judges or how many."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from awards_portal import clock
from awards_portal.awards import service as awards
from awards_portal.db import db, transaction
from awards_portal.entries import service
from awards_portal.entries.oversight.deciding import decide
from awards_portal.people.models import City, Person, Representative, RepresentativeRole
from awards_portal.programmes.models import Edition, Round
from tests import factories
from tests.page import PageClient
from tests.rooms.awards.test_publishing import closed, entry, organisers, propose
from tests.rooms.entries.stage import Stage, make


def judging(stage: Stage, opens: float, closes: float) -> None:
    """Let judging last from this many days from now to that many."""
    with transaction():
        at = clock.now()
        values = {"opens_at": at + timedelta(days=opens), "closes_at": at + timedelta(days=closes)}
        db.session.execute(update(Round).values(**values))
        db.session.get_one(Edition, stage.edition.id).announced_on = (at + timedelta(days=40)).date()


def test_an_entry_from_its_first_word_to_the_end_of_judging(app: Flask, client: PageClient) -> None:
    with app.app_context():
        stage = make()
        client.sign_in(stage.lead)

        def says(short: str, *words: str) -> None:
            page = client.get(f"/entries/{stage.entry.reference}")
            for each in (short, *words):
                assert each in page.text, page.text[:1500]
            assert short in client.get("/entries/").text

        says("Draft, not submitted", "Nothing is submitted yet")
        stage.fill()
        stage.submit("one")
        says("Submitted, version 1 counts", "Judges will see version 1, which is what is written here.")
        stage.write("Trams run all night.", seen=1)
        says("Changed since version 1", "Judges will see version 1. What was changed since is saved and not submitted.")
        stage.submit("two")
        service.withdraw(stage.entry, stage.lead, "A mistake")
        says("Withdrawn", "Version 2 was submitted; it does not count while the entry is withdrawn.")
        service.return_entry(stage.entry, stage.lead)
        judging(stage, 1, 20)
        stage.close()
        says("Submitted, version 2 counts", "checks whether the entry is eligible", "Judging begins on")
        decide(stage.entry, "passed", "", factories.team_member(), 2)
        judging(stage, -1, 20)
        says("Eligible, version 2 counts", "it is eligible", "Judging goes on until", "The results are announced on")
        judging(stage, -20, -1)
        says("Eligible, version 2 counts", "Judging is over.")


def test_a_draft_that_missed_the_deadline_says_so(app: Flask, client: PageClient) -> None:
    with app.app_context():
        stage = make()
        stage.close()
        client.sign_in(stage.lead)
        assert "Not submitted in time" in client.get(f"/entries/{stage.entry.reference}").text


def test_once_results_are_public_each_city_reads_whether_it_won(app: Flask, client: PageClient) -> None:
    with app.app_context():
        edition = closed()
        first, second = organisers()
        proposal = propose(edition, first)
        leads = {name: lead_of(name) for name in ("North", "South")}
        addresses = {name: f"/entries/{entry(name).reference}" for name in leads}
        client.sign_in(leads["North"])
        assert "The results are published" not in client.get(addresses["North"]).text
        awards.publish(proposal, seen=proposal.fingerprint, by=second)
        page = client.get(addresses["North"])
        assert "The results are published. This entry won: Gold." in page.text
        client.get(page.links["See the winners"])
        page = PageClient(app).sign_in(leads["South"]).get(addresses["South"])
        assert "This entry did not win an award." in page.text


def lead_of(name: str) -> Person:
    city = db.session.scalars(select(City).where(City.id == entry(name).city_id)).one()
    someone = factories.person(f"Lea {name}")
    role = RepresentativeRole.LEAD
    factories.put(Representative(person_id=someone.id, city_id=city.id, role=role, since=clock.now()))
    return someone
