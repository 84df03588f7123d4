"""Submitting an entry: what it says now is frozen as a version, once, before the deadline."""

from flask_babel import gettext as _

from ... import clock, ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from ...people.models import Person
from ...programmes import queries as programmes
from ...text import canonical_json, sha256
from .. import policy, queries, rules, snapshots
from ..models import Entry, Submission
from ..oversight.queries import terms_of
from .letters import told
from .whole import WHOLE


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
    except Invalid as blocked:
        # Written on its own: the refusal undid its transaction, and a city that was kept out can show that it tried.
        with transaction() as moment:
            ledger.write(
                "submission.blocked",
                actor=by,
                at=moment.at,
                subject=hold(entry),
                label=entry.reference,
                edition_id=entry.edition_id,
                after={"questions": sorted(blocked.fields)},
            )
        raise


def _submit(moment: Transaction, entry: Entry, by: Person, mark: str, seen: str) -> Submission:
    again = queries.submission_by_mark(entry.id, mark)
    if again is not None:
        return again
    edition = entry.edition
    role = queries.role_of(by.id, entry.city_id)
    withdrawn = queries.current_withdrawal(entry.id) is not None
    reason = policy.why_not_submit(role, edition, withdrawn, moment.at, terms_of(entry))
    if reason:
        raise Refusal(reason)
    form = programmes.form_of(entry.form_version)
    answers = {key: answer.value for key, answer in queries.answers(entry.id).items()}
    attachments = queries.attachments(entry.id)
    said = snapshots.content(form, answers, attachments)
    fingerprint = snapshots.fingerprint(said)
    last = queries.latest_submission(entry.id)
    same = last is not None and snapshots.fingerprint(queries.read_snapshot(last)) == fingerprint
    gaps = rules.gaps(form, answers, rules.count_files(attachments))
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
    return _freeze(moment, entry, by, mark, said, 1 if last is None else last.number + 1)


def _freeze(
    moment: Transaction, entry: Entry, by: Person, mark: str, said: dict[str, object], number: int
) -> Submission:
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
    for person in told(entry, by):
        mail.post(
            moment,
            "receipt",
            to=person.email,
            name=person.name,
            key=f"receipt:{submission.id}:{person.id}",
            person_id=person.id,
            edition_id=entry.edition_id,
            edition=entry.edition.title,
            reference=entry.reference,
            city=entry.city.name,
            category=entry.category.title,
            title=entry.title,
            version=number,
            submitted_by=by.name,
            at=clock.tell(moment.at, entry.edition.time_zone),
            at_utc=clock.tell(moment.at, "UTC"),
            sha256=submission.sha256,
            receipt=mail.address("receipt", reference=entry.reference),
        )
    return submission
