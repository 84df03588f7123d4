"""Submitting an entry: what it says now is frozen as a version, once, before the deadline."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from ... import clock, ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from ...people.models import Person, RepresentativeRole
from ...programmes import queries as programmes
from ...text import canonical_json, sha256
from .. import dossier, letters, policy, queries, rules, snapshots
from ..models import Attachment, Entry, Submission
from ..oversight.queries import terms_of
from ..oversight.requesting import note_answer
from ..oversight.rules import Terms
from ..whole import WHOLE
from . import blocked


def submit(entry: Entry, by: Person, mark: str, seen: str) -> Submission:
    """Freeze what an entry says now as a version; the last version counts. The same mark again answers the same one.

    Args:
        mark: the page's own mark of one press of the button.
        seen: fingerprint of what the person saw when they pressed it (`snapshots.fingerprint`).

    Raises:
        Refusal: closed, withdrawn, not a lead, nothing new, or changed by somebody else after the person looked.
        Invalid: questions still need something; `fields` maps their keys to sentences.
    """
    try:
        with transaction() as moment:
            return _submit(moment, hold(entry, *WHOLE), by, mark, seen)
    except Invalid as gaps:
        blocked.note(entry, by, list(gaps.fields), late=False)
        raise
    except blocked.TooLate as late:
        blocked.note(entry, by, late.missing, late=True)
        raise


def _submit(moment: Transaction, entry: Entry, by: Person, mark: str, seen: str) -> Submission:
    again = queries.submission_by_mark(entry.id, mark)
    if again is not None:
        return again
    edition = entry.edition
    role = queries.role_of(by.id, entry.city_id)
    withdrawn = queries.current_withdrawal(entry.id) is not None
    terms = terms_of(entry)
    form = programmes.form_of(entry.form_version)
    last = queries.latest_submission(entry.id)
    answers, attachments = _standing(entry, terms, last, moment.at)
    said = snapshots.content(form, answers, attachments)
    fingerprint = snapshots.fingerprint(said)
    same = last is not None and snapshots.fingerprint(queries.read_snapshot(last)) == fingerprint
    gaps = rules.gaps(form, answers, rules.count_files(attachments))
    reason = policy.why_not_submit(role, edition, withdrawn, moment.at, terms)
    if (
        reason
        and not same
        and role is RepresentativeRole.LEAD
        and policy.why_too_late(edition, withdrawn, moment.at, terms)
    ):
        raise blocked.TooLate(reason, sorted({gap.question.key for gap in gaps}))
    if reason:
        raise Refusal(reason)
    reason = policy.why_nothing_to_submit(
        gaps, (last.number, last.at) if last is not None and same else None, edition.time_zone
    )
    if reason and gaps and not same:
        fields: dict[str, list[str]] = {}
        for gap in gaps:
            fields.setdefault(gap.question.key, []).append(gap.sentence)
        raise Invalid(reason, fields)
    if reason:
        raise Refusal(reason)
    if fingerprint != seen:
        raise Refusal(_("The entry changed after you looked at it. Check the answers again, then submit."))
    return freeze(moment, entry, by, mark, said, 1 if last is None else last.number + 1)


def _standing(
    entry: Entry, terms: Terms, last: Submission | None, at: datetime
) -> tuple[dict[str, Any], Sequence[Attachment]]:
    """What would be submitted now: all of it as it is; after the deadline, the last version with what was asked."""
    answers = {key: answer.value for key, answer in queries.answers(entry.id).items()}
    if last is None or policy.why_closed(entry.edition, at, terms) is None:
        return answers, queries.attachments(entry.id)
    return snapshots.amended(queries.read_snapshot(last), answers, queries.all_attachments(entry.id), terms.asked)


def _mirror(entry: Entry, said: Mapping[str, Any]) -> None:
    """Know the entry by the title and the category that were submitted."""
    form = programmes.form_of(entry.form_version)
    title, kind = form.title_question, form.category_question
    if title is not None:
        entry.title = " ".join(str(said["answers"].get(title.key, "")).split())
    if kind is not None:
        chosen = said["answers"].get(kind.key)
        entry.category = next((c for c in programmes.categories(entry.edition_id) if c.key == chosen), entry.category)


def freeze(
    moment: Transaction, entry: Entry, by: Person, mark: str, said: dict[str, object], number: int
) -> Submission:
    """Inside a deed that holds the entry and has asked who may: write what it says as a version, and tell of it."""
    _mirror(entry, said)
    snapshot = canonical_json(snapshots.build(entry, said, number=number, at=moment.at, by=by.name))
    submission = Submission(
        entry=entry, number=number, snapshot=snapshot, sha256=sha256(snapshot), mark=mark, at=moment.at, by=by
    )
    db.session.add(submission)
    db.session.flush()
    ledger.write(
        "entry.submitted",
        actor=by,
        at=moment.at,
        subject=entry,
        label=entry.reference,
        edition_id=entry.edition_id,
        after={"version": number, "sha256": submission.sha256},
    )
    note_answer(moment, entry, by)
    dossier.order(moment, submission.id)
    for person in letters.told(entry, by):
        letters.post(
            moment,
            "receipt",
            entry,
            person,
            key=f"receipt:{submission.id}:{person.id}",
            city=entry.city.name,
            category=entry.category.title,
            version=number,
            submitted_by=by.name,
            at=clock.tell(moment.at, entry.edition.time_zone),
            at_utc=clock.tell(moment.at, "UTC"),
            sha256=submission.sha256,
            receipt=mail.address("receipt", reference=entry.reference),
        )
    return submission
