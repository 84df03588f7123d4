"""The organising team's table of entries: one question, however many there are."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from .. import clock
from ..db import db
from ..people.models import City
from ..programmes.models import Category
from ..text import name_key
from .models import ChangeRequest, EligibilityDecision, EligibilityOutcome, Entry, Submission, Withdrawal
from .oversight.queries import is_last_decision, is_unanswered


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

    reference: str
    title: str
    category: str
    category_title: str
    city: str
    country: str
    region: str
    kind: str
    standing: Standing
    started_at: datetime
    submitted_at: datetime | None
    version: int


def entry_rows(
    edition_id: int,
    *,
    search: str = "",
    category: str = "",
    standing: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> tuple[list[EntryRow], int]:
    """Entries of an edition that fit, by reference, and how many there are in all.

    Args:
        search: part of a title, a reference or a city's name; case and accents of the name do not matter.
        category: a category's key; empty for all.
        standing: a word of `Standing`; empty for all.
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
    question: Select[Any] = (
        select(
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
        .where(Entry.edition_id == edition_id)
    )
    if search.strip():
        question = question.where(_mentions(search.strip()))
    if category:
        question = question.where(Category.key == category)
    if standing:
        question = question.where(state == standing)
    total = db.session.scalar(select(func.count()).select_from(question.subquery())) or 0
    rows = db.session.execute(question.order_by(Entry.reference).limit(limit).offset(offset))
    return [EntryRow(**{**row._mapping, "standing": Standing(row.standing)}) for row in rows], total


def _mentions(words: str) -> ColumnElement[bool]:
    lowered = words.lower()
    return or_(
        func.lower(Entry.title).contains(lowered, autoescape=True),
        func.lower(Entry.reference).contains(lowered, autoescape=True),
        City.key.contains(name_key(words), autoescape=True),
    )


def counts(edition_id: int) -> dict[Standing, int]:
    """How many entries of an edition stand where."""
    rows: Sequence[EntryRow] = entry_rows(edition_id)[0]
    return {each: sum(row.standing is each for row in rows) for each in Standing}
