"""Words of the tests of a coordinator: the edition's address, another category, an entry there."""

from datetime import timedelta

from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.judging.models import Assignment, Judge, Scorecard
from awards_portal.people.models import City
from awards_portal.programmes.models import Category, Edition, Round

TEAM = "/team/editions/ssc26"


def other(edition: Edition) -> Category:
    return db.session.scalars(select(Category).filter_by(edition_id=edition.id, key="digital-inclusion")).one()


def home(entry: Entry) -> City:
    return db.session.get_one(City, entry.city_id)


def nearly_over() -> Round:
    """The scoring round with hours left, everything assigned at its opening: Bo and Cai owe South and West."""
    with transaction() as moment:
        round_ = db.session.scalars(select(Round).filter_by(kind="scoring")).one()
        round_.opens_at, round_.closes_at = moment.at - timedelta(days=29), moment.at + timedelta(hours=6)
        for each in db.session.scalars(select(Assignment)):
            each.at = round_.opens_at
        west = select(Assignment.id).join(Assignment.entry).join(Assignment.judge)
        west = west.where(Entry.title == "The West project", Judge.name.in_(["Bo", "Cai"]))
        for card in db.session.scalars(select(Scorecard).where(Scorecard.assignment_id.in_(west))):
            card.completed_at = None
    return round_
