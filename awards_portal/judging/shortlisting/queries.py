"""Questions about shortlists: who stands in a round."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...entries import queries as entries
from ...entries.models import Entry
from ...entries.queries import Submitted
from ..models import Assignment, Scorecard
from .models import Shortlist, Shortlisted, ShortlistPlace


def stands_in(entry_id: Any, round_id: Any) -> ColumnElement[bool]:
    """Whether an entry takes part in a round: all do while no shortlist leads to it."""
    current = select(Shortlist.id).where(Shortlist.round_id == round_id, Shortlist.undone_at.is_(None))
    listed = (
        select(Shortlisted.id)
        .join(Shortlist, Shortlist.id == Shortlisted.shortlist_id)
        .where(
            Shortlist.round_id == round_id,
            Shortlist.undone_at.is_(None),
            Shortlisted.place == ShortlistPlace.SHORTLISTED,
            Shortlisted.entry_id == entry_id,
        )
    )
    return or_(~current.exists(), listed.exists())


def contestants(edition_id: int, round_id: int, category_id: int | None = None) -> list[Entry]:
    """Entries that stand in a round: submitted, not out, and shortlisted where a shortlist holds; with their city."""
    return [each.entry for each in contesting(edition_id, round_id, category_id)]


def contesting(edition_id: int, round_id: int, category_id: int | None = None) -> list[Submitted]:
    """The same entries, each with the version that counts."""
    found = entries.submitted_entries(edition_id, category_id)
    standing = standing_among(round_id, [each.entry.id for each in found])
    return [each for each in found if each.entry.id in standing]


def standing_among(round_id: int, entry_ids: Sequence[int]) -> set[int]:
    """Which of these entries stand in a round."""
    question = select(Entry.id).where(Entry.id.in_(list(entry_ids)), stands_in(Entry.id, round_id)).order_by(Entry.id)
    return set(db.session.scalars(question))


def is_finalist(entry_id: int, round_id: int) -> bool:
    """Whether an entry is on the shortlist that leads to a round; nobody is where none does."""
    return current_shortlist(round_id) is not None and bool(standing_among(round_id, [entry_id]))


def current_shortlist(round_id: int) -> Shortlist | None:
    """The shortlist that leads to a round and holds."""
    return db.session.scalar(select(Shortlist).where(Shortlist.round_id == round_id, Shortlist.undone_at.is_(None)))


def shortlist(from_round_id: int, shortlist_id: int) -> Shortlist | None:
    """A shortlist made from this round."""
    return db.session.scalar(
        select(Shortlist).where(Shortlist.from_round_id == from_round_id, Shortlist.id == shortlist_id)
    )


def shortlists(from_round_id: int) -> Sequence[Shortlist]:
    """Every shortlist made from a round, the latest first, with who made it and who took it back."""
    return db.session.scalars(
        select(Shortlist)
        .where(Shortlist.from_round_id == from_round_id)
        .options(joinedload(Shortlist.by), joinedload(Shortlist.undone_by))
        .order_by(Shortlist.at.desc(), Shortlist.id.desc())
    ).all()


def entries_on(shortlist_ids: Sequence[int]) -> Sequence[Shortlisted]:
    """Entries on these shortlists with their city and category, shortlisted first, by rank."""
    return db.session.scalars(
        select(Shortlisted)
        .join(Shortlisted.entry)
        .where(Shortlisted.shortlist_id.in_(list(shortlist_ids)))
        .options(
            joinedload(Shortlisted.entry).joinedload(Entry.city),
            joinedload(Shortlisted.entry).joinedload(Entry.category),
        )
        .order_by(
            Shortlisted.shortlist_id,
            Entry.category_id,
            Shortlisted.place.desc(),
            Shortlisted.rank,
            Entry.reference,
        )
    ).all()


def is_scored(round_id: int) -> bool:
    """Whether a scorecard was begun in a round."""
    begun = select(Scorecard.id).join(Assignment).where(Assignment.round_id == round_id).limit(1)
    return db.session.scalar(begun) is not None


def assigned_references(round_id: int, besides: Sequence[int]) -> Sequence[str]:
    """References of entries that are assigned in a round, these left out."""
    assigned = select(Assignment.id).where(Assignment.round_id == round_id, Assignment.entry_id == Entry.id).exists()
    return db.session.scalars(
        select(Entry.reference).where(assigned, Entry.id.not_in(list(besides))).order_by(Entry.reference)
    ).all()
