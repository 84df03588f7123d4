"""Slowing guessers and senders down, in the database, so that it holds for every process and across restarts."""

from datetime import timedelta
from math import ceil

from flask_babel import gettext as _
from flask_babel import ngettext

from ...db import Transaction, db
from ...errors import TooFast
from ...text import normal_email, sha256
from .. import queries, rules
from ..models import SignInAttempt


def account_of(email: str) -> str:
    """The name under which tries for a mail address are kept: its hash, so that a mistyped secret is not stored."""
    return sha256(normal_email(email))


def try_password(moment: Transaction, email: str, address: str) -> SignInAttempt:
    """Write down a try at a password before it is checked, as failed: many at once cannot slip through together.

    A stranger who guesses cannot keep the owner out: where the owner signed in from before, only her own mistakes there
    count.

    Raises:
        TooFast: when there were too many wrong ones; the sentence says how long to wait.
    """
    account, since = account_of(email), moment.at - rules.WINDOW
    here = queries.failures(since, account=account, address=address)
    waits = [
        rules.pause(here, rules.FREE_TRIES, moment.at),
        rules.pause(queries.failures(since, address=address), rules.FREE_TRIES_OF_ADDRESS, moment.at),
    ]
    if not queries.has_come_from(account, address):
        waits.append(rules.pause(queries.failures(since, account=account), rules.FREE_TRIES_OF_ACCOUNT, moment.at))
    _refuse(max(waits))
    return _write(moment, account, address, succeeded=False)


def try_letter(moment: Transaction, email: str, address: str) -> bool:
    """Write down that a letter was asked for; whether it may be sent. One address gets few letters an hour.

    Raises:
        TooFast: when too many letters were asked for from one network address.
    """
    since = moment.at - rules.WINDOW
    if queries.count_tries(since, address=address, prefix=LETTERS) >= rules.LETTERS_OF_ADDRESS:
        _refuse(rules.WINDOW)
    account = LETTERS + account_of(email)[: 64 - len(LETTERS)]
    sent = queries.count_tries(since, prefix=account)
    _write(moment, account, address, succeeded=True)
    return sent < rules.LETTERS_OF_ACCOUNT


def try_code(moment: Transaction, person_id: int, address: str) -> SignInAttempt:
    """Write down a try at a second factor before it is checked, as failed. Only who knows the password gets this far.

    Raises:
        TooFast: when there were too many wrong ones; the sentence says how long to wait.
    """
    account = CODES + sha256(str(person_id))[: 64 - len(CODES)]
    _refuse(rules.pause(queries.failures(moment.at - rules.WINDOW, account=account), rules.FREE_TRIES, moment.at))
    return _write(moment, account, address, succeeded=False)


CODES = "code:"
# Tries at letters and tries at passwords share a table and never count for each other.
LETTERS = "letter:"


def _write(moment: Transaction, account: str, address: str, *, succeeded: bool) -> SignInAttempt:
    row = SignInAttempt(account=account, address=address, at=moment.at, succeeded=succeeded)
    db.session.add(row)
    db.session.flush()
    return row


def _refuse(wait: timedelta) -> None:
    if not wait:
        return
    minutes = ceil(wait.total_seconds() / 60)
    raise TooFast(
        _("Too many tries. %(wait)s", wait=ngettext("Wait a minute.", "Wait %(num)d minutes.", minutes))
        + " "
        + _("What you typed is not wrong because of that; nobody is locked out.")
    )
