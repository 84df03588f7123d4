"""Deeds on the second factor: set it, give it when signing in, make new recovery codes, remove it, reset it."""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, select

from ... import ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from .. import policy, queries, second_factor
from ..links import hash_token, new_token
from ..models import Person, SignIn
from ..second_factor import RecoveryCode, SecondFactor
from .passwords import prove_it_is_you
from .signing_in import end_other_sign_ins
from .throttling import try_code


def begin_factor(current: SignIn, password: str, code: str, *, address: str) -> None:
    """Make a secret that waits for its first code. Whoever has a factor gives it too: it is replaced, not got round.

    Raises:
        Invalid: a wrong password (field `password`) or code (field `code`).
        TooFast: too many wrong ones.
    """
    person = current.person
    prove_it_is_you(person, password, address=address)
    if person.second_factor_at is not None:
        _prove_code(person, code, address)
    with transaction() as moment:
        person = hold(person)
        row = second_factor.factor(person.id)
        if row is None:
            row = SecondFactor(person_id=person.id)
            db.session.add(row)
        row.pending, row.pending_at = second_factor.sealed(second_factor.new_secret()), moment.at


def confirm_factor(current: SignIn, code: str, *, address: str) -> list[str]:
    """Take the waiting secret into force with its first code. Other sessions end. Answers the recovery codes, once.

    Raises:
        Refusal: nothing waits, or it waited too long.
        Invalid: a wrong code (field `code`).
        TooFast: too many wrong ones.
    """
    with transaction() as moment:
        attempt = try_code(moment, current.person_id, address)
    with transaction() as moment:
        person = hold(current.person)
        secret = second_factor.pending_secret(person.id, moment.at)
        row = second_factor.factor(person.id)
        if secret is None or row is None:
            raise Refusal(_("Nothing waits for a code. Begin again: a picture is good for fifteen minutes."))
        row = hold(row)
        step = second_factor.step_of(secret, code, moment.at)
        if step is None:
            raise _wrong_code()
        hold(attempt).succeeded = True
        row.secret, row.pending, row.pending_at, row.last_step = row.pending, None, None, step
        person.second_factor_at = moment.at
        hold(current).factor_at = moment.at
        codes = _make_codes(moment, person)
        end_other_sign_ins(person, current, person)
        _note(moment, "second_factor.set", person, person)
        _tell(moment, person, "set")
    return codes


def give_factor(current: SignIn, code: str, *, address: str) -> str:
    """Finish signing in with a code of the app, or a recovery code. Answers the new secret for the cookie.

    Raises:
        Invalid: a wrong code, or one that was used (field `code`).
        TooFast: too many wrong ones.
    """
    person = current.person
    with_app = _prove_code(person, code, address)
    with transaction() as moment:
        current = hold(current)
        token = new_token()
        # A new secret: what a browser held before the second step is worth nothing after it.
        current.factor_at, current.token_hash = moment.at, hash_token(token)
        _note(moment, "second_factor.given", person, person, {"with": "app" if with_app else "recovery code"})
        if not with_app:
            _tell(moment, person, "recovery code")
    return token


def make_new_codes(current: SignIn, password: str, *, address: str) -> list[str]:
    """Replace all recovery codes. Answers them, once.

    Raises:
        Refusal: there is no second factor.
        Invalid: a wrong password (field `password`).
    """
    person = current.person
    prove_it_is_you(person, password, address=address)
    with transaction() as moment:
        person = hold(person)
        if person.second_factor_at is None:
            raise Refusal(_("Set a second factor first."))
        codes = _make_codes(moment, person)
        _note(moment, "second_factor.codes_made", person, person)
    return codes


