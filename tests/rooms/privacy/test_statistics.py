"""Retention and forgetting take names and words: every count of an edition, and its places, stay as they were."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from awards_portal import clock
from awards_portal.awards import standings
from awards_portal.awards.report_closing import parts
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.judging.models import Judge
from awards_portal.mail.models import Letter, LetterState
from awards_portal.people.models import City, TeamRole
from awards_portal.privacy import retention
from awards_portal.privacy.forgetting import delete_account, is_forgotten
from awards_portal.programmes.models import Edition, Round, Rubric
from tests import factories
from tests.rooms.awards.test_publishing import closed

pytestmark = pytest.mark.usefixtures("context")


def counted(edition: Edition) -> dict[str, list[list[object]]]:
    """The closing report without what a judge is called, which changes and orders her row."""
    rows = {part.key: [list(row) for row in part.rows] for part in parts(edition, clock.now())}
    for row in rows["Judges"]:
        row[1:3] = []
    rows["Judges"].sort(key=str)
    return rows


def places(edition: Edition) -> list[tuple[str, object, object]]:
    round_ = db.session.scalars(select(Round).filter_by(edition_id=edition.id)).one()
    found = standings.compute(edition, round_, db.session.get_one(Rubric, round_.rubric_id), uncertainty=False)
    return [(place.entry.reference, place.rank, place.raw) for each in found.categories for place in each.places]


def test_names_go_and_every_count_and_place_stays() -> None:
    edition, ago = closed(), clock.now() - timedelta(days=900)
    home = db.session.scalars(select(Entry).filter_by(title="The North project")).one().city_id
    anna = factories.person("Anna", "anna@example.org")
    with transaction():
        kept = db.session.get_one(Edition, edition.id)
        kept.opens_at, kept.closes_at, kept.ceremony_on = ago - timedelta(days=9), ago, ago.date()
        db.session.scalars(select(Judge).filter_by(name="Anna")).one().person_id = anna.id
    lead = factories.representative(db.session.get_one(City, home), name="Nora North", created_at=ago)
    at = {"next_try_at": ago, "created_at": ago, "sent_at": ago}
    to = {"to_address": lead.email, "to_name": lead.name, "person_id": lead.id, "edition_id": edition.id}
    said = {
        "kind": "receipt",
        "state": LetterState.SENT,
        "subject": "Received",
        "body": "Dear Nora",
        "message_id": "<1>",
    }
    letter = factories.put(Letter(**at, **to, **said))
    admin = factories.team_member(TeamRole.ADMIN, created_at=ago)
    report, standing = counted(edition), places(edition)
    assert ["Receipt", 1, 1, 0, 0] in report["Letters"]

    delete_account(anna, anna.email)
    retention.set_rules({"letters": "12", "contacts": "24", "sign-ins": "12"}, admin)
    gone = retention.carry_out(admin)
    assert (gone["letters"], gone["contacts"]) == (1, 1)
    db.session.expire_all()
    assert is_forgotten(db.session.get_one(type(lead), lead.id))
    assert (
        db.session.get_one(Letter, letter.id).body,
        db.session.scalars(select(Judge).filter_by(name="Anna")).all(),
    ) == (
        "",
        [],
    )
    assert counted(edition) == report
    assert places(edition) == standing
