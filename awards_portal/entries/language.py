"""The language an entry is written in: its city says it, and judges who read it are preferred."""

from flask_babel import gettext as _

from .. import ledger
from ..db import Transaction, hold, transaction
from ..errors import Refusal
from ..people.models import Person
from ..programmes.models import Edition
from . import policy, queries
from .models import Entry
from .oversight.members import check_member
from .oversight.queries import terms_of
from .whole import WHOLE


def language_of(entry: Entry, edition: Edition) -> str:
    """Its code: what the city said, or the first of the edition's languages."""
    return entry.language or edition.languages[0]


def set_language(entry: Entry, language: str, by: Person) -> Entry:
    """Say in which of the edition's languages an entry is written. The same again writes nothing.

    It is no answer: it stands in no version, and setting it submits nothing.

    Raises:
        Refusal: when this person may not change the entry now, or the edition does not take entries in this language.
    """
    with transaction() as moment:
        entry = hold(entry, *WHOLE)
        refusal = policy.why_not_write(
            queries.role_of(by.id, entry.city_id),
            entry.edition,
            queries.current_withdrawal(entry.id) is not None,
            moment.at,
            terms_of(entry),
        )
        if refusal:
            raise Refusal(refusal)
        return _set(moment, entry, language, by)


def correct_language(entry: Entry, language: str, by: Person) -> Entry:
    """The same by an organiser, whenever it is: after the deadline the city cannot say it any more.

    Raises:
        Refusal: neither an organiser nor its category's coordinator, somebody who speaks for the city,
            or a language that the edition does not take.
    """
    with transaction() as moment:
        entry = hold(entry, *WHOLE)
        check_member(by, entry.city_id, entry.category_id)
        return _set(moment, entry, language, by)


def _set(moment: Transaction, entry: Entry, language: str, by: Person) -> Entry:
    if language not in entry.edition.languages:
        raise Refusal(_("Entries of this edition are not written in this language. Choose one of the list."))
    if entry.language == language:
        return entry
    before, entry.language = language_of(entry, entry.edition), language
    ledger.write(
        "entry.language_set",
        actor=by,
        at=moment.at,
        subject=entry,
        label=entry.reference,
        edition_id=entry.edition_id,
        before={"language": before},
        after={"language": language},
    )
    return entry
