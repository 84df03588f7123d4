"""Signing in and out. A session is a row: revocable at once, by its owner or by the organising team."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import update

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...errors import NotHere, Refusal
from ...text import normal_email
from .. import passwords, policy, queries
from ..links import hash_token, new_token
from ..models import Person, SignIn
from .throttling import try_password

# A session ends after this long, used or not.
LASTS = timedelta(days=14)
LASTS_FOR_TEAM = timedelta(hours=12)


def sign_in(email: str, password: str, *, address: str, user_agent: str) -> tuple[Person, str]:
    """Let somebody in. Returns the person and the secret for the cookie.

    Raises:
        Refusal: when address and password do not fit; one sentence for every cause.
        TooFast: when there were too many wrong tries.
    """
    email = normal_email(email)
    with transaction() as moment:
        attempt = try_password(moment, email, address)
        found = queries.person_by_email(email)
        stored = None if found is None else found.password_hash
    # Outside the transaction: the hash is slow on purpose, and others must be able to write meanwhile.
    right = passwords.matches(stored, password)
    reason = policy.why_not_sign_in(found, right)
    if found is None or reason:
        raise Refusal(reason or "")
    with transaction() as moment:
        person = hold(found)
        if person.password_hash != stored or person.disabled_at is not None:
            raise Refusal(policy.why_not_sign_in(None, False) or "")
        hold(attempt).succeeded = True
        if passwords.outdated(person.password_hash or ""):
            person.password_hash = passwords.hashed(password)
        token = begin_session(moment, person, address=address, user_agent=user_agent)
    return person, token


def begin_session(moment: Transaction, person: Person, *, address: str, user_agent: str) -> str:
    """Write a session, inside a deed that has judged whether this person may enter; returns the cookie's secret."""
    token = new_token()
    lasts = LASTS_FOR_TEAM if queries.team_member(person.id) else LASTS
    db.session.add(
        SignIn(
            person_id=person.id,
            token_hash=hash_token(token),
            created_at=moment.at,
            last_seen_at=moment.at,
            expires_at=moment.at + lasts,
            user_agent=user_agent[:300],
            address=address[:60],
        )
    )
    ledger.write("person.signed_in", actor=person, at=moment.at, subject=person, label=person.name)
    return token


def sign_out(current: SignIn) -> None:
    """End this session. Ending it twice is ending it once."""
    with transaction() as moment:
        current = hold(current)
        current.ended_at = current.ended_at or moment.at


def end_sign_in(by: Person, sign_in_id: int) -> None:
    """End one of a person's own sessions elsewhere.

    Raises:
        NotHere: when it is not hers.
    """
    with transaction() as moment:
        found = db.session.get(SignIn, sign_in_id)
        if found is None or found.person_id != by.id:
            raise NotHere(_("This is no longer here."))
        found = hold(found)
        found.ended_at = found.ended_at or moment.at
        ledger.write("sign_in.ended", actor=by, at=moment.at, subject=found, label=by.name)


def end_other_sign_ins(person: Person, keep: SignIn | None, by: Person) -> None:
    """End all sessions of a person but this one."""
    with transaction() as moment:
        others = update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
        if keep is not None:
            others = others.where(SignIn.id != keep.id)
        db.session.execute(others.values(ended_at=moment.at).execution_options(synchronize_session=False))
        ledger.write("sign_ins.ended", actor=by, at=moment.at, subject=person, label=person.name)
