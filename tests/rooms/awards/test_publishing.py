"""From standings to awards that nobody can change: proposed by one, confirmed by another, retracted with a reason."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from awards_portal import clock, queue
from awards_portal.awards import queries, service
from awards_portal.awards.drafts import draft
from awards_portal.awards.models import Award, Publication
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.errors import Invalid, Refusal
from awards_portal.ledger import LedgerLine
from awards_portal.mail.models import Letter
from awards_portal.people.models import City, Person, Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Category, Edition, Round, Rubric
from awards_portal.queue import Job
from awards_portal.results import verify
from tests import factories
from tests.defended import excuse
from tests.scored import round_with

pytestmark = pytest.mark.usefixtures("context")

COVERED = {
    "North": {"Anna": (5, 4.5), "Bo": (4.5, 4)},
    "East": {"Anna": (4, 3), "Bo": (3, 3)},
    "West": {"Anna": (4, 3), "Bo": (3, 3)},
    "South": {"Anna": (2, 2), "Bo": (2, 3)},
}


def closed(given: object = None) -> Edition:
    """An edition whose scoring round is over."""
    edition = round_with(given or COVERED)  # type: ignore[arg-type]
    with transaction() as moment:
        db.session.execute(update(Round).values(closes_at=moment.at - timedelta(minutes=1)))
    return db.session.get_one(Edition, edition.id)


def the_round(edition: Edition) -> Round:
    return queries.rounds(edition.id)[-1]


def seen(edition: Edition) -> str:
    round_ = the_round(edition)
    return draft(edition, round_, db.session.get_one(Rubric, round_.rubric_id)).fingerprint


def propose(edition: Edition, by: Person, **how: object) -> Publication:
    values = {"seen": seen(edition), "embargo_until": None, "winners_first": False, **how}
    return service.propose(edition, the_round(edition), by=by, **values)  # type: ignore[arg-type]


def organisers() -> tuple[Person, Person]:
    return factories.team_member(), factories.team_member(TeamRole.ADMIN, name="Pia Second")


def entry(city: str) -> Entry:
    return db.session.scalars(select(Entry).filter_by(title=f"The {city} project")).one()


def refusal(edition: Edition, by: Person, **how: object) -> str:
    with pytest.raises(Refusal) as caught:
        propose(edition, by, **how)
    assert queries.open_publication(edition.id) is None
    return caught.value.sentence


def letters(kind: str) -> list[str]:
    return sorted(db.session.scalars(select(Letter.to_address).filter_by(kind=kind)))


def test_what_one_proposes_and_another_confirms_is_public_and_frozen() -> None:
    edition = closed()
    first, second = organisers()
    proposal = propose(edition, first)
    assert queries.published(edition.id, clock.now()) is None
    service.publish(proposal, seen=proposal.fingerprint, by=second)
    found = queries.published(edition.id, clock.now())
    assert found is not None
    assert [(each.title, each.place, each.project) for each in found.awards] == [
        ("Gold", 1, "The North project"),
        ("Silver", 2, "The East project"),
        ("Silver", 2, "The West project"),
    ]
    for statement in (
        "UPDATE award SET title = 'Bronze'",
        "DELETE FROM award",
        "UPDATE publication SET snapshot = '{}'",
        "DELETE FROM confirmation",
    ):
        with pytest.raises(DatabaseError, match="kept as they were written"), transaction():
            db.session.execute(text(statement))
    events = db.session.scalars(select(LedgerLine.event).order_by(LedgerLine.id)).all()
    assert events[-2:] == ["awards.proposed", "awards.published"]


def test_the_snapshot_names_no_judge_and_holds_every_score_that_counted() -> None:
    edition = closed()
    said = json.loads(propose(edition, organisers()[0]).snapshot)
    scores = said["categories"][0]["scores"]
    assert len(scores) == 4 * 2 * 2
    assert {row["judge"] for row in scores} == {"Judge 1", "Judge 2"}
    assert "Anna" not in json.dumps(said)


@pytest.mark.parametrize("method", ["mean", "median", "adjusted", "borda"])
def test_the_snapshot_alone_gives_the_same_places_again_and_a_change_is_named(
    method: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    third = {city: {**cards, "Cai": (3, 3.5)} for city, cards in COVERED.items()}
    edition = closed(third)
    with transaction():
        db.session.get_one(Edition, edition.id).method = method
    path = tmp_path / "snapshot.json"
    snapshot = propose(edition, organisers()[0]).snapshot
    path.write_text(snapshot)
    assert verify.main([str(path)]) == 0
    said = json.loads(snapshot)
    row = next(row for row in said["categories"][0]["scores"] if row["entry"] == "SSC26-O000")
    row["score"] = 0.0
    path.write_text(json.dumps(said))
    assert verify.main([str(path)]) == 1
    assert "SSC26-O000 is stated as" in capsys.readouterr().out
    said = json.loads(snapshot)
    said["awards"][0]["reference"] = "SSC26-0000"
    path.write_text(json.dumps(said))
    assert verify.main([str(path)]) == 1
    assert "which is not among the entries" in capsys.readouterr().out
    for broken in ("{", "[]", '{"schema": "awards-portal/publication/1"}'):
        path.write_text(broken)
        assert verify.main([str(path)]) == 2


def test_the_snapshot_says_what_may_be_not_applicable_and_gives_the_same_places_again(tmp_path: Path) -> None:
    edition = closed()
    excuse(edition)
    said = json.loads(propose(edition, organisers()[0]).snapshot)
    assert said["required"] == ["impact"]
    assert [row["judge"] for row in said["categories"][0]["scores"] if row["score"] is None]
    path = tmp_path / "snapshot.json"
    path.write_text(json.dumps(said))
    assert verify.main([str(path)]) == 0


def test_who_proposed_cannot_confirm() -> None:
    edition = closed()
    first, _second = organisers()
    proposal = propose(edition, first)
    with pytest.raises(Refusal, match="second organiser confirms"):
        service.publish(proposal, seen=proposal.fingerprint, by=first)
    assert queries.published(edition.id, clock.now()) is None


def test_only_who_may_confirm_is_written_to_and_once() -> None:
    first, second = organisers()
    edition = closed()
    factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
    third = factories.team_member(name="Tom Third")
    city = db.session.get_one(City, entry("North").city_id)
    values = {"person_id": third.id, "city_id": city.id, "role": RepresentativeRole.VIEWER}
    factories.put(Representative(**values, since=edition.created_at))
    propose(edition, first)
    propose(edition, first)
    (letter,) = db.session.scalars(select(Letter).filter_by(kind="results-proposed")).all()
    assert letter.to_address == second.email
    assert "/team/editions/ssc26/publication" in letter.body
    assert "North" not in letter.body


def test_an_observer_neither_proposes_nor_confirms() -> None:
    edition = closed()
    observer = factories.team_member(TeamRole.OBSERVER, name="Obe Server")
    assert "Ask an organiser" in refusal(edition, observer)
    proposal = propose(edition, organisers()[0])
    with pytest.raises(Refusal, match="Ask an organiser"):
        service.publish(proposal, seen=proposal.fingerprint, by=observer)


def test_who_speaks_for_a_city_of_the_round_takes_no_part() -> None:
    edition = closed()
    first, second = organisers()
    factories.put(
        factories.Representative(person_id=first.id, city_id=entry("West").city_id, role="viewer", since=clock.now())
    )
    assert "neither see nor decide" in refusal(edition, first)
    proposal = propose(edition, second)
    with pytest.raises(Refusal, match="neither see nor decide"):
        service.publish(proposal, seen=proposal.fingerprint, by=first)


def test_nothing_is_proposed_while_judges_can_score() -> None:
    assert "Judges can score until" in refusal(round_with(COVERED), organisers()[0])


def test_an_entry_with_too_few_cards_stands_in_the_way_until_the_jury_leaves_it_out() -> None:
    edition = closed({**COVERED, "South": {"Anna": (2, 2), "Bo": None}})
    first, _second = organisers()
    sentence = refusal(edition, first)
    assert "SSC26-O003 has 1 of at least 2 scorecards; missing: Bo." in sentence
    how = {"kind": "left_out", "place": None, "reason": "One card only.", "citation": ""}
    service.decide(the_round(edition), entry("South"), by=first, **how)  # type: ignore[arg-type]
    assert propose(edition, first).id


def test_a_shared_award_is_left_to_the_jury_where_the_tie_rules_say_so() -> None:
    edition = closed()
    with transaction():
        db.session.get_one(Edition, edition.id).tie_ladder = ["jury"]
    first, _second = organisers()
    assert "SSC26-O001, SSC26-O002 share a place" in refusal(edition, first)
    how = {"kind": "place", "place": 2, "reason": "The jury preferred it.", "citation": "For its calm."}
    service.decide(the_round(edition), entry("West"), by=first, **how)  # type: ignore[arg-type]
    proposal = propose(edition, first)
    said = json.loads(proposal.snapshot)["awards"]
    assert [(each["title"], each["city"], each["citation"]) for each in said] == [
        ("Gold", "North open-city", ""),
        ("Silver", "West open-city", "For its calm."),
        ("Bronze", "East open-city", ""),
    ]


def test_more_awards_than_the_call_promised_to_a_kind_are_left_to_the_jury() -> None:
    edition = closed()
    with transaction():
        db.session.execute(update(Category).where(Category.edition_id == edition.id).values(quotas={"city": 2}))
    ori, _pia = organisers()
    with pytest.raises(Refusal, match=r"to this kind of applicant: Cities\. The call promised at most 2"):
        propose(edition, ori)
    best = db.session.scalars(select(Entry).filter_by(title="The North project")).one()
    rest = db.session.scalars(select(Entry).where(Entry.id != best.id).order_by(Entry.id)).all()
    for entry in rest[:2]:
        service.decide(the_round(edition), entry, kind="left_out", place=None, reason="Quota", citation="", by=ori)
    propose(edition, ori)


def test_what_the_editions_method_cannot_rank_is_not_published_by_another() -> None:
    edition = closed()
    with transaction():
        db.session.get_one(Edition, edition.id).method = "adjusted"
    sentence = refusal(edition, organisers()[0])
    assert "Open City cannot be ranked by the edition's method. There is not enough to correct" in sentence


def test_results_that_changed_since_they_were_seen_are_not_proposed() -> None:
    edition = closed()
    assert "have changed since you saw" in refusal(edition, organisers()[0], seen="something else")


def test_results_that_changed_since_they_were_proposed_are_not_published() -> None:
    edition = closed()
    first, second = organisers()
    proposal = propose(edition, first)
    with transaction():
        db.session.execute(text("UPDATE score SET step = 10 WHERE id = (SELECT min(id) FROM score WHERE step < 10)"))
    with pytest.raises(Refusal, match="have changed"):
        service.publish(proposal, seen=proposal.fingerprint, by=second)
    assert db.session.scalars(select(Award)).all() == []


def test_a_second_proposal_waits_for_the_first_and_a_double_click_is_one() -> None:
    edition = closed()
    first, second = organisers()
    proposal = propose(edition, first)
    assert propose(edition, first).id == proposal.id
    with pytest.raises(Refusal, match="waits for a second organiser"):
        propose(edition, second)
    service.publish(proposal, seen=proposal.fingerprint, by=second)
    service.publish(proposal, seen=proposal.fingerprint, by=second)
    assert len(db.session.scalars(select(Award)).all()) == 3
    with pytest.raises(Refusal, match="Retract them before"):
        propose(edition, second)


def test_an_embargo_in_the_past_is_refused() -> None:
    edition = closed()
    assert "in the past" in refusal(edition, organisers()[0], embargo_until=clock.now() - timedelta(hours=1))


def test_under_embargo_nothing_is_public_and_only_winners_know() -> None:
    edition = closed()
    for city in ("North", "South"):
        factories.representative(db.session.get_one(City, entry(city).city_id), name=f"{city} Lead")
    first, second = organisers()
    until = clock.now() + timedelta(days=2)
    proposal = propose(edition, first, embargo_until=until, winners_first=True)
    service.publish(proposal, seen=proposal.fingerprint, by=second)
    queue.sweep()
    assert queries.published(edition.id, clock.now()) is None
    assert queries.awards_of_entry(entry("North").id, clock.now()) == []
    assert (letters("award"), letters("results")) == (["north-lead@example.org"], [])
    assert "keep this to yourselves" in db.session.scalars(select(Letter.body).filter_by(kind="award")).one()
    assert queries.published(edition.id, until) is not None
    with transaction() as moment:
        db.session.execute(update(Job).values(due_at=moment.at))
    queue.sweep()
    queue.sweep()
    assert (letters("award"), letters("results")) == (["north-lead@example.org"], ["south-lead@example.org"])


def test_results_taken_back_are_public_no_longer_and_who_was_told_is_told() -> None:
    edition = closed()
    factories.representative(db.session.get_one(City, entry("North").city_id), name="North Lead")
    first, second = organisers()
    proposal = propose(edition, first)
    service.publish(proposal, seen=proposal.fingerprint, by=second)
    queue.sweep()
    with pytest.raises(Refusal, match="Write why"):
        service.retract(proposal, " ", first)
    service.retract(proposal, "A card was entered for the wrong city.", first)
    with pytest.raises(Refusal, match="taken back already"):
        service.retract(proposal, "Again.", first)
    found = queries.published(edition.id, clock.now())
    assert found is not None
    assert found.awards == []
    assert found.retraction is not None
    assert queries.awards_of_entry(entry("North").id, clock.now()) == []
    queue.sweep()
    assert letters("retraction") == ["north-lead@example.org"]
    again = propose(edition, second)
    service.publish(again, seen=again.fingerprint, by=first)
    found = queries.published(edition.id, clock.now())
    assert found is not None
    assert len(found.awards) == 3


def test_a_proposal_called_off_was_never_public() -> None:
    edition = closed()
    first, _second = organisers()
    service.retract(propose(edition, first), "Wait for the mayor.", first)
    assert queries.published(edition.id, clock.now()) is None


def test_letters_of_results_taken_back_under_embargo_are_never_written() -> None:
    edition = closed()
    factories.representative(db.session.get_one(City, entry("North").city_id), name="North Lead")
    first, second = organisers()
    proposal = propose(edition, first, embargo_until=clock.now() + timedelta(days=2))
    service.publish(proposal, seen=proposal.fingerprint, by=second)
    service.retract(proposal, "A mistake.", second)
    with transaction() as moment:
        db.session.execute(update(Job).values(due_at=moment.at))
    queue.sweep()
    assert set(db.session.scalars(select(Letter.kind))) == {"results-proposed"}
    assert queries.published(edition.id, clock.now() + timedelta(days=3)) is None


@pytest.mark.parametrize(
    ("how", "field", "sentence"),
    [
        ({"kind": "throne"}, "kind", "Choose what the jury decided"),
        ({"kind": "place", "place": None}, "place", "from 1 to 4"),
        ({"kind": "place", "place": 5}, "place", "from 1 to 4"),
        ({"kind": "mention", "reason": " "}, "reason", "Write why"),
    ],
)
def test_a_decision_needs_a_kind_a_place_and_a_reason(how: dict[str, object], field: str, sentence: str) -> None:
    edition = closed()
    values = {"kind": "mention", "place": 1, "reason": "So.", "citation": "", "by": organisers()[0], **how}
    with pytest.raises(Invalid) as caught:
        service.decide(the_round(edition), entry("West"), **values)  # type: ignore[arg-type]
    assert sentence in caught.value.fields[field][0]
    assert queries.decisions(the_round(edition).id) == []


def test_one_decision_an_entry_and_none_once_results_are_proposed() -> None:
    edition = closed()
    first, _second = organisers()
    how = {"kind": "mention", "place": None, "reason": "So.", "citation": "For its calm.", "by": first}
    decision = service.decide(the_round(edition), entry("South"), **how)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="not written"):
        service.decide(the_round(edition), entry("South"), **how)  # type: ignore[arg-type]
    service.undo_decision(decision, first)
    service.undo_decision(decision, first)
    assert queries.decisions(the_round(edition).id) == []
    decision = service.decide(the_round(edition), entry("South"), **how)  # type: ignore[arg-type]
    propose(edition, first)
    with pytest.raises(Refusal, match="Call that off first"):
        service.undo_decision(decision, first)
    with pytest.raises(Invalid, match="not written"):
        service.decide(the_round(edition), entry("West"), **how)  # type: ignore[arg-type]


def test_who_speaks_for_the_city_decides_nothing_on_its_entry() -> None:
    edition = closed()
    first, _second = organisers()
    factories.put(
        factories.Representative(person_id=first.id, city_id=entry("West").city_id, role="viewer", since=clock.now())
    )
    with pytest.raises(Refusal, match="neither see nor decide"):
        service.decide(the_round(edition), entry("West"), kind="place", place=1, reason="So.", citation="", by=first)
