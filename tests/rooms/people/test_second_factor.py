"""The second factor: set with a first code, given once each, recovered, replaced, removed and reset."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from awards_portal import clock
from awards_portal.config import Settings
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, Refusal, TooFast
from awards_portal.ledger import LedgerLine
from awards_portal.mail.models import Letter
from awards_portal.people import passwords, second_factor
from awards_portal.people.models import Person, SignIn, TeamRole
from awards_portal.people.second_factor import RecoveryCode, SecondFactor
from awards_portal.people.service import factors
from tests import factories

PASSWORD = "seven grey lanterns"
HERE = {"address": "192.0.2.1"}


@pytest.fixture
def person(context: Flask) -> Person:
    return factories.team_member(name="Ori Organiser", password_hash=passwords.hashed(PASSWORD))


def session_of(person: Person, mark: str = "one") -> SignIn:
    at = clock.now()
    row = {"created_at": at, "last_seen_at": at, "expires_at": at + timedelta(days=1), "user_agent": "", "address": ""}
    made = factories.put(SignIn(person_id=person.id, token_hash=f"{mark} of {person.id}", **row))
    db.session.rollback()
    return db.session.scalars(select(SignIn).filter_by(id=made.id).options(joinedload(SignIn.person))).one()


def code(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30 * steps))


def set_up(person: Person) -> tuple[SignIn, str, list[str]]:
    current = session_of(person)
    factors.begin_factor(current, PASSWORD, "", **HERE)
    secret = second_factor.pending_secret(person.id, clock.now())
    assert secret is not None
    return current, secret, factors.confirm_factor(current, code(secret), **HERE)


def events() -> list[str]:
    question = select(LedgerLine.event).where(LedgerLine.event.startswith("second_factor"))
    return list(db.session.scalars(question.order_by(LedgerLine.id)))


def test_it_is_set_with_the_password_and_a_first_code_and_ends_other_sessions(person: Person) -> None:
    other = session_of(person, "another")
    current = session_of(person, "mine")
    with pytest.raises(Invalid, match="not your password"):
        factors.begin_factor(current, "wrong", "", **HERE)
    factors.begin_factor(current, PASSWORD, "", **HERE)
    secret = second_factor.pending_secret(person.id, clock.now())
    assert secret is not None
    with pytest.raises(Invalid, match="does not fit"):
        factors.confirm_factor(current, "000000" if code(secret) != "000000" else "000001", **HERE)
    with pytest.raises(Invalid, match="does not fit"):
        factors.confirm_factor(current, "٣é\u202e", **HERE)
    codes = factors.confirm_factor(current, code(secret), **HERE)
    db.session.rollback()
    assert len(set(codes)) == second_factor.CODES
    assert db.session.get_one(Person, person.id).second_factor_at is not None
    assert db.session.get_one(SignIn, current.id).factor_at is not None
    assert db.session.get_one(SignIn, other.id).ended_at is not None
    stored = db.session.scalars(select(SecondFactor)).one()
    assert secret not in f"{stored.secret}{stored.pending}"
    assert not set(codes) & set(db.session.scalars(select(RecoveryCode.code_hash)))
    assert events() == ["second_factor.set"]


def test_a_picture_is_good_for_fifteen_minutes(person: Person) -> None:
    current = session_of(person)
    factors.begin_factor(current, PASSWORD, "", **HERE)
    with transaction():
        row = second_factor.factor(person.id)
        assert row is not None
        row.pending_at = clock.now() - second_factor.PENDING
    assert second_factor.pending_secret(person.id, clock.now()) is None
    with pytest.raises(Refusal, match="Begin again"):
        factors.confirm_factor(current, "123456", **HERE)


def test_no_code_is_taken_twice_nor_one_before_it(person: Person) -> None:
    _current, secret, _codes = set_up(person)
    first = session_of(person, "two")
    before = first.token_hash
    given = code(secret, 1)
    token = factors.give_factor(first, given, **HERE)
    assert token
    db.session.rollback()
    assert db.session.get_one(SignIn, first.id).token_hash != before
    for old in (given, code(secret)):
        with pytest.raises(Invalid, match="used before"):
            factors.give_factor(session_of(person, old), old, **HERE)


def test_a_recovery_code_signs_in_once_however_it_is_typed_and_is_told(person: Person) -> None:
    _current, _secret, codes = set_up(person)
    factors.give_factor(session_of(person, "two"), codes[0].upper().replace("-", " "), **HERE)
    with pytest.raises(Invalid):
        factors.give_factor(session_of(person, "three"), codes[0], **HERE)
    assert second_factor.codes_left(person.id) == second_factor.CODES - 1
    letters = db.session.scalars(select(Letter).filter_by(kind="second-factor").order_by(Letter.id)).all()
    assert "9 left" in letters[-1].body


def test_guessing_is_slowed_down(person: Person) -> None:
    _current, secret, _codes = set_up(person)
    current = session_of(person, "guesser")
    for _n in range(5):
        with pytest.raises(Invalid):
            factors.give_factor(current, "no code", **HERE)
    with pytest.raises(TooFast, match="Too many tries"):
        factors.give_factor(current, code(secret), **HERE)


def test_it_is_replaced_with_a_code_of_the_present_one_which_holds_until_then(person: Person) -> None:
    current, secret, codes = set_up(person)
    with pytest.raises(Invalid):
        factors.begin_factor(current, PASSWORD, "", **HERE)
    factors.begin_factor(current, PASSWORD, codes[1], **HERE)
    factors.give_factor(session_of(person, "meanwhile"), code(secret, 1), **HERE)
    new = second_factor.pending_secret(person.id, clock.now())
    assert new is not None
    assert new != secret
    factors.confirm_factor(current, code(new), **HERE)
    with pytest.raises(Invalid):
        factors.give_factor(session_of(person, "old"), code(secret, 1), **HERE)
    assert len(factors.make_new_codes(current, PASSWORD, **HERE)) == second_factor.CODES
    with pytest.raises(Invalid):
        factors.give_factor(session_of(person, "old code"), codes[2], **HERE)


def test_it_is_removed_where_it_is_not_required(
    person: Person, context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    current, _secret, codes = set_up(person)
    settings: Settings = context.config["SETTINGS"]
    with monkeypatch.context() as patch:
        patch.setitem(context.config, "SETTINGS", settings.model_copy(update={"second_factor": "required"}))
        with pytest.raises(Refusal, match="needs a second factor"):
            factors.remove_factor(current, PASSWORD, codes[0], **HERE)
    with pytest.raises(Invalid):
        factors.remove_factor(current, PASSWORD, "wrong", **HERE)
    factors.remove_factor(current, PASSWORD, codes[0], **HERE)
    db.session.rollback()
    assert db.session.get_one(Person, person.id).second_factor_at is None
    assert second_factor.codes_left(person.id) == 0


def test_an_admin_resets_it_with_a_reason_and_the_person_is_told_and_signed_out(person: Person) -> None:
    current, _secret, _codes = set_up(person)
    admin = factories.team_member(TeamRole.ADMIN, name="Ada Admin")
    refused: list[Callable[[], None]] = [
        lambda: factors.reset_factor(person, "Lost it", person),
        lambda: factors.reset_factor(admin, "Mine", admin),
        lambda: factors.reset_factor(factories.person("Una Nobody"), "None", admin),
    ]
    for deed in refused:
        with pytest.raises(Refusal):
            deed()
    with pytest.raises(Invalid, match="Write why"):
        factors.reset_factor(person, " ", admin)
    factors.reset_factor(person, "Phone in the fjord; she called.", admin)
    db.session.rollback()
    assert db.session.get_one(SignIn, current.id).ended_at is not None
    assert second_factor.factor(person.id) is None
    assert events()[-1] == "second_factor.reset"
    letters = db.session.scalars(select(Letter).filter_by(kind="second-factor").order_by(Letter.id)).all()
    assert "reset your second factor" in letters[-1].body
    result = db.session.get_one(Person, person.id)
    assert result.second_factor_at is None


def test_production_requires_it_and_a_setting_says_otherwise() -> None:
    plain = {"secret_key": "k" * 40, "public_url": "https://awards.example.org", "mail_url": "smtp://mail.example.org"}
    assert Settings.load(environment="production", **plain).needs_second_factor
    assert not Settings.load(environment="production", second_factor="optional", **plain).needs_second_factor
    assert not Settings.load(environment="test", **plain).needs_second_factor
