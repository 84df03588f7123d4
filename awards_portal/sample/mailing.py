"""What the organisers mailed: to the cities, one of whom was not reached, and to judges, where the writing broke."""

from datetime import datetime, timedelta
from typing import Any

from ..db import db
from ..mail.models import Letter, LetterState
from ..mail.wording import Text
from ..mailings import queries
from ..mailings.models import Mailing, MailingRecipient
from ..mailings.service import filled, tidy
from ..programmes.models import Edition
from .people import Cast

# As a mail server says that there is no such mailbox (RFC 3463).
NO_MAILBOX = "550 5.1.1 The mailbox does not exist"


def write(document: list[dict[str, Any]], editions: list[Edition], cast: Cast, now: datetime) -> None:
    """Write each mailing as if it had been confirmed so many days ago. No letter of it waits to be sent."""
    by_key = {each.key: each for each in editions}
    for number, each in enumerate(document):
        _mailing(number, each, by_key[each["edition"]], cast, now - timedelta(days=each["days_ago"]))


def _mailing(number: int, each: dict[str, Any], edition: Edition, cast: Cast, at: datetime) -> None:
    text = tidy(Text(each["subject"], each["body"]))
    found = queries.recipients(edition, each["audience"], each["filters"], at, ())
    unwritten = each.get("unwritten", 0)
    made = Mailing(
        edition_id=edition.id,
        audience=each["audience"],
        filters=each["filters"],
        subject=text.subject,
        body=text.body,
        reason=each["reason"],
        mark=f"sample:{number}",
        at=at,
        by_id=cast.organisers[0].id,
        finished_at=None if unwritten else at,
    )
    db.session.add(made)
    db.session.flush()
    for place, who in enumerate(found):
        row = MailingRecipient(
            mailing_id=made.id,
            person_id=who.person_id,
            name=who.name,
            email=who.email,
            about=list(who.about),
            given=who.given,
        )
        if place < len(found) - unwritten:
            words = filled(text, who.given)
            reached = who.given.get("city") not in each.get("unreached", [])
            letter = Letter(
                kind="mailing" if each["audience"] == "entries" else "mailing-to-judges",
                to_address=who.email,
                to_name=who.name,
                subject=words.subject,
                body=words.body,
                message_id=f"<sample-{number}-{place}@example.org>",
                person_id=who.person_id,
                edition_id=edition.id,
                state=LetterState.SENT if reached else LetterState.FAILED,
                attempts=1,
                next_try_at=at,
                created_at=at,
                sent_at=at if reached else None,
                problem=None if reached else NO_MAILBOX,
            )
            db.session.add(letter)
            db.session.flush()
            row.letter_id = letter.id
        db.session.add(row)
    db.session.flush()
