"""Signing in: one sentence for every cause, slower for guessers, sessions that end when they are told to."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, NotHere, Refusal, TooFast
from awards_portal.people import passwords, queries, service
from awards_portal.people.links import hash_token
from awards_portal.people.models import Person, SignIn, SignInAttempt, TeamRole, Token
from tests import factories
from tests.rooms.people.letters import letters, secret

pytestmark = pytest.mark.usefixtures("context")
GOOD = "tram bridge lantern"
OTHER = "copper window seventeen"
FIT = "do not fit together"


def known(**more: object) -> Person:
    return factories.person(password_hash=passwords.hashed(GOOD), **more)


def enter(email: str = "ida-berg@example.org", password: str = GOOD, address: str = "192.0.2.1") -> tuple[Person, str]:
    return service.sign_in(email, password, address=address, user_agent="a browser")


def session_of(token: str) -> SignIn:
    found = queries.sign_in_by_hash(hash_token(token))
    assert found is not None
    return found


def test_the_right_password_lets_in_and_only_the_hash_of_the_secret_is_stored() -> None:
    known()
    person, token = enter(" IDA-Berg@example.org")
    session = session_of(token)
    assert session.person_id == person.id
    assert token not in {session.token_hash, session.user_agent}


def test_wrong_password_unknown_address_and_closed_account_are_told_alike() -> None:
    closed = known(name="Cleo Closed")
    factories.person("Nils Nopass")
    known()
    with transaction() as moment:
        db.session.get_one(Person, closed.id).disabled_at = moment.at
    for email, password in [
        ("ida-berg@example.org", "wrong"),
        ("nobody@example.org", GOOD),
        ("cleo-closed@example.org", GOOD),
        ("nils-nopass@example.org", ""),
    ]:
        with pytest.raises(Refusal, match=FIT):
            enter(email, password)


def test_a_guesser_waits_and_the_owner_elsewhere_does_not() -> None:
    known()
    enter(address="198.51.100.7")
    with pytest.raises(TooFast, match="Wait a minute"):
        for _ in range(7):
            with pytest.raises(Refusal, match=FIT):
                enter(password="wrong")
    enter(address="198.51.100.7")


def test_the_right_password_after_too_many_wrong_ones_waits_too() -> None:
    known()
    for _ in range(5):
        with pytest.raises(Refusal, match=FIT):
            enter(password="wrong")
    with pytest.raises(TooFast):
        enter()
    with transaction():
        for row in db.session.scalars(select(SignInAttempt)):
            row.at -= timedelta(hours=2)
    enter()


def test_one_network_address_cannot_try_many_accounts() -> None:
    with pytest.raises(TooFast):
        for number in range(50):
            with pytest.raises(Refusal, match=FIT):
                enter(f"n{number}@example.org", "wrong")


def test_a_session_ends_once_and_others_end_together() -> None:
    person = known()
    first, second, third = (session_of(enter()[1]) for _ in range(3))
    service.sign_out(first)
    service.sign_out(first)
    assert {s.id for s in queries.sign_ins(person.id, first.created_at)} == {second.id, third.id}
    service.end_other_sign_ins(person, third, person)
    assert {s.id for s in queries.sign_ins(person.id, first.created_at)} == {third.id}


def test_nobody_ends_the_session_of_another() -> None:
    known()
    session = session_of(enter()[1])
    with pytest.raises(NotHere):
        service.end_sign_in(factories.person("Sten Stranger"), session.id)


def test_a_team_members_session_is_short() -> None:
    member = factories.team_member(password_hash=passwords.hashed(GOOD))
    session = session_of(enter(member.email)[1])
    assert session.expires_at - session.created_at == timedelta(hours=12)


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once_and_ends_every_session() -> None:
    person = known()
    _same, token = enter()
    service.ask_reset("ida-berg@example.org", address="192.0.2.1")
    link = secret("new-password")
    service.reset_password(link, OTHER)
    assert session_of(token).ended_at
    assert letters("password-changed")[0].person_id == person.id
    enter(password=OTHER)
    with pytest.raises(Refusal, match="has been used"):
        service.reset_password(link, GOOD)
    with pytest.raises(Refusal, match=FIT):
        enter(password=GOOD)


def test_asking_for_an_unknown_address_sends_nothing_and_says_nothing() -> None:
    service.ask_reset("nobody@example.org", address="192.0.2.1")
    assert letters() == []


def test_an_old_reset_link_is_refused() -> None:
    known()
    service.ask_reset("ida-berg@example.org", address="192.0.2.1")
    with transaction() as moment:
        db.session.scalars(select(Token)).one().expires_at = moment.at
    with pytest.raises(Refusal, match="too old"):
        service.reset_password(secret("new-password"), OTHER)


def test_a_team_member_needs_a_longer_password() -> None:
    _person, link = service.create_team_member("otto@example.org", "Otto Organ", TeamRole.ADMIN, None)
    token = link.rsplit("/", 1)[1]
    with pytest.raises(Invalid) as caught:
        service.reset_password(token, "tramlamp")
    assert "12" in caught.value.fields["password"][0]
    service.reset_password(token, OTHER)
    assert enter("otto@example.org", OTHER)


def test_only_an_admin_makes_team_members_and_nobody_twice() -> None:
    organiser = factories.team_member(TeamRole.ORGANISER)
    with pytest.raises(Refusal, match="Only an admin"):
        service.create_team_member("new@example.org", "New Member", TeamRole.ORGANISER, organiser)
    with pytest.raises(Refusal, match="already"):
        service.create_team_member(organiser.email, "Otto", TeamRole.ADMIN, None)


def test_changing_the_password_needs_the_old_one_and_ends_other_sessions() -> None:
    person = known()
    here, there = session_of(enter()[1]), session_of(enter()[1])
    with pytest.raises(Invalid) as caught:
        service.change_password(here, "wrong", OTHER, address="192.0.2.1")
    assert list(caught.value.fields) == ["old"]
    here = queries.sign_in_by_hash(here.token_hash) or here
    service.change_password(here, GOOD, OTHER, address="192.0.2.1")
    assert {s.id for s in queries.sign_ins(person.id, there.created_at)} == {here.id}
    enter(password=OTHER)


def test_details_are_changed_with_a_known_time_zone_only() -> None:
    person = known()
    service.change_details(person, "Ida  Bergström", "Europe/Oslo")
    assert (person.name, person.time_zone) == ("Ida Bergström", "Europe/Oslo")
    with pytest.raises(Invalid) as caught:
        service.change_details(person, " ", "Mars/Base")
    assert set(caught.value.fields) == {"name", "time_zone"}