def remove_factor(current: SignIn, password: str, code: str, *, address: str) -> None:
    """Sign in with the password alone from now on.

    Raises:
        Refusal: the organising team needs a second factor here, or there is none.
        Invalid: a wrong password (field `password`) or code (field `code`).
    """
    person = current.person
    refusal = policy.why_not_remove_factor(
        person.second_factor_at is not None,
        queries.team_member(person.id) is not None and current_app.config["SETTINGS"].needs_second_factor,
    )
    if refusal:
        raise Refusal(refusal)
    prove_it_is_you(person, password, address=address)
    _prove_code(person, code, address)
    with transaction() as moment:
        person = hold(person)
        _forget(person)
        _note(moment, "second_factor.removed", person, person)
        _tell(moment, person, "removed")


def reset_factor(person: Person, reason: str, by: Person | None) -> None:
    """Take away the second factor of somebody who lost it. Every session ends; the person is told.

    Args:
        by: an admin; None for the command on the machine itself.

    Raises:
        Refusal: not an admin, oneself, or there is none.
        Invalid: without a reason.
    """
    with transaction() as moment:
        person = hold(person)
        refusal = None if by is None else policy.why_not_make_team(queries.team_member(by.id))
        refusal = refusal or policy.why_not_reset_factor(
            person.second_factor_at is not None, own=by is not None and by.id == person.id
        )
        if refusal:
            raise Refusal(refusal)
        reason = reason.strip()
        if not reason:
            sentence = _("Write why it is reset and how you know that it is the person: it stays in the record.")
            raise Invalid(sentence, {"factor_reason": [sentence]})
        _forget(person)
        actor = by or ledger.System("the command line")
        ledger.write("second_factor.reset", actor=actor, at=moment.at, subject=person, label=person.name, reason=reason)
        end_other_sign_ins(person, None, by or person)
        _tell(moment, person, "reset")


def _prove_code(person: Person, code: str, address: str) -> bool:
    """Whether it was a code of the app; otherwise it was a recovery code, which is used up now.

    Raises:
        Invalid: it was neither (field `code`).
        TooFast: too many wrong ones.
    """
    with transaction() as moment:
        attempt = try_code(moment, person.id, address)
    with transaction() as moment:
        row = second_factor.factor(person.id)
        if row is None or row.secret is None:
            raise _wrong_code()
        row = hold(row)
        step = second_factor.step_of(second_factor.opened(row.secret or ""), code, moment.at)
        if step is not None and step > row.last_step:
            row.last_step = step
        elif step is not None or not _use_recovery_code(moment, person, code):
            raise _wrong_code()
        hold(attempt).succeeded = True
        return step is not None


def _wrong_code() -> Invalid:
    sentence = _("That code does not fit, or was used before. Wait for the next one your app shows.")
    return Invalid(sentence, {"code": [sentence]})


def _use_recovery_code(moment: Transaction, person: Person, code: str) -> bool:
    found = db.session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == second_factor.code_hash(code),
            RecoveryCode.used_at.is_(None),
        )
    )
    if found is None:
        return False
    # The factor's row is held: the same code twice at once finds the second time that it is used.
    hold(found).used_at = moment.at
    return True


def _make_codes(moment: Transaction, person: Person) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = [second_factor.new_code() for _n in range(second_factor.CODES)]
    for code in codes:
        db.session.add(RecoveryCode(person_id=person.id, code_hash=second_factor.code_hash(code), made_at=moment.at))
    return codes


def _forget(person: Person) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    db.session.execute(delete(SecondFactor).where(SecondFactor.person_id == person.id))
    person.second_factor_at = None


def _note(moment: Transaction, event: str, person: Person, by: Person, after: dict[str, str] | None = None) -> None:
    ledger.write(event, actor=by, at=moment.at, subject=person, label=person.name, after=after)


def _tell(moment: Transaction, person: Person, what: str) -> None:
    mail.post(
        moment,
        "second-factor",
        to=person.email,
        name=person.name,
        person_id=person.id,
        what=what,
        left=second_factor.codes_left(person.id),
        sign_in=mail.address("sign in"),
    )
