"""Deeds on an entry's life: start, submit, withdraw, bring back. What is typed and attached is next door in
`writing.py` and `files.py`.
"""

import secrets

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from .. import clock, ledger, mail
from ..db import Transaction, db, hold, transaction
from ..errors import Invalid, Refusal
from ..people.models import City, Person
from ..programmes import queries as programmes
from ..programmes.models import Category, Edition
from ..text import canonical_json, sha256
from . import policy, queries, rules, snapshots
from .models import Answer, AnswerRevision, Entry, RevisionKind, Submission, Withdrawal

WHOLE = (
    joinedload(Entry.edition),
    joinedload(Entry.city),
    joinedload(Entry.category),
    joinedload(Entry.form_version),
)


def start(city: City, edition: Edition, category: Category, by: Person, mark: str) -> Entry:
    """Start an entry of a city in a category. The same mark again answers the same entry.

    Raises:
        Refusal: when entries are closed, the city's limit is reached or this person may not.
    """
    with transaction() as moment:
        city = hold(city)
        begun = queries.entry_by_mark(city.id, mark)
        if begun is not None:
            return begun
        edition = db.session.get_one(Edition, edition.id)
        category = db.session.get_one(Category, category.id)
        if category.edition_id != edition.id:
            raise Invalid(_("Choose one of the categories of this edition."), {"category": [_("Choose a category.")]})
        version = programmes.current_form(edition.id)
        if version is None:
            raise Refusal(_("The form of this edition is not published yet. Come back when the call says it is open."))
        count = queries.count_entries(city.id, edition.id)
        reason = policy.why_not_start(queries.role_of(by.id, city.id), edition, count, moment.at)
        if reason:
            raise Refusal(reason)
        entry = _with_reference(
            Entry(
                edition=edition,
                city=city,
                category=category,
                form_version=version,
                title="",
                created_at=moment.at,
                created_by_id=by.id,
                mark=mark,
            )
        )
        question = programmes.form_of(version).category_question
        if question is not None:
            row = {"entry_id": entry.id, "question": question.key, "value": category.key, "revision": 1}
            db.session.add(Answer(**row, changed_at=moment.at, changed_by_id=by.id))
            db.session.add(AnswerRevision(**row, kind=RevisionKind.SAVED, mark=mark, at=moment.at, by_id=by.id))
        ledger.write(
            "entry.started",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=edition.id,
            after={"city": city.name, "category": category.key},
        )
        return entry


def _with_reference(entry: Entry) -> Entry:
    """Give an entry a reference drawn at random: a running number would tell every city how many came before."""
    count = queries.count_in_edition(entry.edition.id)
    digits = 4
    # More digits while a draw would meet a taken reference more often than one time in four.
    while count * 4 >= 10**digits:
        digits += 1
    for _again in range(20):
        entry.reference = f"{entry.edition.reference_prefix}-{secrets.randbelow(10**digits):0{digits}d}"
        if queries.reference_taken(entry.reference):
            continue
        try:
            with db.session.begin_nested():
                db.session.add(entry)
                db.session.flush()
        except IntegrityError:
            # Another city drew the same one a moment ago; any other broken rule is a fault of ours.
            if not queries.reference_taken(entry.reference):
                raise
            continue
        return entry
    raise Refusal(_("No reference could be drawn. Try again in a moment."))


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
    reason = policy.why_not_submit(role, edition, withdrawn, moment.at)
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
    for person in _told(entry, by):
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
        for person in _told(entry, by):
            mail.post(
                moment,
                "withdrawal",
                to=person.email,
                name=person.name,
                person_id=person.id,
                edition_id=entry.edition_id,
                edition=entry.edition.title,
                reference=entry.reference,
                title=entry.title,
                withdrawn_by=by.name,
                reason=reason,
                at=clock.tell(moment.at, entry.edition.time_zone),
                last=clock.tell(entry.edition.closes_at, entry.edition.time_zone),
                returnable=policy.why_closed(entry.edition, moment.at) is None,
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


def _told(entry: Entry, by: Person) -> list[Person]:
    """Who gets a letter about what was done: who did it, and the city's other leads."""
    return [by, *(lead for lead in queries.leads(entry.city_id) if lead.id != by.id)]
