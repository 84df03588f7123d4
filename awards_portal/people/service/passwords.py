"""Choosing a password: by a mailed link, or knowing the old one."""

from datetime import timedelta

from flask_babel import gettext as _

from ... import ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from ...text import normal_email
from .. import passwords, policy, queries, rules
from ..links import hash_token, new_token
from ..models import Person, SignIn, Token, TokenPurpose
from .registering import check_password
from .signing_in import end_other_sign_ins
from .throttling import try_letter, try_password

LINK_LASTS = timedelta(hours=1)


def ask_reset(email: str, *, address: str) -> None:
    """Mail a link to choose a new password, where the address is known; nothing tells whether it is.

    Raises:
        TooFast: when too many letters were asked for from here.
    """
    email = normal_email(email)
    with transaction() as moment:
        may = try_letter(moment, email, address)
        person = queries.person_by_email(email)
        if not may or person is None or person.disabled_at is not None:
            return
        link = mail.address("new password", token=issue(moment, person, LINK_LASTS))
        mail.post(
            moment,
            "new-password",
            to=person.email,
            name=person.name,
            person_id=person.id,
            secret=True,
            link=link,
            minutes=int(LINK_LASTS.total_seconds() // 60),
        )


def issue(moment: Transaction, person: Person, lasts: timedelta) -> str:
    """Make a one-time link to choose a password, inside a deed's transaction; returns its secret."""
    token = new_token()
    db.session.add(
        Token(
            person_id=person.id,
            purpose=TokenPurpose.RESET_PASSWORD,
            token_hash=hash_token(token),
            created_at=moment.at,
            expires_at=moment.at + lasts,
        )
    )
    return token


def reset_password(token: str, password: str) -> Person:
    """Choose a new password from a mailed link. Every session ends, and the owner is told.

    Raises:
        Refusal: when the link is used up or too old.
        Invalid: when the password is refused.
    """
    with transaction() as moment:
        found = queries.token_by_hash(hash_token(token))
        reason = policy.why_not_use(found, moment.at)
        if found is None or reason:
            raise Refusal(reason or "")
        person = hold(found.person)
        link = hold(found)
        reason = policy.why_not_use(link, moment.at)
        if reason:
            raise Refusal(reason)
        if person.disabled_at is not None:
            raise Refusal(_("This account is closed. Write to the organising team."))
        _choose(moment, person, password)
        link.used_at = moment.at
        # Whoever reads the letter reads the mailbox: the address is proven.
        person.verified_at = person.verified_at or moment.at
        end_other_sign_ins(person, None, person)
    return person


def change_password(current: SignIn, old: str, new: str, *, address: str) -> None:
    """Change one's own password; other sessions end.

    Raises:
        Invalid: when the old one is wrong (field `old`) or the new one is refused (field `password`).
        TooFast: when the old one was guessed too often.
    """
    person = current.person
    email = person.email
    with transaction() as moment:
        attempt = try_password(moment, email, address)
        person = hold(person)
        stored = person.password_hash
    if not passwords.matches(stored, old):
        sentence = _("That is not your present password.")
        raise Invalid(sentence, {"old": [sentence]})
    with transaction() as moment:
        person = hold(person)
        hold(attempt).succeeded = True
        if person.password_hash != stored:
            raise Refusal(_("The password was changed elsewhere a moment ago. Open the page again."))
        _choose(moment, person, new)
        end_other_sign_ins(person, current, person)


def prove_it_is_you(person: Person, password: str, *, address: str) -> None:
    """Ask for the password again before something grave: an unattended browser must not be enough.

    Raises:
        Invalid: when it is wrong (field `password`).
        TooFast: when it was guessed too often.
    """
    with transaction() as moment:
        attempt = try_password(moment, person.email, address)
        stored = hold(person).password_hash
    if not passwords.matches(stored, password):
        sentence = _("That is not your password. Nothing was done.")
        raise Invalid(sentence, {"password": [sentence]})
    with transaction():
        hold(attempt).succeeded = True


def _choose(moment: Transaction, person: Person, password: str) -> None:
    team = queries.team_member(person.id) is not None
    shortest = rules.SHORTEST_FOR_TEAM if team else rules.SHORTEST
    check_password(password, about=(person.name, person.email), shortest=shortest)
    had = person.password_hash is not None
    person.password_hash = passwords.hashed(password)
    ledger.write("person.password_chosen", actor=person, at=moment.at, subject=person, label=person.name)
    if had:
        mail.post(
            moment,
            "password-changed",
            to=person.email,
            name=person.name,
            person_id=person.id,
            forgotten=mail.address("forgotten password"),
        )
