"""What publication promises beside its main road: every reason at once, letters to all, a page that computes none."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from awards_portal import clock, queue
from awards_portal.awards import queries, service
from awards_portal.awards.policy import Ready, Uncovered, why_not_publish
from awards_portal.db import db, transaction
from awards_portal.errors import Refusal
from awards_portal.judging.models import Judge, JudgeExtension
from awards_portal.judging.service import close_round
from awards_portal.people.models import City
from awards_portal.programmes.models import Round
from awards_portal.queue import Job
from tests import factories
from tests.rooms.awards.test_publishing import closed, entry, letters, organisers, propose, seen, the_round
from tests.scored import round_with
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")

BROKEN = {"North": {"Anna": (5, 4.5), "Bo": None}, "South": {"Anna": (2, 2), "Bo": None}}


def test_every_reason_is_told_at_once_and_nothing_is_kept() -> None:
    edition = round_with(BROKEN)  # type: ignore[arg-type]
    first, _second = organisers()
    with transaction():
        now = db.session.scalars(select(Round)).one()
        kept = {each.name: getattr(now, each.name) for each in Round.__table__.columns if each.name != "id"}
        db.session.add(Round(**{**kept, "key": "final", "title": "The final", "position": now.position + 1}))
    before = queries.rounds(edition.id)[0]
    with pytest.raises(Refusal) as caught:
        service.propose(edition, before, seen="x", embargo_until=None, winners_first=False, by=first)
    for part in (
        "The final comes after this round",
        "Judges can score until",
        "SSC26-O000 has 1 of at least 2 scorecards; missing: Bo.",
        "SSC26-O001 has 1 of at least 2 scorecards; missing: Bo.",
    ):
        assert part in caught.value.sentence
    assert queries.open_publication(edition.id) is None


def test_each_reason_names_its_cure() -> None:
    at = clock.now()
    worst: dict[str, Any] = {
        "closes_at": at + timedelta(days=1),
        "time_zone": "Asia/Seoul",
        "is_last_round": False,
        "last_round": "The final",
        "entries": 4,
        "awards": 0,
        "minimum_cards": 2,
        "uncovered": [Uncovered("A", "A", "open-city", 1, ["Bo"]), Uncovered("B", "B", "open-city", 0, [])],
        "undecided": [["C", "D"]],
        "waiting": True,
        "published": False,
        "unranked": [("Open City", "Too few judges.")],
    }
    found = why_not_publish(Ready(**worst), at)
    assert [(each.cure, each.subject) for each in found] == [
        ("publication", ""),
        ("last round", ""),
        ("round", ""),
        ("standings", ""),
        ("standings", ""),
        ("assignments", "open-city"),
        ("assignments", "open-city"),
        ("decision", "C"),
    ]
    more = Ready(**{**worst, "closes_at": at, "longer": [at, at + timedelta(hours=1)]})
    assert [each.sentence[:34] for each in why_not_publish(more, at) if each.cure == "round"] == [
        "1 judge was given more time and ca"
    ]
    none = why_not_publish(Ready(**{**worst, "entries": 0, "waiting": False, "published": True}), at)
    assert [each.cure for each in none][:4] == ["publication", "last round", "round", "entries"]
    fine = {"closes_at": at, "is_last_round": True, "awards": 1, "uncovered": [], "undecided": [], "unranked": []}
    assert why_not_publish(Ready(**{**worst, **fine, "waiting": False}), at) == []


def test_nothing_goes_on_while_one_judge_has_more_time() -> None:
    edition = closed()
    first, _second = organisers()
    judge = db.session.scalars(select(Judge).order_by(Judge.id)).first()
    with transaction() as moment:
        given = {"judge_id": judge.id, "until": moment.at + timedelta(hours=1)}
        given |= {"reason": "Ill", "by_id": first.id, "at": moment.at}
        db.session.add(JudgeExtension(round_id=the_round(edition).id, **given))
    with pytest.raises(Refusal, match="1 judge was given more time"):
        propose(edition, first)
    close_round(the_round(edition), first)
    assert propose(edition, first).id


def test_without_winners_first_all_hear_together_at_the_end_of_the_embargo() -> None:
    edition = closed()
    for city in ("North", "South"):
        factories.representative(db.session.get_one(City, entry(city).city_id), name=f"{city} Lead")
    first, second = organisers()
    until = clock.now() + timedelta(days=2)
    proposal = propose(edition, first, embargo_until=until)
    service.publish(proposal, seen=proposal.fingerprint, by=second)
    queue.sweep()
    assert (letters("award"), letters("results")) == ([], [])
    with transaction() as moment:
        db.session.execute(update(Job).values(due_at=moment.at))
    queue.sweep()
    queue.sweep()
    assert (letters("award"), letters("results")) == (["north-lead@example.org"], ["south-lead@example.org"])


def test_what_is_public_is_read_from_awards_and_follows_nothing_that_changes_later() -> None:
    edition = closed()
    first, second = organisers()
    proposal = propose(edition, first)
    service.publish(proposal, seen=proposal.fingerprint, by=second)
    before = [(each.title, each.project, each.city) for each in queries.awards(proposal.id)]
    with transaction():
        db.session.execute(text("UPDATE score SET step = 0"))
        db.session.execute(text("UPDATE entry SET title = 'Another'"))
        db.session.execute(text("UPDATE city SET name = 'Elsewhere'"))
    with statements() as asked:
        found = queries.published(edition.id, clock.now())
    assert found is not None
    assert [(each.title, each.project, each.city) for each in found.awards] == before
    for table in ("score", "scorecard", "assignment", "decision", "entry", "city", "submission"):
        assert not any(f"FROM {table}" in each or f"JOIN {table} " in each for each in asked), table
    assert seen(edition) != proposal.fingerprint
    assert the_round(edition).id == proposal.round_id
