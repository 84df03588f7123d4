"""The organising team's table of entries: one question, however many there are."""

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from .. import clock
from ..db import db
from ..people.models import City
from ..programmes.models import Category, Edition
from ..text import name_key
from .models import ChangeRequest, EligibilityDecision, EligibilityOutcome, Entry, Submission, Withdrawal
from .oversight.marking import tags_of
from .oversight.models import Tag
from .oversight.queries import is_last_decision, is_unanswered
from .queries import is_out


class Standing(enum.StrEnum):
    """Where an entry stands for the organising team."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ELIGIBLE = "eligible"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class EntryRow:
    """A line of the table. `version` is 0 and `submitted_at` empty before the first submission."""

    id: int
    reference: str
    title: str
    category: str
    category_title: str
    city: str
    country: str
    region: str
    kind: str
    language: str
    standing: Standing
    started_at: datetime
    submitted_at: datetime | None
    version: int
    tags: Sequence[str] = ()


def entry_rows(
    edition_id: int,
    *,
    search: str = "",
    category: str = "",
    standing: str = "",
    tag: str = "",
    among: Collection[Standing] = (),
    within: Collection[int] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[list[EntryRow], int]:
    """Entries of an edition that fit, by reference, and how many there are in all.

    Args:
        search: part of a title, a reference or a city's name; case and accents of the name do not matter.
        category: a category's key; empty for all.
        standing: a word of `Standing`; empty for all.
        tag: a tag's key; empty for all.
        among: only entries that stand so; empty for all.
        within: only entries of the categories with these ids; None for all.
    """
    question = _that_fit(edition_id, search, category, standing, tag, among, within)
    total = db.session.scalar(select(func.count()).select_from(question.subquery())) or 0
    rows = db.session.execute(question.order_by(Entry.reference).limit(limit).offset(offset)).all()
    tags = tags_of(row.id for row in rows)
    return [
        EntryRow(
            **{
                **row._mapping,
                "standing": Standing(row.standing),
                "tags": [each.words for each in tags.get(row.id, [])],
            }
        )
        for row in rows
    ], total


@dataclass(frozen=True)
class Fitting:
    """An entry that fits, and whose it is."""

    reference: str
    title: str
    city_id: int
    city: str


def fitting(
    edition_id: int,
    *,
    search: str = "",
    category: str = "",
    standing: str = "",
    tag: str = "",
    within: Collection[int] | None = None,
) -> list[Fitting]:
    """All entries that `entry_rows` finds with the same words, by reference. One statement."""
    rows = _that_fit(edition_id, search, category, standing, tag, within=within).subquery()
    asked = select(rows.c.reference, rows.c.title, Entry.city_id, rows.c.city).join(Entry, Entry.id == rows.c.id)
    return [Fitting(*row) for row in db.session.execute(asked.order_by(rows.c.reference))]


def _that_fit(
    edition_id: int,
    search: str,
    category: str,
    standing: str,
    tag: str,
    among: Collection[Standing] = (),
    within: Collection[int] | None = None,
) -> Select[Any]:
    question, state = _rows_of(edition_id, within)
    if search.strip():
        question = question.where(_mentions(search.strip()))
    if category:
        question = question.where(Category.key == category)
    if standing:
        question = question.where(state == standing)
    if among:
        question = question.where(state.in_([str(each) for each in among]))
    if tag:
        question = question.where(select(Tag.id).where(Tag.entry_id == Entry.id, Tag.key == tag).exists())
    return question


def _rows_of(edition_id: int | None, within: Collection[int] | None = None) -> tuple[Select[Any], ColumnElement[str]]:
    """Every entry of an edition, or of these categories of it, with its standing, and the standing as SQL.

    Without an edition those of all, whose language is then only what is said.
    """
    versions = (
        select(
            Submission.entry_id,
            func.max(Submission.number).label("version"),
            func.max(Submission.at).label("submitted_at"),
        )
        .group_by(Submission.entry_id)
        .subquery()
    )
    decision = select(EligibilityDecision.entry_id, EligibilityDecision.outcome).where(is_last_decision()).subquery()
    # By this process's clock: what the table says decides nothing.
    returned = (
        select(ChangeRequest.id)
        .where(ChangeRequest.entry_id == Entry.id, is_unanswered(), ChangeRequest.until > clock.now())
        .exists()
    )
    state = case(
        (Withdrawal.id.is_not(None), literal(Standing.WITHDRAWN.value)),
        (decision.c.outcome == EligibilityOutcome.REFUSED, literal(Standing.REFUSED.value)),
        (returned, literal(Standing.RETURNED.value)),
        (decision.c.outcome == EligibilityOutcome.PASSED, literal(Standing.ELIGIBLE.value)),
        (versions.c.version.is_not(None), literal(Standing.SUBMITTED.value)),
        else_=literal(Standing.DRAFT.value),
    )
    first = "" if edition_id is None else db.session.get_one(Edition, edition_id).languages[0]
    question: Select[Any] = (
        select(
            Entry.id,
            Entry.reference,
            Entry.title,
            Category.key.label("category"),
            Category.title.label("category_title"),
            City.name.label("city"),
            City.country,
            City.region,
            City.kind,
            state.label("standing"),
            Entry.created_at.label("started_at"),
            versions.c.submitted_at,
            func.coalesce(versions.c.version, 0).label("version"),
        )
        .join(City, City.id == Entry.city_id)
        .join(Category, Category.id == Entry.category_id)
        .outerjoin(versions, versions.c.entry_id == Entry.id)
        .outerjoin(decision, decision.c.entry_id == Entry.id)
        .outerjoin(Withdrawal, and_(Withdrawal.entry_id == Entry.id, Withdrawal.returned_at.is_(None)))
        .add_columns(func.coalesce(Entry.language, first).label("language"))
    )
    if edition_id is not None:
        question = question.where(Entry.edition_id == edition_id)
    if within is not None:
        question = question.where(Entry.category_id.in_(within))
    return question, state


def standing_of(entry: Entry) -> Standing:
    """Where one entry stands."""
    question, _state = _rows_of(entry.edition_id)
    rows = question.where(Entry.id == entry.id).subquery()
    return Standing(db.session.scalars(select(rows.c.standing)).one())


@dataclass(frozen=True)
class Named:
    """An entry by its reference and title."""

    reference: str
    title: str


def next_unchecked(edition_id: int, reference: str, within: Collection[int] | None = None) -> Named | None:
    """The next entry by reference on which nobody has decided, from the first again after the last; never this one.

    Args:
        within: only entries of the categories with these ids; None for all.
    """
    question, state = _rows_of(edition_id, within)
    rows = question.where(state == Standing.SUBMITTED, Entry.reference != reference).subquery()
    later = case((rows.c.reference > reference, 0), else_=1)
    asked = select(rows.c.reference, rows.c.title).order_by(later, rows.c.reference).limit(1)
    found = db.session.execute(asked).first()
    return None if found is None else Named(*found)


@dataclass(frozen=True)
class Tally:
    """How many entries, and from how many cities."""

    entries: int = 0
    cities: int = 0


def tallies(edition_id: int, within: Collection[int] | None = None) -> dict[Standing, Tally]:
    """How many entries of an edition, or of these categories of it, stand where, and from how many cities."""
    rows = _rows_of(edition_id, within)[0].add_columns(Entry.city_id).subquery()
    found = db.session.execute(
        select(rows.c.standing, func.count(), func.count(rows.c.city_id.distinct())).group_by(rows.c.standing)
    )
    told = {Standing(standing): Tally(entries, cities) for standing, entries, cities in found}
    return {each: told.get(each, Tally()) for each in Standing}


def counts_by_edition() -> dict[int, dict[Standing, int]]:
    """How many entries of every edition stand where, by the edition's id. One statement."""
    rows = _rows_of(None)[0].add_columns(Entry.edition_id).subquery()
    counted = select(rows.c.edition_id, rows.c.standing, func.count()).group_by(rows.c.edition_id, rows.c.standing)
    found: dict[int, dict[Standing, int]] = {}
    for edition_id, standing, entries in db.session.execute(counted):
        found.setdefault(edition_id, {})[Standing(standing)] = entries
    return found


