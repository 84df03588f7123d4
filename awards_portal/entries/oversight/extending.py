"""More time for one city, or for one entry: a later deadline with a reason, and taking it back. It reopens entries."""

from datetime import datetime

from flask_babel import gettext as _

from ... import clock, ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from ...people.models import City, Person
from ...programmes import queries as programmes
from ...programmes.models import Edition
from ...programmes.rules import deadline
from .. import queries as entries
from ..models import Entry, Extension
from ..whole import WHOLE
from . import policy, queries
from .members import check_member


def extend(
    edition: Edition,
    city: City,
    until: datetime | None,
    reason: str,
    by: Person,
    *,
    entry: Entry | None = None,
    despite_judging: bool = False,
) -> Extension:
    """Give a city more time in an edition. An extension in force is replaced; the same one again is the same act.

    Args:
        until: the first moment at which it is too late; None when no time could be read.
        entry: the one entry of the city that is open longer, without a new one beside it; None for all it has.
        despite_judging: the organiser knows that judging has begun by then.

    Raises:
        Refusal: not an organiser, nor the coordinator of that entry's category, or somebody who speaks for the city; an
            entry that is withdrawn or refused.
        Invalid: no time, one that is over or not later than the deadline, judging begun by then, or no reason.
    """
    with transaction() as moment:
        # The city's lock, as in `start`: two organisers who extend at once do so one after the other.
        city = hold(city)
        edition = db.session.get_one(Edition, edition.id)
        if entry is not None:
            entry = hold(entry, *WHOLE)
        check_member(by, city.id, None if entry is None else entry.category_id)
        judging = programmes.read_from(edition.id)
        current = (
            queries.extension_in_force(edition.id, city.id) if entry is None else queries.extension_of_entry(entry.id)
        )
        reason = reason.strip()
        if current is not None and (current.until, current.reason) == (until, reason):
            return current
        if entry is not None:
            refused = queries.terms_of(entry).is_refused
            out = policy.why_not_extend_entry(entries.current_withdrawal(entry.id) is not None, refused)
            if out:
                raise Refusal(out)
        faults = policy.why_not_extend(
            until,
            deadline(edition.closes_at, edition.grace_minutes),
            moment.at,
            reason,
            None if despite_judging else judging,
            edition.time_zone,
        )
        if faults or until is None:
            raise Invalid(" ".join(faults.values()), {key: [sentence] for key, sentence in faults.items()})
        if current is not None:
            _end(moment, current, by, _("Replaced by another extension."))
            db.session.flush()
        made = Extension(
            edition_id=edition.id,
            city_id=city.id,
            entry_id=None if entry is None else entry.id,
            until=until,
            reason=reason,
            at=moment.at,
            by_id=by.id,
        )
        db.session.add(made)
        db.session.flush()
        ledger.write(
            "extension.granted",
            actor=by,
            at=moment.at,
            subject=made,
            label=city.name if entry is None else entry.reference,
            edition_id=edition.id,
            before=None if current is None else {"until": current.until.isoformat()},
            after={"until": until.isoformat()},
            reason=reason,
        )
        _tell(moment, "extension" if entry is None else "entry-extension", edition, city, until, reason, entry)
        return made


def revoke(extension: Extension, reason: str, by: Person) -> Extension:
    """Take an extension back: the edition's own deadline holds again. What was submitted meanwhile stays.

    Raises:
        Refusal: not an organiser, nor the coordinator of the one entry's category, somebody who speaks for the city, or
            revoked before.
        Invalid: without a reason.
    """
    with transaction() as moment:
        city = hold(db.session.get_one(City, extension.city_id))
        extension = hold(extension)
        alone = extension.entry_id
        entry = None if alone is None else hold(db.session.get_one(Entry, alone), *WHOLE)
        check_member(by, city.id, None if entry is None else entry.category_id)
        edition = db.session.get_one(Edition, extension.edition_id)
        if extension.revoked_at is not None:
            raise Refusal(_("This extension was taken back or replaced before."))
        reason = reason.strip()
        if not reason:
            sentence = _("Write why the extension is taken back: the city is told, and it stays in the record.")
            raise Invalid(sentence, {"revocation": [sentence]})
        _end(moment, extension, by, reason)
        ledger.write(
            "extension.revoked",
            actor=by,
            at=moment.at,
            subject=extension,
            label=city.name if entry is None else entry.reference,
            edition_id=edition.id,
            before={"until": extension.until.isoformat()},
            reason=reason,
        )
        last = deadline(edition.closes_at, edition.grace_minutes)
        _tell(moment, "extension-revoked", edition, city, last, reason, entry)
        return extension


def _end(moment: Transaction, extension: Extension, by: Person, because: str) -> None:
    extension.revoked_at, extension.revoked_by_id, extension.revoked_because = moment.at, by.id, because


def _tell(
    moment: Transaction,
    kind: str,
    edition: Edition,
    city: City,
    until: datetime,
    reason: str,
    entry: Entry | None,
) -> None:
    reference = "" if entry is None else entry.reference
    for person in entries.speakers(city.id):
        mail.post(
            moment,
            kind,
            to=person.email,
            name=person.name,
            person_id=person.id,
            edition_id=edition.id,
            edition=edition.title,
            city=city.name,
            until=clock.tell(until, edition.time_zone),
            until_utc=clock.tell(until, "UTC"),
            closed=until <= moment.at,
            reason=reason,
            reference=reference,
            entries=mail.address("entry", reference=reference) if reference else mail.address("entries"),
        )
