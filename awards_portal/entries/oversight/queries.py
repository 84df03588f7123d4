"""Questions about what the organising team has said about entries. Each says what it loads and in which order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased, joinedload

from ...db import db
from ..models import EligibilityDecision, EligibilityOutcome, Entry
from .rules import Terms


def decisions(entry_id: int) -> Sequence[EligibilityDecision]:
    """Every decision on an entry with who decided and on which version, the first one first."""
    return db.session.scalars(
        select(EligibilityDecision)
        .where(EligibilityDecision.entry_id == entry_id)
        .options(joinedload(EligibilityDecision.by), joinedload(EligibilityDecision.submission))
        .order_by(EligibilityDecision.id)
    ).all()


def decisions_in_force(entry_ids: Iterable[int]) -> Mapping[int, EligibilityDecision]:
    """The last decision on each of these entries; entries nobody has decided on are not in it."""
    rows = db.session.scalars(
        select(EligibilityDecision)
        .where(EligibilityDecision.entry_id.in_(list(entry_ids)), is_last_decision())
        .options(joinedload(EligibilityDecision.submission))
        .order_by(EligibilityDecision.id)
    )
    return {row.entry_id: row for row in rows}


def terms_of_all(entries: Iterable[Entry]) -> dict[int, Terms]:
    """What holds for each of these entries beyond its edition's dates, by entry."""
    ids = [entry.id for entry in entries]
    decided = decisions_in_force(ids)
    return {entry_id: _terms(decided.get(entry_id)) for entry_id in ids}


def terms_of(entry: Entry) -> Terms:
    """What holds for one entry beyond its edition's dates."""
    return terms_of_all([entry])[entry.id]


def _terms(decision: EligibilityDecision | None) -> Terms:
    refused = decision is not None and decision.outcome == EligibilityOutcome.REFUSED
    return Terms(
        passed=decision is not None and not refused,
        refused_because=decision.reason if decision is not None and refused else None,
    )


def is_last_decision() -> ColumnElement[bool]:
    """Whether a decision is the one in force."""
    later = aliased(EligibilityDecision)
    return ~(
        select(later.id)
        .where(later.entry_id == EligibilityDecision.entry_id, later.id > EligibilityDecision.id)
        .correlate(EligibilityDecision)
        .exists()
    )


def is_refused(entry_id: Any) -> ColumnElement[bool]:
    """Whether an entry is refused now, as a condition on a column of ids. It counts no more than one withdrawn."""
    return (
        select(EligibilityDecision.id)
        .where(
            EligibilityDecision.entry_id == entry_id,
            EligibilityDecision.outcome == EligibilityOutcome.REFUSED,
            is_last_decision(),
        )
        .exists()
    )