def competing(edition_id: int) -> Tally:
    """How many entries are in the competition now, and from how many cities: what the judges read.

    Submitted, neither withdrawn nor refused, and passed where the edition has a round of eligibility.
    """
    question, _state = _rows_of(edition_id)
    rows = question.add_columns(Entry.city_id).subquery()
    entries, cities = db.session.execute(
        select(func.count(), func.count(rows.c.city_id.distinct())).where(rows.c.version > 0, ~is_out(rows.c.id))
    ).one()
    return Tally(entries, cities)


def regions(edition_id: int) -> dict[str, Tally]:
    """Entries submitted and neither withdrawn nor refused, and their cities, by region; the most entries first."""
    rows = _rows_of(edition_id)[0].add_columns(Entry.city_id).subquery()
    counted = rows.c.standing.in_([Standing.SUBMITTED, Standing.RETURNED, Standing.ELIGIBLE])
    found = db.session.execute(
        select(rows.c.region, func.count(), func.count(rows.c.city_id.distinct()))
        .where(counted)
        .group_by(rows.c.region)
        .order_by(func.count().desc(), rows.c.region)
    )
    return {region: Tally(entries, cities) for region, entries, cities in found}


def first_submissions(edition_id: int) -> Sequence[datetime]:
    """When each entry of an edition was submitted for the first time, the earliest first."""
    first = (
        select(func.min(Submission.at).label("at"))
        .join(Entry, Entry.id == Submission.entry_id)
        .where(Entry.edition_id == edition_id)
        .group_by(Submission.entry_id)
        .subquery()
    )
    return db.session.scalars(select(first.c.at).order_by(first.c.at)).all()


def _mentions(words: str) -> ColumnElement[bool]:
    lowered = words.lower()
    return or_(
        func.lower(Entry.title).contains(lowered, autoescape=True),
        func.lower(Entry.reference).contains(lowered, autoescape=True),
        City.key.contains(name_key(words), autoescape=True),
    )
