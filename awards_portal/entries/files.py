"""Deeds on files: added, removed. Content is stored before its row: a row never points at nothing."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from .. import clock, ledger, storage
from ..db import Transaction, db, hold, transaction
from ..documents import uploads
from ..errors import Invalid, NotHere, Refusal
from ..people.models import City, Person
from ..programmes.forms import Question, QuestionType
from ..storage import antivirus
from . import policy, queries, space
from .models import Attachment, Entry
from .oversight.queries import terms_of

WHOLE = (joinedload(Entry.edition), joinedload(Entry.form_version))


@dataclass(frozen=True)
class Content:
    """What a row says of a stored file; `copied_from` is the reference of the entry it was taken from."""

    name: str
    media_type: str
    sha256: str
    size: int
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    copied_from: str | None = None


def attach(
    entry: Entry, question: Question, name: str, content: bytes, by: Person, *, replace: bool = False
) -> Attachment:
    """Check a file, keep its clean content and add it to an entry. Adding the same file twice keeps one.

    Args:
        entry: with its edition loaded.
        content: what was sent; a caller reads no more than `question.max_bytes + 1` of it.
        replace: take the place of the file that is there, in a question of one file.

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
        question.key,
    )
    if early:
        raise Refusal(early)
    antivirus.scan(content)
    checked = uploads.check(question, name, content)
    digest = storage.put(checked.content)
    made = Content(
        checked.name,
        checked.media_type,
        digest,
        len(checked.content),
        checked.pages,
        checked.width,
        checked.height,
    )
    with transaction() as moment:
        return place(moment, held(entry, by, moment.at), question, made, by, replace=replace)


def place(
    moment: Transaction, entry: Entry, question: Question, made: Content, by: Person, *, replace: bool = False
) -> Attachment:
    """Write the row of a stored file, inside a deed that holds the city and the entry.

    Raises:
        Invalid: there are enough files already.
        Refusal: the city's space is used up, or this question cannot be changed now.
    """
    _check(entry, by, moment.at, question.key)
    present = [file for file in queries.attachments(entry.id) if file.question == question.key]
    twin = next((file for file in present if file.sha256 == made.sha256), None)
    if twin is not None:
        return twin
    if replace and question.max_files == 1:
        for file in present:
            _remove(moment, entry, file, by)
    elif len(present) >= question.max_files:
        sentence = _too_many(question)
        raise Invalid(sentence, {question.key: [sentence]})
    no_room = space.why_no_room(entry, made.sha256, made.size, moment.at)
    if no_room:
        raise Refusal(no_room)
    row = Attachment(
        entry_id=entry.id, question=question.key, added_at=moment.at, added_by_id=by.id, **dataclasses.asdict(made)
    )
    db.session.add(row)
    ledger.write(
        "attachment.added",
        actor=by,
        at=moment.at,
        subject=row,
        label=f"{entry.reference} {made.name}",
        edition_id=entry.edition_id,
        after={"question": question.key, "sha256": made.sha256, "size": made.size}
        | ({"copied_from": made.copied_from} if made.copied_from else {}),
    )
    return row


def remove_attachment(entry: Entry, attachment_id: int, by: Person) -> None:
    """Take a file out of an entry. The row and the content stay for the versions that were submitted with it.

    Raises:
        NotHere: there is no such file.
        Refusal: this person may not, or entries are closed.
    """
    with transaction() as moment:
        entry = held(entry, by, moment.at)
        row = queries.attachment(entry.id, attachment_id)
        if row is None:
            raise NotHere(_("This file is no longer here."))
        _check(entry, by, moment.at, row.question)
        if row.removed_at is None:
            _remove(moment, entry, row, by)


def _remove(moment: Transaction, entry: Entry, row: Attachment, by: Person) -> None:
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


def held(entry: Entry, by: Person, at: datetime, question: str | None = None) -> Entry:
    """The entry under lock inside a deed on its files, with the city's room counted under the city's lock.

    Raises:
        Refusal: this person may not, entries are closed, or this question is.
    """
    # The city first, as in `start`: whoever takes both locks takes them in one order.
    hold(db.session.get_one(City, entry.city_id))
    entry = hold(entry, *WHOLE)
    _check(entry, by, at, question)
    return entry


def _check(entry: Entry, by: Person, at: datetime, question: str | None = None) -> None:
    reason = policy.why_not_write(
        queries.role_of(by.id, entry.city_id),
        entry.edition,
        queries.current_withdrawal(entry.id) is not None,
        at,
        terms_of(entry),
        question,
    )
    if reason:
        raise Refusal(reason)


def _too_many(question: Question) -> str:
    if question.max_files == 1:
        return _("This question takes one file, and it has one. Remove it first, then add the new one.")
    return _(
        "This question takes at most %(limit)d files, and it has them. Remove one first, then add the new one.",
        limit=question.max_files,
    )
