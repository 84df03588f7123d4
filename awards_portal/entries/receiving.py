"""Files that arrive in pieces: what has arrived stays when the connection breaks, and the rest is sent later.

The pieces lie in the database, which every machine of the portal reaches, until the file is whole or a day is over.
"""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from .. import clock
from ..db import db, hold, transaction
from ..documents import uploads
from ..errors import Invalid, NotHere, PortalError, Refusal
from ..people.models import Person
from ..programmes.forms import Question, QuestionType
from . import files, queries, space
from .models import Attachment, Entry, Upload, UploadPiece

LASTS = timedelta(days=1)
LARGEST_PIECE = 2_000_000
# But for the last one: a file in crumbs would be a table full of rows.
SMALLEST_PIECE = 64_000
# What one city may have on its way at a time.
MOST_UNDER_WAY = 100_000_000


def begin(entry: Entry, question: Question, name: str, size: int, key: str, by: Person) -> Upload:
    """Announce a file, or find the one announced before with the same key: `received` bytes of it are here.

    Args:
        key: the browser's own mark of the file (name, size, time of change).

    Raises:
        NotHere: the question takes no files.
        Invalid: the file is empty or larger than the question takes.
        Refusal: this person may not, entries are closed, or too much is on its way.
    """
    if question.type is not QuestionType.FILES:
        raise NotHere(_("The form has no such question. Open the page again."))
    if not 0 < size <= question.max_bytes:
        sentence = f"{uploads.clean_name(name)}: {uploads.why_not_size(size, question)}"
        raise Invalid(sentence, {question.key: [sentence]})
    with transaction() as moment:
        entry = files.held(entry, by, moment.at, question.key)
        row = db.session.scalar(
            select(Upload).where(
                Upload.entry_id == entry.id,
                Upload.question == question.key,
                Upload.person_id == by.id,
                Upload.key == key,
                Upload.size == size,
            )
        )
        if row is not None:
            if row.attachment_id is not None and _is_removed(entry, row.attachment_id):
                # Added, removed, and wanted again: it comes anew.
                row.attachment_id, row.received = None, 0
            return row
        under_way = db.session.scalar(
            select(func.coalesce(func.sum(Upload.size), 0))
            .join(Entry, Entry.id == Upload.entry_id)
            .where(Entry.city_id == entry.city_id, Upload.attachment_id.is_(None))
        )
        if (under_way or 0) + size > MOST_UNDER_WAY:
            raise Refusal(
                _(
                    "Your city has more than %(limit)s MB of files on their way. Let them arrive first, or wait a day "
                    "until those that were given up are forgotten.",
                    limit=space.megabytes(MOST_UNDER_WAY),
                )
            )
        row = Upload(
            entry_id=entry.id,
            question=question.key,
            person_id=by.id,
            key=key,
            name=name,
            size=size,
            received=0,
            begun_at=moment.at,
        )
        db.session.add(row)
        db.session.flush()
        return row


def _is_removed(entry: Entry, attachment_id: int) -> bool:
    row = queries.attachment(entry.id, attachment_id)
    return row is None or row.removed_at is not None


def upload(entry_id: int, upload_id: int, person_id: int) -> Upload | None:
    """A file on its way that this person sends."""
    return db.session.scalar(
        select(Upload).where(Upload.id == upload_id, Upload.entry_id == entry_id, Upload.person_id == person_id)
    )


def take(row: Upload, start: int, content: bytes) -> Upload:
    """Keep a piece. One that does not begin where the last one ended is left out: `received` says where to go on.

    Raises:
        Invalid: the piece is too small, too large, or goes beyond the announced size.
    """
    with transaction():
        row = hold(row)
        if start != row.received or row.attachment_id is not None:
            return row
        end = start + len(content)
        if end > row.size or len(content) > LARGEST_PIECE or (end < row.size and len(content) < SMALLEST_PIECE):
            raise Invalid(_("The file did not arrive as it was announced. Choose it again."))
        db.session.add(UploadPiece(upload_id=row.id, start=start, content=content))
        row.received = end
        return row


def finish(row: Upload, entry: Entry, question: Question, by: Person) -> Attachment:
    """Check the whole file and add it to the entry, in the place of the one before where the question takes one.

    Raises:
        Invalid, Refusal: as `files.attach`; the pieces are forgotten, for they would be refused again.
    """
    pieces = db.session.scalars(
        select(UploadPiece.content).where(UploadPiece.upload_id == row.id).order_by(UploadPiece.start)
    ).all()
    content = b"".join(pieces)
    if len(content) != row.size:
        raise NotHere(_("This file is no longer here. Choose it again."))
    try:
        made = files.attach(entry, question, row.name, content, by, replace=question.max_files == 1)
    except PortalError as refused:
        if refused.status < 500:
            _forget(row)
        raise
    with transaction():
        row = hold(row)
        row.attachment_id = made.id
        db.session.execute(delete(UploadPiece).where(UploadPiece.upload_id == row.id))
    return made


def _forget(row: Upload) -> None:
    with transaction():
        row = hold(row)
        db.session.execute(delete(UploadPiece).where(UploadPiece.upload_id == row.id))
        db.session.delete(row)


def sweep() -> None:
    """Forget files that were given up a day ago. Reads first: nothing is written when there is nothing to do."""
    old = Upload.begun_at < clock.now() - LASTS
    ids = db.session.scalars(select(Upload.id).where(old).limit(1000)).all()
    if not ids:
        return
    with transaction():
        db.session.execute(delete(UploadPiece).where(UploadPiece.upload_id.in_(ids)))
        db.session.execute(delete(Upload).where(Upload.id.in_(ids)))
