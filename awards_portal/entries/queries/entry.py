"""Entries themselves: by reference, of a city, of an edition."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...people import queries as people
from ...people.models import Representative
from ..models import Entry, Submission
from .standing import is_withdrawn


def _whole(question: Select[Entry]) -> Select[Entry]:
    return question.options(
        joinedload(Entry.edition), joinedload(Entry.city), joinedload(Entry.category), joinedload(Entry.form_version)
    )


def entry_for(person_id: int, reference: str) -> tuple[Entry, Representative] | None:
    """An entry this person may reach because they speak for its city, whole, and in which standing they do."""
    row = db.session.execute(
        _whole(select(Entry))
        .add_columns(Representative)
        .join(Representative, Representative.city_id == Entry.city_id)
        .where(Entry.reference == reference, Representative.person_id == person_id, Representative.ended_at.is_(None))
    ).first()
    return None if row is None else (row[0], row[1])


def entry_by_reference(reference: str) -> Entry | None:
    """An entry with its edition, city, category and form. For the organising team: no city is checked."""
    return db.session.scalar(_whole(select(Entry)).where(Entry.reference == reference))


def last_submitted(edition_id: int) -> Entry | None:
    """The entry of an edition that was submitted last."""
    question = _whole(select(Entry)).join(Submission, Submission.entry_id == Entry.id)
    return db.session.scalar(
        question.where(Entry.edition_id == edition_id).order_by(Submission.at.desc(), Submission.id.desc()).limit(1)
    )


def entries_of_cities(city_ids: Iterable[int]) -> Sequence[Entry]:
    """Entries of these cities, whole, the newest edition first."""
    question = _whole(select(Entry)).join(Entry.edition).where(Entry.city_id.in_(list(city_ids)))
    return db.session.scalars(
        question.order_by(Entry.edition_id.desc(), Entry.city_id, Entry.created_at, Entry.id)
    ).all()


def entries_by_ids(ids: Iterable[int]) -> Sequence[Entry]:
    """These entries, whole, in the order they were started."""
    return db.session.scalars(_whole(select(Entry)).where(Entry.id.in_(list(ids))).order_by(Entry.id)).all()


def competes(edition_id: int, person_id: int) -> bool:
    """Whether a city that somebody speaks for has an entry in the edition."""
    cities = people.own_cities(person_id)
    question = select(Entry.id).where(Entry.edition_id == edition_id, Entry.city_id.in_(cities)).limit(1)
    return bool(cities) and db.session.scalar(question) is not None


def entry_by_mark(city_id: int, mark: str) -> Entry | None:
    """The entry a city started with this press of the button."""
    return db.session.scalar(_whole(select(Entry)).where(Entry.city_id == city_id, Entry.mark == mark))


def count_entries(city_id: int, edition_id: int) -> int:
    """How many entries a city has in an edition; one that is withdrawn now does not count."""
    count = (
        select(func.count())
        .select_from(Entry)
        .where(Entry.city_id == city_id, Entry.edition_id == edition_id, ~is_withdrawn(Entry.id))
    )
    return db.session.scalar(count) or 0


def count_in_edition(edition_id: int) -> int:
    """How many entries were ever started in an edition."""
    return db.session.scalar(select(func.count()).select_from(Entry).where(Entry.edition_id == edition_id)) or 0


def reference_taken(reference: str) -> bool:
    """Whether an entry has this reference."""
    return db.session.scalar(select(Entry.id).where(Entry.reference == reference)) is not None
