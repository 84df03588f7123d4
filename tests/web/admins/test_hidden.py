"""What is kept from a coordinator, and from an organiser who speaks for a city that competes, is kept everywhere."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock, ledger, mail
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.judging.models import Assignment, Judge, Nudge, Scorecard
from awards_portal.ledger import LedgerLine
from awards_portal.mail.models import Letter, LetterState
from awards_portal.mail.outbox import post_text
from awards_portal.mail.wording import Text
from awards_portal.people.models import Person, Representative, RepresentativeRole
from awards_portal.programmes.models import Edition, Round
from tests import factories
from tests.page import PageClient
from tests.scored import round_with

TEAM = "/team/editions/ssc26"


@pytest.fixture
def edition(context: Flask) -> Edition:
    return round_with()


def named(title: str) -> Entry:
    return db.session.scalars(select(Entry).filter_by(title=f"The {title} project")).one()


def two_hats(entry: Entry) -> Person:
    """An organiser who speaks for the city of an entry."""
    made = factories.team_member(name="Ulla Twohats")
    seat = {"person_id": made.id, "city_id": entry.city_id, "role": RepresentativeRole.VIEWER}
    factories.put(Representative(since=clock.now(), **seat))
    return made


def write(entry: Entry, kind: str, subject: str, to: str) -> None:
    text = Text(subject, f"About {entry.reference}\n")
    with transaction() as moment:
        post_text(moment, kind, text, to=f"{to}@example.org", name=to, key=subject, edition_id=entry.edition_id)


def tell_award(entry: Entry, edition: Edition) -> None:
    """The letter that a winner gets before the results are public."""
    values = {"reference": entry.reference, "project": entry.title, "city": "North", "citation": "", "winners": "/"}
    with transaction() as moment:
        mail.post(
            moment,
            "award",
            to="leo@example.org",
            name="Leo Lead",
            edition_id=edition.id,
            edition=edition.title,
            awards=["First place"],
            until="tomorrow",
            **values,
        )


def test_history_tells_a_coordinator_neither_who_won_nor_what_was_mailed_about_other_entries(
    client: PageClient, edition: Edition
) -> None:
    hers = named("North")
    client.sign_in(factories.coordinator(hers.category_id, name="Cora Coordinator"))
    path = f"{TEAM}/entries/{hers.reference}/history"
    before = client.get(path).text
    tell_award(hers, edition)
    write(hers, "mailing", f"About {hers.reference} and {edition.key}-O009: Another", "leo")
    write(hers, "mailing-to-judges", f"Read {hers.reference} again", "bo")
    assert client.get(path).text == before


def test_who_speaks_for_a_competing_city_learns_of_awards_and_reminders_from_no_letter(
    client: PageClient, edition: Edition
) -> None:
    north, south = named("North"), named("South")
    client.sign_in(two_hats(south))
    pages = [f"{TEAM}/entries/{each.reference}/history" for each in (north, south)]
    pages += ["/team/mail", "/team/mail/failures"]
    before = [client.get(each).text for each in pages]
    tell_award(north, edition)
    with transaction():
        for each in db.session.scalars(select(Letter).filter_by(kind="award")):
            each.state, each.problem = LetterState.FAILED, "550 no such mailbox"
    write(south, "mailing-to-judges", f"Read {south.reference} again", "bo")
    assert [client.get(each).text for each in pages] == before
    client.sign_in(factories.team_member())
    assert "an award for" in client.get(pages[0]).text


def test_that_a_judge_was_reminded_of_her_entry_alone_is_not_told_to_who_speaks_for_its_city(
    client: PageClient, edition: Edition
) -> None:
    south = named("South")
    with transaction() as moment:
        round_ = db.session.scalars(select(Round).filter_by(kind="scoring")).one()
        round_.opens_at, round_.closes_at = moment.at - timedelta(days=29), moment.at + timedelta(hours=6)
        for each in db.session.scalars(select(Assignment)):
            each.at = round_.opens_at
        own = select(Assignment.id).where(Assignment.entry_id == south.id)
        for card in db.session.scalars(select(Scorecard).where(Scorecard.assignment_id.in_(own))):
            card.completed_at = None
    anna = db.session.scalars(select(Judge).filter_by(name="Anna")).one()
    client.sign_in(two_hats(south))
    pages = [f"{TEAM}/progress?round=scoring", f"{TEAM}/ledger"]
    before = [client.get(each).text for each in pages]
    by = factories.team_member()
    factories.put(Nudge(round_id=round_.id, judge_id=anna.id, by_id=by.id, at=clock.now()))
    with transaction() as moment:
        ledger.write("judge.nudged", actor=by, at=moment.at, subject=anna, label=anna.name, edition_id=edition.id)
    assert [client.get(each).text for each in pages] == before


@pytest.mark.parametrize(
    ("event", "after"),
    [("shortlist.made", {"entries": ["SSC26-O001"]}), ("awards.published", {"awards": ["First: SSC26-O001"]})],
)
def test_the_ledger_tells_who_speaks_for_a_competing_city_neither_who_goes_on_nor_who_won(
    client: PageClient, edition: Edition, event: str, after: dict[str, list[str]]
) -> None:
    with transaction() as moment:
        ledger.write(event, actor=None, at=moment.at, label="Final", edition_id=edition.id, after=after)
    client.sign_in(two_hats(named("South")))
    for path in (f"{TEAM}/ledger", f"{TEAM}/ledger?format=csv", "/team/ledger", f"{TEAM}/ledger?event={event}"):
        client.get(path)
        assert "SSC26-O001" not in client.response.data.decode("utf-8-sig"), path


def test_a_link_does_not_say_in_the_ledger_what_its_reader_saw(client: PageClient, edition: Edition) -> None:
    reference = named("North").reference
    client.sign_in(factories.team_member(name="Ori Reader"))
    for word in (f"{reference}, Anna", "nothing", "again"):
        client.get(f"{TEAM}/feedback?round={word}&category={word}")
    lines = db.session.scalars(select(LedgerLine).where(LedgerLine.event == "feedback.viewed")).all()
    assert [each.subject for each in lines] == [edition.key]
