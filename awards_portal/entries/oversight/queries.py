"""Questions about what the organising team has said about entries. Each says what it loads and in which order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased, joinedload

from ...db import db
from ...people.models import City, Representative
from ..models import EligibilityDecision, EligibilityOutcome, Entry, Extension
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
    found = list(entries)
    decided = decisions_in_force(entry.id for entry in found)
    extended = extensions_of({entry.city_id for entry in found})
    return {entry.id: _terms(decided.get(entry.id), extended.get((entry.edition_id, entry.city_id))) for entry in found}


def terms_of(entry: Entry) -> Terms:
    """What holds for one entry beyond its edition's dates."""
    return terms_of_all([entry])[entry.id]


def _terms(decision: EligibilityDecision | None, extended_to: datetime | None) -> Terms:
    refused = decision is not None and decision.outcome == EligibilityOutcome.REFUSED
    return Terms(
        passed=decision is not None and not refused,
        refused_because=decision.reason if decision is not None and refused else None,
        extended_to=extended_to,
    )


def extensions_of(city_ids: Iterable[int]) -> dict[tuple[int, int], datetime]:
    """How long these cities have by an extension in force, by edition and city."""
    rows = db.session.execute(
        select(Extension.edition_id, Extension.city_id, Extension.until).where(
            Extension.city_id.in_(list(city_ids)), Extension.revoked_at.is_(None)
        )
    )
    return {(edition_id, city_id): until for edition_id, city_id, until in rows}


def extended_to(edition_id: int, city_id: int) -> datetime | None:
    """How long a city has in an edition by an extension in force."""
    return extensions_of([city_id]).get((edition_id, city_id))


def extension_in_force(edition_id: int, city_id: int) -> Extension | None:
    """The extension of a city in an edition."""
    return db.session.scalar(
        select(Extension).where(
            Extension.edition_id == edition_id, Extension.city_id == city_id, Extension.revoked_at.is_(None)
        )
    )


def extensions(edition_id: int) -> Sequence[Extension]:
    """Every extension of an edition with its city and who gave or took it, the newest first."""
    return db.session.scalars(
        select(Extension)
        .where(Extension.edition_id == edition_id)
        .options(joinedload(Extension.city), joinedload(Extension.by), joinedload(Extension.revoked_by))
        .order_by(Extension.id.desc())
    ).all()


def extension(edition_id: int, extension_id: int) -> Extension | None:
    """One extension of an edition, with its city."""
    return db.session.scalar(
        select(Extension)
        .where(Extension.id == extension_id, Extension.edition_id == edition_id)
        .options(joinedload(Extension.city))
    )


def cities_spoken_for() -> Sequence[City]:
    """Cities that somebody speaks for now, by name."""
    speaks = select(Representative.id).where(Representative.city_id == City.id, Representative.ended_at.is_(None))
    return db.session.scalars(select(City).where(speaks.exists()).order_by(City.name, City.id)).all()


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
