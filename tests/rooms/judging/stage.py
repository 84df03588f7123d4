"""Two cities' entries, three judges and an organiser: what tests of judging begin with."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry, Withdrawal
from awards_portal.judging.models import Assignment, CardRevision, Judge, Scorecard
from awards_portal.judging.rules import Content, Given
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import City, Person
from awards_portal.programmes.models import Category, Edition, Round
from tests import factories

FULL = Content({"impact": Given(8, "Many people"), "innovation": Given(6)}, "Well argued.", "Ask for the budget.")


@dataclass(frozen=True)
class Stage:
    """The cast by name; Anna has both entries, Bo and Cai have none."""

    edition: Edition
    round: Round
    category: Category
    city: City
    trams: Entry
    schools: Entry
    anna: Judge
    bo: Judge
    cai: Judge
    assignment: Assignment
    organiser: Person

    @property
    def as_anna(self) -> Person:
        """Anna as who signs in."""
        return person_of(self.anna)


def make() -> Stage:
    """Write it."""
    edition = factories.edition()
    home = factories.city("Norrhavn", "NO")
    trams = factories.submitted_entry(edition, home, "Night trams", d_summary="Trams run at night.")
    schools = factories.submitted_entry(edition, factories.city("Vesno", "SI"), "River schools")
    anna, bo, cai = (factories.judge(edition, name) for name in ("Anna Arbor", "Bo Birch", "Cai Cedar"))
    assignment = factories.assignment(anna, trams)
    factories.assignment(anna, schools)
    return Stage(
        edition,
        db.session.scalars(select(Round).filter_by(edition_id=edition.id)).one(),
        db.session.scalars(select(Category).filter_by(edition_id=edition.id, key="open-city")).one(),
        home,
        trams,
        schools,
        anna,
        bo,
        cai,
        assignment,
        factories.team_member(),
    )


def opened(**more: Any) -> Stage:
    """The stage after Anna said that she has no conflict with the trams."""
    stage = make()
    factories.statement(stage.anna, stage.trams)
    return stage


def person_of(judge: Judge) -> Person:
    """The person a judge signs in as."""
    return db.session.get_one(Person, judge.person_id)


def shut(stage: Stage) -> None:
    """Let the round be over since a minute."""
    with transaction():
        round_ = db.session.get_one(Round, stage.round.id)
        round_.closes_at = clock.now() - timedelta(minutes=1)


def wait(stage: Stage) -> None:
    """Let the round open tomorrow."""
    with transaction():
        round_ = db.session.get_one(Round, stage.round.id)
        round_.opens_at = clock.now() + timedelta(days=1)


def withdraw(entry: Entry) -> None:
    """Take an entry back."""
    factories.put(Withdrawal(entry_id=entry.id, at=clock.now(), by_id=entry.created_by_id, reason="Too early"))


def card_of(assignment: Assignment) -> Scorecard | None:
    """The scorecard of an assignment as it is stored."""
    db.session.expire_all()
    return db.session.scalar(select(Scorecard).filter_by(assignment_id=assignment.id))


def revisions(kind: str) -> list[CardRevision]:
    """Every kept state of one kind, oldest first."""
    return list(db.session.scalars(select(CardRevision).filter_by(kind=kind).order_by(CardRevision.id)))


def lines(event: str) -> list[LedgerLine]:
    """History's lines of one event, oldest first."""
    return list(db.session.scalars(select(LedgerLine).filter_by(event=event).order_by(LedgerLine.id)))
