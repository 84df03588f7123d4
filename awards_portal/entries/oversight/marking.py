"""Tags and notes: what the organising team keeps about entries for itself. Nobody outside it reads a word of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid
from ...people.models import Person
from ...text import name_key
from ..models import Entry
from . import policy
from .members import check_member
from .models import Note, Tag


def tags_of(entry_ids: Iterable[int]) -> Mapping[int, Sequence[Tag]]:
    """The tags of these entries by entry, each entry's by name."""
    found: dict[int, list[Tag]] = {}
    question = select(Tag).where(Tag.entry_id.in_(list(entry_ids))).order_by(Tag.entry_id, Tag.key, Tag.id)
    for tag in db.session.scalars(question):
        found.setdefault(tag.entry_id, []).append(tag)
    return found


def tags_in(edition_id: int, within: Collection[int] | None = None) -> Mapping[str, str]:
    """Every tag used in an edition, `within` these categories or in all: its key and one spelling of it, by key."""
    question = (
        select(Tag.key, Tag.words)
        .join(Entry, Entry.id == Tag.entry_id)
        .where(Entry.edition_id == edition_id)
        .order_by(Tag.key, Tag.id)
    )
    if within is not None:
        question = question.where(Entry.category_id.in_(within))
    return {row.key: row.words for row in db.session.execute(question)}


def tag_of(entry_id: int, tag_id: int) -> Tag | None:
    """One tag of an entry."""
    return db.session.scalar(select(Tag).where(Tag.id == tag_id, Tag.entry_id == entry_id))


def notes(entry_id: int) -> Sequence[Note]:
    """The notes on an entry with who wrote them, the newest first."""
    return db.session.scalars(
        select(Note).where(Note.entry_id == entry_id).options(joinedload(Note.by)).order_by(Note.id.desc())
    ).all()


def add_tag(entry: Entry, words: str, by: Person) -> Tag:
    """Put a tag on an entry. One it has already, in whatever spelling, stays as it is.

    Raises:
        Refusal: neither an organiser nor its category's coordinator, or somebody who speaks for the city.
        Invalid: no word, or one that is too long.
    """
    words = tag_words(words)
    with transaction() as moment:
        entry = hold(entry)
        check_member(by, entry.city_id, entry.category_id)
        return put_tag(moment, entry, words, by)


def tag_words(typed: str) -> str:
    """A tag as it is kept.

    Raises:
        Invalid: no word, or one that is too long.
    """
    words = " ".join(typed.split())
    fault = policy.why_not_tag(words)
    if fault:
        raise Invalid(fault, {"tag": [fault]})
    return words


def put_tag(moment: Transaction, entry: Entry, words: str, by: Person) -> Tag:
    """Inside a deed that holds the entry and has asked who may: put a tag on it."""
    key = name_key(words)
    there = db.session.scalar(select(Tag).where(Tag.entry_id == entry.id, Tag.key == key))
    if there is not None:
        return there
    made = Tag(entry_id=entry.id, words=words, key=key, at=moment.at, by_id=by.id)
    db.session.add(made)
    ledger.write(
        "entry.tagged",
        actor=by,
        at=moment.at,
        subject=entry,
        label=entry.reference,
        edition_id=entry.edition_id,
        after={"tag": words},
    )
    return made


def remove_tag(tag: Tag, by: Person) -> None:
    """Take a tag off an entry.

    Raises:
        Refusal: neither an organiser nor its category's coordinator, or somebody who speaks for the city.
        NotHere: it was taken off before.
    """
    with transaction() as moment:
        entry = hold(db.session.get_one(Entry, tag.entry_id))
        tag = hold(tag)
        check_member(by, entry.city_id, entry.category_id)
        ledger.write(
            "entry.untagged",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
            before={"tag": tag.words},
        )
        db.session.delete(tag)


def add_note(entry: Entry, text: str, mark: str, by: Person) -> Note:
    """Write a note on an entry for colleagues. The same mark again is the same note.

    Raises:
        Refusal: neither an organiser nor its category's coordinator, or somebody who speaks for the city.
        Invalid: nothing written, or too much.
    """
    text = text.strip()
    fault = policy.why_not_note(text)
    if fault:
        raise Invalid(fault, {"note": [fault]})
    with transaction() as moment:
        entry = hold(entry)
        check_member(by, entry.city_id, entry.category_id)
        there = db.session.scalar(select(Note).where(Note.entry_id == entry.id, Note.mark == mark))
        if there is not None:
            return there
        made = Note(entry_id=entry.id, text=text, mark=mark, at=moment.at, by_id=by.id)
        db.session.add(made)
        # What it says stays out of the ledger: a note that has to go one day is in one place.
        ledger.write(
            "note.added", actor=by, at=moment.at, subject=entry, label=entry.reference, edition_id=entry.edition_id
        )
        return made
