"""A deleted account: name and address are gone from what may change, what others rely on stays under a number."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries.models import Submission
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging.models import Assignment, Judge
from awards_portal.ledger import LedgerLine
from awards_portal.mail.models import Letter, LetterState
from awards_portal.people import queries as people
from awards_portal.people import roster
from awards_portal.people.models import Invitation, InvitationKind, Person, RepresentativeRole, SignIn, TeamRole
from awards_portal.privacy import retention
from awards_portal.privacy.forgetting import delete_account, is_forgotten, why_not
from tests import factories

pytestmark = pytest.mark.usefixtures("context")

LONG_AGO = clock.now() - timedelta(days=900)


def letter(to: Person, state: LetterState, at: Any = None) -> Letter:
    at = at or clock.now()
    values = {"to_address": to.email, "to_name": to.name, "subject": "Hello", "body": "text", "next_try_at": at}
    mark = f"<{to.id}-{state}-{at}>"
    return factories.put(Letter(kind="x", message_id=mark, person_id=to.id, created_at=at, state=state, **values))


def session(of: Person, at: Any) -> SignIn:
    values = {"created_at": at, "last_seen_at": at, "expires_at": at + timedelta(days=1), "user_agent": "b"}
    return factories.put(SignIn(person_id=of.id, token_hash=f"{of.id}-{at}", address="::1", **values))


def again(row: Any) -> Any:
    db.session.expire_all()
    return db.session.get_one(type(row), row.id)


def test_a_person_is_forgotten_and_the_citys_entry_and_the_seal_stay() -> None:
    edition, city = factories.edition(), factories.city()
    factories.representative(city, name="Other Lead")
    someone = factories.representative(city, name="Ida Berg", password_hash="h")
    entry = factories.submitted_entry(edition, city)
    session(someone, clock.now())
    sent, waiting = letter(someone, LetterState.SENT), letter(someone, LetterState.WAITING)
    at = clock.now()
    dates = {"created_at": at, "expires_at": at, "accepted_at": at, "accepted_by_id": someone.id}
    asked = factories.put(
        Invitation(kind=InvitationKind.REPRESENTATIVE, email=someone.email, name="Ida Berg", token_hash="t", **dates)
    )
    with pytest.raises(Invalid, match="Write your mail address"):
        delete_account(someone, "somebody@example.org")
    delete_account(someone, " IDA-BERG@example.org ")
    gone = again(someone)
    assert (gone.name, gone.email) == (f"Former account {gone.id}", f"person-{gone.id}@forgotten.invalid")
    assert (gone.password_hash, gone.disabled_at is None) == (None, False)
    assert [each.person.name for each in people.representatives(city.id)] == ["Other Lead"]
    assert db.session.scalars(select(SignIn)).all() == []
    assert (again(sent).to_address, again(sent).body, again(waiting).state) == (gone.email, "", LetterState.FAILED)
    assert again(asked).name == gone.name
    assert db.session.scalars(select(Submission.entry_id)).all() == [entry.id]
    line = db.session.scalars(select(LedgerLine).where(LedgerLine.event == "person.forgotten")).one()
    assert (line.actor, line.subject) == (gone.name, gone.name)
    with pytest.raises(Refusal, match="deleted already"):
        delete_account(gone, gone.email)


def test_a_judge_keeps_her_seats_under_a_number() -> None:
    edition = factories.edition()
    judge = factories.judge(edition, expertise=["Water"], biography="Anna built bridges.", shown_since=clock.now())
    given = factories.assignment(judge, factories.submitted_entry(edition, factories.city()))
    delete_account(db.session.get_one(Person, judge.person_id), judge.email)
    left = again(judge)
    assert (left.name, left.organisation, left.biography, left.expertise) == (f"Judge {judge.id}", "", "", [])
    assert (left.country, left.shown_since) == ("NO", None)
    assert db.session.scalars(select(Assignment.id).where(Assignment.judge_id == judge.id)).all() == [given.id]
    assert db.session.scalars(select(Judge.email)).all() == [f"judge-{judge.id}@forgotten.invalid"]


def test_the_last_lead_and_the_last_admin_hand_over_first() -> None:
    city = factories.city()
    lead = factories.representative(city)
    factories.representative(city, RepresentativeRole.EDITOR, name="Ed Editor")
    with pytest.raises(Refusal, match="You are the only lead of Norrhavn"):
        delete_account(lead, lead.email)
    admin = factories.team_member(TeamRole.ADMIN, name="Ada Admin")
    with pytest.raises(Refusal, match="The portal needs an admin"):
        delete_account(admin, admin.email)
    factories.team_member(TeamRole.ADMIN, name="Second Admin")
    factories.representative(city, name="Second Lead")
    assert (why_not(lead), why_not(admin)) == (None, None)
    delete_account(admin, admin.email)
    assert roster.admins() == 1


def test_what_is_over_is_counted_before_it_goes_and_the_rest_stays() -> None:
    admin = factories.team_member(TeamRole.ADMIN, created_at=LONG_AGO)
    old = factories.edition(opens_at=LONG_AGO - timedelta(days=9), closes_at=LONG_AGO, ceremony_on=LONG_AGO.date())
    past, present = factories.city(), factories.city("Sandmere", "SE")
    factories.submitted_entry(old, past)
    new = factories.edition(key="ssc27", reference_prefix="SSC27")
    factories.submitted_entry(new, present, "Now")
    gone = factories.representative(past, name="Old Contact", created_at=LONG_AGO)
    stays = factories.representative(present, name="New Contact", created_at=LONG_AGO)
    back = factories.representative(past, RepresentativeRole.EDITOR, name="Back Again", created_at=LONG_AGO)
    session(back, clock.now())
    over_id = session(gone, LONG_AGO).id
    dated, fresh = letter(stays, LetterState.SENT, LONG_AGO), letter(stays, LetterState.SENT)
    with pytest.raises(Refusal, match="Nothing is over"):
        retention.carry_out(admin)
    retention.set_rules({"sign-ins": "12", "letters": "12", "contacts": "24"}, admin)
    at = clock.now()
    assert retention.counts(at) == {"contacts": 1, "letters": 1, "sign-ins": 1}
    assert is_forgotten(again(gone)) is False
    assert retention.carry_out(admin) == {"contacts": 1, "letters": 1, "sign-ins": 1}
    assert is_forgotten(again(gone))
    assert not is_forgotten(again(stays))
    assert not is_forgotten(again(back))
    assert db.session.get(SignIn, over_id) is None
    assert (again(dated).body, again(fresh).body) == ("", "text")
    assert retention.counts(clock.now()) == {"contacts": 0, "letters": 0, "sign-ins": 0}
    events = db.session.scalars(select(LedgerLine.event).order_by(LedgerLine.id)).all()
    assert events[-2:] == ["retention.changed", "retention.carried_out"]


def test_who_may_not_set_what_is_kept_and_what_is_no_number() -> None:
    organiser = factories.team_member()
    with pytest.raises(Refusal, match="Only an admin"):
        retention.set_rules({"letters": "3"}, organiser)
    with pytest.raises(Refusal, match="Only an admin"):
        retention.carry_out(organiser)
    admin = factories.team_member(TeamRole.ADMIN, name="Ada Admin")
    with pytest.raises(Invalid) as refused:
        retention.set_rules({"letters": "0", "contacts": "many", "sign-ins": "6"}, admin)
    assert sorted(refused.value.fields) == ["contacts", "letters"]
    assert retention.rules() == {}
    retention.set_rules({"letters": "3"}, admin)
    retention.set_rules({"letters": "", "contacts": "6"}, admin)
    assert {kind: row.months for kind, row in retention.rules().items()} == {"contacts": 6}
    with transaction():
        assert db.session.scalars(select(LedgerLine.before).order_by(LedgerLine.id.desc())).first() == {"letters": 3}
