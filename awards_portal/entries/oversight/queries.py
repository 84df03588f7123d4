"""Questions about what the organising team has said about entries. Each says what it loads and in which order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased, joinedload

from ...db import db
from ...people.models import City, Representative
from ...programmes import queries as programmes
from ...programmes.forms import Form
from ...programmes.models import Round, RoundKind
from .. import rules
from ..models import ChangeRequest, EligibilityDecision, EligibilityOutcome, Entry, Extension
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
    """The last decision on each of these entries, with who decided; entries nobody has decided on are not in it."""
    rows = db.session.scalars(
        select(EligibilityDecision)
        .where(EligibilityDecision.entry_id.in_(list(entry_ids)), is_last_decision())
        .options(joinedload(EligibilityDecision.submission), joinedload(EligibilityDecision.by))
        .order_by(EligibilityDecision.id)
    )
    return {row.entry_id: row for row in rows}


def terms_of_all(entries: Iterable[Entry]) -> dict[int, Terms]:
    """What holds for each of these entries, which come with their form version, beyond their edition's dates."""
    found = list(entries)
    decided = decisions_in_force(entry.id for entry in found)
    asked = requests_unanswered(entry.id for entry in found)
    extended = extensions_of({entry.city_id for entry in found})
    alone = extensions_of_entries(entry.id for entry in found)
    return {
        entry.id: _terms(
            entry,
            decided.get(entry.id),
            max(filter(None, (extended.get((entry.edition_id, entry.city_id)), alone.get(entry.id))), default=None),
            asked.get(entry.id),
        )
        for entry in found
    }


def terms_of(entry: Entry) -> Terms:
    """What holds for one entry, which comes with its form version, beyond its edition's dates."""
    return terms_of_all([entry])[entry.id]


def _terms(
    entry: Entry, decision: EligibilityDecision | None, extended_to: datetime | None, asked: ChangeRequest | None
) -> Terms:
    refused = decision is not None and decision.outcome == EligibilityOutcome.REFUSED
    return Terms(
        passed=decision is not None and not refused,
        refused_because=decision.reason if decision is not None and refused else None,
        extended_to=extended_to,
        asked=frozenset() if asked is None else reopened_by(asked, programmes.form_of(entry.form_version)),
        asked_until=None if asked is None else asked.until,
        notes={} if asked is None else asked.notes,
    )


def reopened_by(request: ChangeRequest, form: Form) -> frozenset[str]:
    """The questions that a change request opens again."""
    return rules.reopened(form, request.notes)


def requests(entry_id: int) -> Sequence[ChangeRequest]:
    """Every change request of an entry with its versions and who asked, the newest first."""
    return db.session.scalars(
        select(ChangeRequest)
        .where(ChangeRequest.entry_id == entry_id)
        .options(joinedload(ChangeRequest.submission), joinedload(ChangeRequest.answer), joinedload(ChangeRequest.by))
        .order_by(ChangeRequest.id.desc())
    ).all()


def requests_unanswered(entry_ids: Iterable[int]) -> Mapping[int, ChangeRequest]:
    """The last change request of each entry neither answered nor taken back, whether or not its time is over."""
    rows = db.session.scalars(
        select(ChangeRequest)
        .where(ChangeRequest.entry_id.in_(list(entry_ids)), is_unanswered())
        .order_by(ChangeRequest.id)
    )
    return {row.entry_id: row for row in rows}


def is_unanswered() -> ColumnElement[bool]:
    """Whether a change request is neither answered nor taken back."""
    return and_(ChangeRequest.answer_id.is_(None), ChangeRequest.withdrawn_at.is_(None))


def request_in_force(entry_id: int, at: datetime) -> ChangeRequest | None:
    """The change request that a city can answer at this moment, with the version it is about."""
    return db.session.scalar(
        select(ChangeRequest)
        .where(ChangeRequest.entry_id == entry_id, is_unanswered(), ChangeRequest.until > at)
        .options(joinedload(ChangeRequest.submission))
        .order_by(ChangeRequest.id.desc())
        .limit(1)
    )


