"""Withdrawing an entry with a reason, and bringing it back before the deadline."""

from flask_babel import gettext as _

from ... import clock, ledger, mail
from ...db import db, hold, transaction
from ...errors import Invalid, Refusal
from ...people.models import City, Person
from .. import letters, policy, queries
from ..models import Entry, Withdrawal
from ..oversight.queries import terms_of
from ..whole import WHOLE


def withdraw(entry: Entry, by: Person, reason: str) -> Withdrawal:
    """Take an entry back. What was written and submitted stays in the record and counts no longer.

    Raises:
        Refusal: not a lead, or withdrawn already.
        Invalid: without a reason.
    """
    with transaction() as moment:
        entry = hold(entry, *WHOLE)
        refusal = policy.why_not_withdraw(
            queries.role_of(by.id, entry.city_id), queries.current_withdrawal(entry.id) is not None
        )
        if refusal:
            raise Refusal(refusal)
        reason = reason.strip()
        if not reason:
            sentence = _("Write why you withdraw the entry; one sentence is enough.")
            raise Invalid(sentence, {"reason": [sentence]})
        withdrawal = Withdrawal(entry_id=entry.id, at=moment.at, by_id=by.id, reason=reason)
        db.session.add(withdrawal)
        ledger.write(
            "entry.withdrawn",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
            reason=reason,
        )
        terms = terms_of(entry)
        for person in letters.told(entry, by):
            letters.post(
                moment,
                "withdrawal",
                entry,
                person,
                withdrawn_by=by.name,
                reason=reason,
                at=clock.tell(moment.at, entry.edition.time_zone),
                last=clock.tell(policy.last_moment(entry.edition, terms), entry.edition.time_zone),
                returnable=policy.why_closed(entry.edition, moment.at, terms) is None,
                entry=mail.address("entry", reference=entry.reference),
            )
        return withdrawal


def return_entry(entry: Entry, by: Person) -> Entry:
    """Bring a withdrawn entry back before the deadline; the version last submitted counts again.

    Raises:
        Refusal: not a lead, not withdrawn, closed, or the city has its full number of other entries.
    """
    with transaction() as moment:
        # The city first, as in `start`: the limit is counted under its lock.
        hold(db.session.get_one(City, entry.city_id))
        entry = hold(entry, *WHOLE)
        withdrawal = queries.current_withdrawal(entry.id)
        refusal = policy.why_not_return(
            queries.role_of(by.id, entry.city_id),
            entry.edition,
            withdrawal is not None,
            queries.count_entries(entry.city_id, entry.edition_id),
            moment.at,
            terms_of(entry),
        )
        if refusal or withdrawal is None:
            raise Refusal(refusal or _("This entry is not withdrawn; nothing needs to be brought back."))
        withdrawal.returned_at = moment.at
        withdrawal.returned_by_id = by.id
        ledger.write(
            "entry.returned",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
        )
        return entry
