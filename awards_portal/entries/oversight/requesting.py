"""Asking a city to change its entry: questions are named, only they reopen, until a time. And taking that back."""

from collections.abc import Mapping
from datetime import datetime

from ... import clock, ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from ...people.models import Person
from ...programmes import queries as programmes
from ...programmes.forms import Form
from .. import letters
from .. import queries as entries
from ..models import ChangeRequest, Entry
from ..whole import WHOLE
from . import policy, queries, round_policy
from .members import check_member, who_hears


def request_changes(
    entry: Entry, notes: Mapping[str, str], until: datetime | None, by: Person, seen: int
) -> ChangeRequest:
    """Ask a city to change answers; asking the same again is the same act.

    Args:
        notes: what is asked of each question, by its key.
        until: the first moment at which it is too late to submit the answer; None when no time could be read.
        seen: the version that was read.

    Raises:
        Refusal: neither an organiser nor its category's coordinator, somebody who speaks for the city,
            nothing submitted, withdrawn, refused, asked already, a newer version, or not passed outside the edition's
            round of eligibility.
        Invalid: no question, one without a note or not in the form, or a time that is over.
    """
    with transaction() as moment:
        entry = hold(entry, *WHOLE)
        check_member(by, entry.city_id, entry.category_id)
        notes = {key: note.strip() for key, note in notes.items()}
        submission = entries.latest_submission(entry.id)
        running = queries.request_in_force(entry.id, moment.at)
        if running is not None and (running.notes, running.until) == (notes, until):
            return running
        terms = queries.terms_of(entry)
        round_ = programmes.eligibility_round(entry.edition_id, share=True)
        refusal = round_policy.why_not_return(round_, terms.passed, moment.at) or policy.why_not_request(
            submission is not None,
            entries.current_withdrawal(entry.id) is not None,
            terms.is_refused,
            None if running is None else running.until,
            None if submission is None else submission.number,
            seen,
            entry.edition.time_zone,
        )
        if refusal or submission is None:
            raise Refusal(refusal or "")
        form = programmes.form_of(entry.form_version)
        faults = policy.why_not_these(notes, form, until, moment.at, entry.edition.time_zone)
        if faults or until is None:
            raise Invalid(" ".join(faults.values()), {key: [sentence] for key, sentence in faults.items()})
        made = ChangeRequest(
            entry_id=entry.id, submission=submission, notes=dict(notes), until=until, at=moment.at, by_id=by.id
        )
        db.session.add(made)
        ledger.write(
            "change_request.made",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
            after={"version": submission.number, "until": until.isoformat(), "questions": sorted(notes)},
        )
        _tell(moment, "change-request", entry, made, form)
        return made


def withdraw_request(request: ChangeRequest, reason: str, by: Person) -> ChangeRequest:
    """Take a change request back: the version that was submitted stands.

    Raises:
        Refusal: neither an organiser nor its category's coordinator, somebody who speaks for the city,
            or the request is over.
        Invalid: without a reason.
    """
    with transaction() as moment:
        # The entry's lock first, as when an answer is submitted: the two cannot both happen.
        entry = hold(db.session.get_one(Entry, request.entry_id), *WHOLE)
        request = hold(request)
        check_member(by, entry.city_id, entry.category_id)
        refusal = policy.why_not_withdraw_request(
            request.withdrawn_at is not None, request.answer_id is not None, request.until <= moment.at
        )
        if refusal:
            raise Refusal(refusal)
        reason = reason.strip()
        told = policy.why_no_reason(reason)
        if told:
            raise Invalid(told, {"withdrawal": [told]})
        request.withdrawn_at, request.withdrawn_by_id, request.withdrawn_because = moment.at, by.id, reason
        ledger.write(
            "change_request.withdrawn",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
            reason=reason,
        )
        _tell(moment, "change-request-withdrawn", entry, request, programmes.form_of(entry.form_version))
        return request


def _tell(moment: Transaction, kind: str, entry: Entry, request: ChangeRequest, form: Form) -> None:
    latest = entries.latest_submission(entry.id)
    for person in entries.speakers(entry.city_id):
        letters.post(
            moment,
            kind,
            entry,
            person,
            version=0 if latest is None else latest.number,
            asked=[(form.questions[key].label, note) for key, note in sorted_by(form, request.notes)],
            until=clock.tell(request.until, entry.edition.time_zone),
            until_utc=clock.tell(request.until, "UTC"),
            reason=request.withdrawn_because or "",
            entry=mail.address("entry", reference=entry.reference),
        )


def sorted_by(form: Form, notes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Question keys with their notes in the form's order."""
    return [(key, notes[key]) for key in form.questions if key in notes]


def note_answer(moment: Transaction, entry: Entry, by: Person) -> None:
    """Inside the deed that submits: when the new version changes what was asked for, the request is answered."""
    request = queries.request_in_force(entry.id, moment.at)
    submission = entries.latest_submission(entry.id)
    if request is None or submission is None:
        return
    form = programmes.form_of(entry.form_version)
    before, after = entries.read_snapshot(request.submission), entries.read_snapshot(submission)
    asked = queries.reopened_by(request, form)
    if not any(policy.differs(before, after, key) for key in asked):
        return
    request.answer_id = submission.id
    ledger.write(
        "change_request.answered",
        actor=by,
        at=moment.at,
        subject=entry,
        label=entry.reference,
        edition_id=entry.edition_id,
        after={"version": submission.number},
    )
    asker = db.session.get_one(Person, request.by_id)
    for person in who_hears(asker, entry.category_id):
        letters.post(
            moment,
            "changes-submitted",
            entry,
            person,
            key=f"changes-submitted:{request.id}:{person.id}",
            city=entry.city.name,
            version=submission.number,
            page=mail.address("team entry", key=entry.edition.key, reference=entry.reference),
        )
