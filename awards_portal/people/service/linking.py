"""Signing in by a mailed link instead of a password. Never for the organising team, whose passwords are long."""

from collections.abc import Callable
from datetime import timedelta

from flask_babel import gettext as _

from ... import mail
from ...db import db, hold, transaction
from ...errors import Refusal
from ...text import normal_email
from .. import policy, queries
from ..links import hash_token, new_token
from ..models import Person, SignInLink
from .signing_in import begin_session
from .throttling import try_letter

LINK_LASTS = timedelta(minutes=15)

# Whom this room does not know (judges) is asked of the door: a person's id, answered by yes or no.
Allowed = Callable[[int], bool]


def ask_sign_in_link(email: str, allowed: Allowed, *, address: str) -> None:
    """Mail a link that signs in, where the address is one of somebody who may; nothing tells whether it is.

    Raises:
        TooFast: when too many letters were asked for from here.
    """
    email = normal_email(email)
    with transaction() as moment:
        may = try_letter(moment, email, address)
        person = queries.person_by_email(email)
        if not may or person is None or not _may(person, allowed):
            return
        token = new_token()
        db.session.add(
            SignInLink(
                person_id=person.id,
                token_hash=hash_token(token),
                created_at=moment.at,
                expires_at=moment.at + LINK_LASTS,
            )
        )
        mail.post(
            moment,
            "sign-in-link",
            to=person.email,
            name=person.name,
            person_id=person.id,
            secret=True,
            link=mail.address("sign-in link", token=token),
            minutes=int(LINK_LASTS.total_seconds() // 60),
        )


def _may(person: Person, allowed: Allowed) -> bool:
    return person.disabled_at is None and queries.team_member(person.id) is None and allowed(person.id)


def use_sign_in_link(token: str, allowed: Allowed, *, address: str, user_agent: str) -> tuple[Person, str]:
    """Sign in by a mailed link, once. Returns the person and the secret for the cookie.

    Raises:
        Refusal: when the link is used up or too old, or is not for this person any more.
    """
    with transaction() as moment:
        found = queries.sign_in_link_by_hash(hash_token(token))
        if found is None:
            raise Refusal(policy.why_not_use(None, moment.at) or "")
        person, link = hold(found.person), hold(found)
        reason = policy.why_not_use(link, moment.at)
        if reason:
            raise Refusal(reason)
        if not _may(person, allowed):
            raise Refusal(_("This link is for judges. Sign in with your password."))
        link.used_at = moment.at
        # Whoever reads the letter reads the mailbox: the address is proven.
        person.verified_at = person.verified_at or moment.at
        secret = begin_session(moment, person, address=address, user_agent=user_agent)
    return person, secret
