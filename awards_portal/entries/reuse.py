"""Files a city has uploaded before: chosen again instead of sent again. Content is stored once, under its digest."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from ..db import db, transaction
from ..errors import Invalid, NotHere
from ..people.models import Person
from ..programmes.forms import Question, QuestionType
from . import files
from .models import Attachment, Entry

# A city with more files than this finds its newest ones.
MOST = 200


@dataclass(frozen=True)
class Earlier:
    """A file of the city, and the entry it was last added to."""

    file: Attachment
    reference: str


def earlier_files(city_id: int) -> list[Earlier]:
    """The city's files of all entries and editions, removed ones too, each content once, the newest first."""
    rows = db.session.execute(
        select(Attachment, Entry.reference)
        .join(Entry, Entry.id == Attachment.entry_id)
        .where(Entry.city_id == city_id)
        .order_by(Attachment.id.desc())
        .limit(MOST)
    )
    found: dict[str, Earlier] = {}
    for file, reference in rows:
        found.setdefault(file.sha256, Earlier(file, reference))
    return list(found.values())


def choices(question: Question, earlier: Sequence[Earlier], present: Sequence[Attachment]) -> list[Earlier]:
    """The earlier files that a question takes and does not have."""
    there = {file.sha256 for file in present if file.question == question.key}
    return [each for each in earlier if each.file.sha256 not in there and why_not_fit(question, each.file) is None]


def why_not_fit(question: Question, file: Attachment) -> str | None:
    """Why a file that passed one question's checks is not what another one takes."""
    if question.type is not QuestionType.FILES:
        return _("The form has no such question. Open the page again.")
    if file.media_type not in question.accept:
        return _("%(name)s is of a kind that this question does not take.", name=file.name)
    if file.size > question.max_bytes:
        return _("%(name)s is larger than this question takes.", name=file.name)
    if question.max_pages is not None and (file.pages or 0) > question.max_pages:
        return _("%(name)s has more pages than this question takes.", name=file.name)
    if question.min_width is not None and file.width is not None and file.width < question.min_width:
        return _("%(name)s is less wide than this question asks for.", name=file.name)
    return None


def reuse(entry: Entry, question: Question, attachment_id: int, by: Person, *, replace: bool = False) -> Attachment:
    """Add a file of the same city to an entry. No second copy is stored.

    Raises:
        NotHere: the city has no such file.
        Invalid: it is not what the question takes, or there are enough already.
        Refusal: this person may not, entries are closed, or the city's space is used up.
    """
    with transaction() as moment:
        entry = files.held(entry, by, moment.at)
        row = db.session.execute(
            select(Attachment, Entry.reference)
            .join(Entry, Entry.id == Attachment.entry_id)
            .where(Attachment.id == attachment_id, Entry.city_id == entry.city_id)
        ).first()
        if row is None:
            raise NotHere(_("This file is no longer here."))
        file, reference = row
        sentence = why_not_fit(question, file)
        if sentence:
            raise Invalid(sentence, {question.key: [sentence]})
        copied_from = None if reference == entry.reference else reference
        return files.place(moment, entry, question, copy_of(file, copied_from), by, replace=replace)


def copy_of(file: Attachment, copied_from: str | None) -> files.Content:
    """What another row says of the same content."""
    return files.Content(
        file.name, file.media_type, file.sha256, file.size, file.pages, file.width, file.height, copied_from
    )
