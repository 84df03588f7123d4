"""Deeds on files: added, removed. Content is stored before its row: a row never points at nothing."""

from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from .. import clock, ledger, storage
from ..config import Settings
from ..db import db, hold, transaction
from ..errors import Invalid, NotHere, Refusal
from ..people.models import City, Person
from ..programmes.forms import Question, QuestionType
from ..storage import antivirus
from . import policy, queries, uploads
from .models import Attachment, Entry
from .oversight.queries import terms_of

WHOLE = (joinedload(Entry.edition), joinedload(Entry.form_version))


def attach(entry: Entry, question: Question, name: str, content: bytes, by: Person) -> Attachment:
    """Check a file, keep its clean content and add it to an entry. Adding the same file twice keeps one.

    Args:
        entry: with its edition loaded.
        content: what was sent; a caller reads no more than `question.max_bytes + 1` of it.

    Raises:
        Invalid: the file is not what the question takes, or there are enough already.
        Refusal: this person may not, entries are closed, the city's space is used up, or a virus was found.
    """
    if question.type is not QuestionType.FILES:
        raise NotHere(_("The form has no such question. Open the page again."))
    # Asked once before the work of decoding and again under lock.
    early = policy.why_not_write(
        queries.role_of(by.id, entry.city_id),
        entry.edition,
        queries.current_withdrawal(entry.id) is not None,
        clock.now(),
        terms_of(entry),
    )
    if early:
        raise Refusal(early)
    antivirus.scan(content)
    checked = uploads.check(question, name, content)
    digest = storage.put(checked.content)
    with transaction() as moment:
        # The city first, as in `start`: the space it uses is counted under its lock.
        hold(db.session.get_one(City, entry.city_id))
        entry = _held(entry, by, moment.at)
        present = [file for file in queries.attachments(entry.id) if file.question == question.key]
        twin = next((file for file in present if file.sha256 == digest), None)
        if twin is not None:
            return twin
        if len(present) >= question.max_files:
            sentence = _too_many(question)
            raise Invalid(sentence, {question.key: [sentence]})
        _check_quota(entry, len(checked.content))
        row = Attachment(
            entry_id=entry.id,
            question=question.key,
            name=checked.name,
            media_type=checked.media_type,
            sha256=digest,
            size=len(checked.content),
            pages=checked.pages,
            width=checked.width,
            height=checked.height,
            added_at=moment.at,
            added_by_id=by.id,
        )
        db.session.add(row)
        ledger.write(
            "attachment.added",
            actor=by,
            at=moment.at,
            subject=row,
            label=f"{entry.reference} {checked.name}",
            edition_id=entry.edition_id,
            after={"question": question.key, "sha256": digest, "size": row.size},
        )
        return row


def remove_attachment(entry: Entry, attachment_id: int, by: Person) -> None:
    """Take a file out of an entry. The row and the content stay for the versions that were submitted with it.

    Raises:
        NotHere: there is no such file.
        Refusal: this person may not, or entries are closed.
    """
    with transaction() as moment:
        entry = _held(entry, by, moment.at)
        row = queries.attachment(entry.id, attachment_id)
        if row is None:
            raise NotHere(_("This file is no longer here."))
        if row.removed_at is not None:
            return
        row.removed_at = moment.at
        row.removed_by_id = by.id
        ledger.write(
            "attachment.removed",
            actor=by,
            at=moment.at,
            subject=row,
            label=f"{entry.reference} {row.name}",
            edition_id=entry.edition_id,
            before={"question": row.question, "sha256": row.sha256},
        )


def read(attachment: Attachment) -> bytes:
    """The content of a file. Who may read it was decided by whoever loaded the row.

    Raises:
        storage.Damaged, storage.Unavailable
    """
    return storage.read(attachment.sha256, attachment.size)


def _held(entry: Entry, by: Person, at: datetime) -> Entry:
    entry = hold(entry, *WHOLE)
    reason = policy.why_not_write(
        queries.role_of(by.id, entry.city_id),
        entry.edition,
        queries.current_withdrawal(entry.id) is not None,
        at,
        terms_of(entry),
    )
    if reason:
        raise Refusal(reason)
    return entry


def _too_many(question: Question) -> str:
    if question.max_files == 1:
        return _("This question takes one file, and it has one. Remove it first, then add the new one.")
    return _(
        "This question takes at most %(limit)d files, and it has them. Remove one first, then add the new one.",
        limit=question.max_files,
    )


def _check_quota(entry: Entry, size: int) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    used = queries.bytes_of_city(entry.city_id, entry.edition_id)
    if used + size > settings.upload_quota_bytes:
        raise Refusal(
            _(
                "Your city has used %(used)d of the %(limit)d MB it has for files in this edition. "
                "Add a smaller file, or ask the organising team for more space.",
                used=used // 1_000_000,
                limit=settings.upload_quota_bytes // 1_000_000,
            )
        )