def request_of(entry_id: int, request_id: int) -> ChangeRequest | None:
    """One change request of an entry."""
    return db.session.scalar(
        select(ChangeRequest).where(ChangeRequest.id == request_id, ChangeRequest.entry_id == entry_id)
    )


def extensions_of(city_ids: Iterable[int]) -> dict[tuple[int, int], datetime]:
    """How long these cities have by an extension in force, by edition and city; not what one entry has alone."""
    rows = db.session.execute(
        select(Extension.edition_id, Extension.city_id, Extension.until).where(
            Extension.city_id.in_(list(city_ids)), Extension.entry_id.is_(None), Extension.revoked_at.is_(None)
        )
    )
    return {(edition_id, city_id): until for edition_id, city_id, until in rows}


def extensions_of_entries(entry_ids: Iterable[int]) -> dict[int, datetime]:
    """How long these entries have by an extension in force that is theirs alone, by entry."""
    rows = db.session.execute(
        select(Extension.entry_id, Extension.until).where(
            Extension.entry_id.in_(list(entry_ids)), Extension.revoked_at.is_(None)
        )
    )
    return {entry_id: until for entry_id, until in rows if entry_id is not None}


def extended_to(edition_id: int, city_id: int) -> datetime | None:
    """How long a city has in an edition by an extension in force."""
    return extensions_of([city_id]).get((edition_id, city_id))


def extension_in_force(edition_id: int, city_id: int) -> Extension | None:
    """The extension of a city in an edition, for all its entries."""
    return db.session.scalar(
        select(Extension).where(
            Extension.edition_id == edition_id,
            Extension.city_id == city_id,
            Extension.entry_id.is_(None),
            Extension.revoked_at.is_(None),
        )
    )


def extension_of_entry(entry_id: int) -> Extension | None:
    """The extension in force that is one entry's alone, with who gave it."""
    return db.session.scalar(
        select(Extension)
        .where(Extension.entry_id == entry_id, Extension.revoked_at.is_(None))
        .options(joinedload(Extension.by))
    )


def extensions(edition_id: int) -> Sequence[Extension]:
    """Every extension of an edition with its city, its entry and who gave or took it, the newest first."""
    return db.session.scalars(
        select(Extension)
        .where(Extension.edition_id == edition_id)
        .options(
            joinedload(Extension.city),
            joinedload(Extension.entry),
            joinedload(Extension.by),
            joinedload(Extension.revoked_by),
        )
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
    return _is_decided(entry_id, EligibilityOutcome.REFUSED)


def is_unchecked(entry_id: Any) -> ColumnElement[bool]:
    """Whether an entry has not passed where its edition has a round of eligibility, as a condition on a column."""
    own = aliased(Entry)
    asked = (
        select(Round.id)
        .join(own, own.edition_id == Round.edition_id)
        .where(own.id == entry_id, Round.kind == RoundKind.ELIGIBILITY)
        .exists()
    )
    return and_(asked, ~_is_decided(entry_id, EligibilityOutcome.PASSED))


def _is_decided(entry_id: Any, outcome: EligibilityOutcome) -> ColumnElement[bool]:
    return (
        select(EligibilityDecision.id)
        .where(EligibilityDecision.entry_id == entry_id, EligibilityDecision.outcome == outcome, is_last_decision())
        .exists()
    )


def share_eligibility_rounds(entry_ids: Iterable[int]) -> None:
    """Keep the rounds of eligibility of these entries from being closed until the transaction ends."""
    editions = select(Entry.edition_id).where(Entry.id.in_(list(entry_ids)))
    db.session.scalars(
        select(Round.id)
        .where(Round.edition_id.in_(editions), Round.kind == RoundKind.ELIGIBILITY)
        .order_by(Round.id)
        .with_for_update(read=True)
    ).all()
