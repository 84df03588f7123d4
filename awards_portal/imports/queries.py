"""Questions about imports. Each says what it loads and in which order."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from ..db import Base, db
from ..entries.models import (
    Answer,
    Attachment,
    ChangeRequest,
    EligibilityDecision,
    Entry,
    Submission,
    Withdrawal,
)
from ..judging.grouping.models import JudgeGroup
from ..judging.models import Assignment, CardRevision, Judge, Scorecard
from ..judging.service.importing import MARK
from ..people.models import City
from .models import Import, ImportKind

STANDINGS = ("looked-at", "done", "undone")


def imports(
    edition_id: int, search: str = "", kind: str = "", standing: str = "", limit: int | None = None, offset: int = 0
) -> tuple[Sequence[Import], int]:
    """An edition's imports with who looked at, did and undid them, the newest first, and how many there are."""
    fits: list[ColumnElement[bool]] = [Import.edition_id == edition_id]
    if search:
        fits.append(or_(Import.name.icontains(search, autoescape=True), Import.sha256.startswith(search.lower())))
    if kind:
        fits.append(Import.kind == kind)
    if standing == "looked-at":
        fits.append(Import.done_at.is_(None))
    elif standing == "done":
        fits += [Import.done_at.is_not(None), Import.undone_at.is_(None)]
    elif standing == "undone":
        fits.append(Import.undone_at.is_not(None))
    rows = db.session.scalars(
        select(Import)
        .where(*fits)
        .options(joinedload(Import.by), joinedload(Import.done_by), joinedload(Import.undone_by))
        .order_by(Import.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return rows, db.session.scalar(select(func.count()).select_from(Import).where(*fits)) or 0


def import_(edition_id: int, import_id: int) -> Import | None:
    """One import of an edition, with who looked at, did and undid it."""
    return db.session.scalar(
        select(Import)
        .where(Import.id == import_id, Import.edition_id == edition_id)
        .options(
            joinedload(Import.by),
            joinedload(Import.done_by),
            joinedload(Import.undone_by),
            joinedload(Import.edition),
        )
    )


def content(import_id: int) -> bytes | None:
    """The file of an import that is not done yet."""
    return db.session.scalar(select(Import.content).where(Import.id == import_id))


def depending(found: Import) -> dict[str, str]:
    """What hangs on the rows an import made, in words, by the row's name. A constant number of statements."""
    if found.kind == ImportKind.CITIES:
        return _on_cities(found.made.get("city", []))
    if found.kind == ImportKind.SCORES:
        return _on_cards(found)
    if found.kind == ImportKind.JUDGES:
        return _on_judges(found.made.get("judge", []))
    return _on_entries(found.made.get("entry", []))


def _on_cards(found: Import) -> dict[str, str]:
    later = select(CardRevision.id).where(
        CardRevision.scorecard_id == Scorecard.id,
        CardRevision.mark.is_(None) | (CardRevision.mark != f"{MARK}{found.id}"),
    )
    rows = db.session.execute(
        select(Entry.reference, Judge.name)
        .select_from(Scorecard)
        .join(Assignment, Assignment.id == Scorecard.assignment_id)
        .join(Entry, Entry.id == Assignment.entry_id)
        .join(Judge, Judge.id == Assignment.judge_id)
        # One that was imported, undone and imported again has states of both imports: the last one is asked about.
        .where(
            Scorecard.id.in_(found.made.get("scorecard", [])),
            later.where(CardRevision.id > _own_state(found)).exists(),
        )
        .order_by(Entry.reference, Judge.name)
    )
    return {f"{reference}, {name}": _("was changed since") for reference, name in rows}


def _own_state(found: Import) -> ScalarSelect[int]:
    own = aliased(CardRevision)
    return (
        select(func.max(own.id))
        .where(own.scorecard_id == Scorecard.id, own.mark == f"{MARK}{found.id}")
        .correlate(Scorecard)
        .scalar_subquery()
    )


def _on_entries(ids: Sequence[int]) -> dict[str, str]:
    used: list[tuple[str, InstrumentedAttribute[int], list[ColumnElement[bool]]]] = [
        (_("is assigned to a judge"), Assignment.entry_id, []),
        (_("has a decision on its eligibility"), EligibilityDecision.entry_id, []),
        (_("was returned for changes"), ChangeRequest.entry_id, []),
        (_("was submitted again by its city"), Submission.entry_id, [Submission.by_id != Entry.created_by_id]),
        (_("has files"), Attachment.entry_id, []),
        (_("was changed by its city"), Answer.entry_id, [Answer.revision > 1]),
        (_("is withdrawn"), Withdrawal.entry_id, [Withdrawal.returned_at.is_(None)]),
    ]
    found: dict[str, str] = {}
    for words, column, more in used:
        rows = db.session.scalars(
            select(Entry.reference)
            .where(Entry.id.in_(ids), Entry.id == column, *more)
            .distinct()
            .order_by(Entry.reference)
        )
        for reference in rows:
            found.setdefault(reference, words)
    return found


def _on_cities(ids: Sequence[int]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in _columns_to(City):
        rows = db.session.scalars(
            select(City.name).where(City.id.in_(ids), City.id == column).distinct().order_by(City.name)
        )
        for name in rows:
            found.setdefault(name, _("is in use (%(table)s)", table=column.table.name.replace("_", " ")))
    return found


def _on_judges(ids: Sequence[int]) -> dict[str, str]:
    found: dict[str, str] = {}
    answers = [
        (_("has declined the invitation"), Judge.declined_at),
        (_("has accepted the invitation"), Judge.accepted_at),
    ]
    for words, column in answers:
        rows = db.session.scalars(
            select(Judge.name).where(Judge.id.in_(ids), column.is_not(None)).order_by(Judge.name, Judge.id)
        )
        for name in rows:
            found.setdefault(name, words)
    # The group came with the file and goes with it.
    for to_judge in (each for each in _columns_to(Judge) if each.table is not JudgeGroup.__table__):
        used = db.session.scalars(
            select(Judge.name).where(Judge.id.in_(ids), Judge.id == to_judge).distinct().order_by(Judge.name)
        )
        for name in used:
            found.setdefault(name, _("is in use"))
    return found


def _columns_to(model: type[Base]) -> Iterable[ColumnElement[int]]:
    """Every column of every table that points at a model: a new table is never forgotten."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table is model.__table__ for key in column.foreign_keys):
                yield column
