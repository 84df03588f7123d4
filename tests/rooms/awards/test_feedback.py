"""What judges wrote reaches a city cleared, at a time, once, and tells no judge and no number of judges."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from awards_portal import clock, queue
from awards_portal.awards import feedback_clearing as clearing
from awards_portal.awards import feedback_queries, feedback_releasing, queries, service
from awards_portal.awards.feedback import OVERALL, Sheet, State, sheets
from awards_portal.awards.models import ClearedFeedback, Feedback
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging.models import Assignment, Judge, Score, Scorecard
from awards_portal.ledger import LedgerLine
from awards_portal.mail.models import Letter
from awards_portal.people.models import City, Person, Representative, RepresentativeRole
from awards_portal.programmes.models import Criterion, Edition
from awards_portal.queue import Job
from tests import factories
from tests.rooms.awards.test_publishing import closed, entry, organisers, propose, the_round

pytestmark = pytest.mark.usefixtures("context")


def write(judge: str, city: str, overall: str | None = None, **comments: str) -> None:
    """Let a judge have written this on an entry; what is not named stays."""
    with transaction():
        card = db.session.scalars(
            select(Scorecard)
            .join(Assignment, Assignment.id == Scorecard.assignment_id)
            .join(Judge, Judge.id == Assignment.judge_id)
            .where(Judge.name == judge, Assignment.entry_id == entry(city).id)
        ).one()
        if overall is not None:
            card.comment_for_city = overall
        card.private_note = "Canary note"
        for key, words in comments.items():
            criterion = db.session.scalars(select(Criterion).filter_by(key=key)).one()
            score = db.session.scalars(select(Score).filter_by(scorecard_id=card.id, criterion_id=criterion.id)).one()
            score.comment = words


def sheet(edition: Edition, city: str) -> Sheet:
    db.session.rollback()
    return sheets(edition, the_round(edition))[entry(city).reference]


def clear(edition: Edition, city: str, texts: Mapping[str, str], by: Person, **seen: Any) -> ClearedFeedback:
    now = sheet(edition, city)
    values = {"seen": now.cleared.id if now.cleared else 0, "source": now.source, **seen}
    return clearing.clear(edition, the_round(edition), now.entry.reference, texts, by=by, **values)


def published(by: tuple[Person, Person], **how: object) -> Edition:
    edition = closed()
    proposal = propose(edition, by[0], **how)
    service.publish(proposal, seen=proposal.fingerprint, by=by[1])
    return edition


def released(edition: Edition, by: Person) -> None:
    feedback_releasing.release(edition, the_round(edition), None, by, leaving=True)
    queue.sweep()


def read(edition: Edition, city: str) -> dict[str, Any] | None:
    found = feedback_queries.feedback_of(edition.id, entry(city).id, clock.now())
    return None if found is None else found.document


def test_what_judges_wrote_stays_and_what_is_cleared_is_a_record_of_its_own() -> None:
    first, _second = organisers()
    edition = closed()
    write("Anna", "North", "Bold.", impact="Few riders.")
    write("Bo", "North", "Dear.", impact="Late trams.")
    now = sheet(edition, "North")
    assert now.comments == {"impact": ["Few riders.", "Late trams."], OVERALL: ["Bold.", "Dear."]}
    assert now.suggested == {"impact": "Few riders.\n\nLate trams.", OVERALL: "Bold.\n\nDear."}
    assert now.state is State.OPEN
    made = clear(edition, "North", {OVERALL: "Bold.\r\n", "impact": "Few riders."}, first)
    assert (made.by_id, made.texts) == (first.id, {OVERALL: "Bold.", "impact": "Few riders.", "innovation": ""})
    assert sheet(edition, "North").state is State.CLEARED
    assert sheet(edition, "North").comments == now.comments
    assert clear(edition, "North", {OVERALL: "Bold.", "impact": "Few riders."}, first, seen=0).id == made.id
    write("Bo", "North", "Dear, and late.")
    assert sheet(edition, "North").state is State.CHANGED
    for statement in ("UPDATE cleared_feedback SET texts = '{}'", "DELETE FROM cleared_feedback"):
        with pytest.raises(DatabaseError, match="as they were written"), transaction():
            db.session.execute(text(statement))
    lines = db.session.scalars(select(LedgerLine).filter_by(event="feedback.cleared")).all()
    assert [line.subject for line in lines] == [entry("North").reference]


def test_who_read_something_else_clears_nothing() -> None:
    first, second = organisers()
    edition = closed()
    before = sheet(edition, "North")
    clear(edition, "North", {OVERALL: "By Pia."}, second)
    with pytest.raises(Refusal, match="A colleague cleared"):
        clear(edition, "North", {OVERALL: "By Otto."}, first, seen=0)
    write("Bo", "North", "Another word.")
    with pytest.raises(Refusal, match="comments changed"):
        clear(edition, "North", {OVERALL: "By Otto."}, first, source=before.source)
    observer = factories.team_member("observer", name="Obe")  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="not change it"):
        clear(edition, "North", {}, observer)
    own = factories.team_member(name="Cora Conflicted")
    city = db.session.get_one(City, entry("East").city_id)
    factories.put(_seat(own, city))
    with pytest.raises(Refusal, match="You speak for the city"):
        clear(edition, "North", {}, own)


def _seat(person: Person, city: City) -> Any:
    return Representative(person_id=person.id, city_id=city.id, role=RepresentativeRole.VIEWER, since=clock.now())


def test_many_are_cleared_as_written_but_not_where_a_judge_is_named() -> None:
    first, _second = organisers()
    edition = closed()
    write("Bo", "East", "As Anna told me, it is late.")
    clear(edition, "West", {OVERALL: "Mine."}, first)
    round_ = the_round(edition)
    offered = clearing.as_written(sheets(edition, round_))
    assert [each.entry.title for each in offered] == ["The North project", "The South project"]
    seen = clearing.fingerprint(offered)
    write("Bo", "South", "Something else.")
    with pytest.raises(Refusal, match="while you looked"):
        clearing.clear_many(edition, round_, "", seen, first)
    seen = clearing.fingerprint(clearing.as_written(sheets(edition, round_)))
    assert clearing.clear_many(edition, round_, "", seen, first) == 2
    assert sheet(edition, "South").texts[OVERALL] == "Something else.\n\nWell argued."
    assert sheet(edition, "West").texts[OVERALL] == "Mine."
    assert sheet(edition, "East").state is State.OPEN


def test_nothing_is_released_before_the_results_are_public() -> None:
    two = organisers()
    edition = closed()
    with pytest.raises(Invalid, match="Publish them first"):
        feedback_releasing.release(edition, the_round(edition), None, two[0])
    tomorrow = clock.now() + timedelta(days=1)
    proposal = propose(edition, two[0], embargo_until=tomorrow)
    service.publish(proposal, seen=proposal.fingerprint, by=two[1])
    with pytest.raises(Invalid, match="cannot come before"):
        feedback_releasing.release(edition, the_round(edition), None, two[0])
    with pytest.raises(Invalid, match="4 entries have comments that nobody has cleared") as unread:
        feedback_releasing.release(edition, the_round(edition), tomorrow, two[0])
    assert list(unread.value.fields) == ["leaving"]
    made = feedback_releasing.release(edition, the_round(edition), tomorrow, two[0], leaving=True)
    assert feedback_releasing.release(edition, the_round(edition), tomorrow, two[0]).id == made.id
    with pytest.raises(Refusal, match="is planned"):
        feedback_releasing.release(edition, the_round(edition), None, two[1])
    queue.sweep()
    assert read(edition, "North") is None
    assert db.session.scalars(select(Letter).filter_by(kind="feedback")).all() == []


def test_at_its_time_each_city_reads_its_own_and_is_told_once() -> None:
    two = organisers()
    edition = published(two)
    ida = factories.representative(db.session.get_one(City, entry("North").city_id), name="Ida")
    clear(edition, "North", {OVERALL: "Bold."}, two[0])
    released(edition, two[0])
    found = read(edition, "North")
    assert found is not None
    assert (found["overall"], found["few"]) == ("Bold.", False)
    assert [(each["key"], each["quarter"]) for each in found["criteria"]] == [("impact", 1), ("innovation", 1)]
    # Two tie; an entry that nobody cleared has its quarters and no word.
    assert [each["quarter"] for each in (read(edition, "West") or {})["criteria"]] == [2, 2]
    assert (read(edition, "South") or {})["overall"] == ""
    assert "Canary" not in json.dumps([row.document for row in db.session.scalars(select(Feedback))])
    running = feedback_queries.release(edition.id)
    assert running is not None
    with pytest.raises(Refusal, match="released: cities have read it"):
        clear(edition, "North", {OVERALL: "Timid."}, two[0])
    with pytest.raises(Invalid, match="Write why"):
        feedback_releasing.withdraw(running, " ", two[0])
    feedback_releasing.withdraw(running, "The wrong text", two[0])
    assert read(edition, "North") is None
    clear(edition, "North", {OVERALL: "Bold, and right."}, two[0])
    released(edition, two[1])
    assert (read(edition, "North") or {})["overall"] == "Bold, and right."
    told = db.session.scalars(select(Letter).filter_by(kind="feedback")).all()
    assert [letter.to_address for letter in told] == [ida.email]
    # Results taken back take the feedback on them with them.
    service.retract(_open(edition), "A sum was wrong.", two[0])
    assert read(edition, "North") is None


def _open(edition: Edition) -> Any:
    return queries.open_publication(edition.id)


def test_a_job_tried_again_or_after_the_results_were_taken_back_tells_nobody() -> None:
    two = organisers()
    edition = published(two)
    factories.representative(db.session.get_one(City, entry("North").city_id), name="Ida")
    made = feedback_releasing.release(edition, the_round(edition), None, two[0], leaving=True)
    service.retract(_open(edition), "A sum was wrong.", two[0])
    queue.sweep()
    assert db.session.scalars(select(Letter).filter_by(kind="feedback")).all() == []
    assert db.session.scalars(select(Feedback)).all() == []
    with transaction():
        db.session.execute(update(Job).values(state="done"))
    feedback_releasing.release_now(made.id)
    feedback_releasing.release_now(10**9)
    assert db.session.scalars(select(Feedback)).all() == []


def test_whether_two_wrote_or_one_changes_nothing_of_what_the_city_reads() -> None:
    two = organisers()
    edition = published(two)
    write("Anna", "North", "Bold.\n\nDear.", impact="")
    write("Bo", "North", "")
    one = sheet(edition, "North").suggested
    write("Anna", "North", "Dear.")
    write("Bo", "North", "Bold.")
    assert sheet(edition, "North").suggested == one
    # The same means from two cards or from one: the same document.
    before = sheet(edition, "South").document
    with transaction():
        card = db.session.scalars(
            select(Scorecard)
            .join(Assignment, Assignment.id == Scorecard.assignment_id)
            .where(Assignment.entry_id == entry("South").id)
        ).all()[1]
        card.completed_at = None
    assert sheet(edition, "South").document == before
