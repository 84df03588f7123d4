"""Questions about programmes. Each says what it loads and in which order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import joinedload

from ..db import db
from .documents import settings_document
from .form_reading import read_form
from .forms import Form
from .models import Category, Criterion, Edition, EditionChange, FormDraft, FormVersion, Round, RoundKind, Rubric
from .rubrics import rubric_document

# What every public page asks is put together once, not for each page.
_PUBLISHED = select(Edition).where(Edition.key == bindparam("key"), Edition.published_at.is_not(None))
_EDITIONS = select(Edition).where(Edition.published_at.is_not(None)).order_by(Edition.closes_at.desc(), Edition.id)
_OF_EDITION: BindParameter[int] = bindparam("edition")
_CHANGES = (
    select(EditionChange)
    .where(EditionChange.edition_id == _OF_EDITION)
    .order_by(EditionChange.at.desc(), EditionChange.id.desc())
)
_CATEGORIES = select(Category).where(Category.edition_id == _OF_EDITION).order_by(Category.position, Category.id)
_RUBRIC = select(Rubric).where(Rubric.edition_id == _OF_EDITION).order_by(Rubric.number.desc()).limit(1)
_ROUNDS = select(Round).where(Round.edition_id == _OF_EDITION).order_by(Round.position, Round.id)
_CRITERIA = (
    select(Criterion).where(Criterion.rubric_id == bindparam("rubric")).order_by(Criterion.position, Criterion.id)
)


def edition_by_key(key: str) -> Edition | None:
    """The edition with this key, published or not: for the organising team and whoever works with an entry of it."""
    return db.session.scalar(select(Edition).where(Edition.key == key))


def published_edition(key: str) -> Edition | None:
    """The edition with this key whose call is published: for everybody else."""
    return db.session.scalar(_PUBLISHED, {"key": key})


def editions() -> Sequence[Edition]:
    """Every edition whose call is published, the latest first."""
    return db.session.scalars(_EDITIONS).all()


def every_edition() -> Sequence[Edition]:
    """Every edition, those that are being set up included, the latest first: for the organising team."""
    return db.session.scalars(select(Edition).order_by(Edition.closes_at.desc(), Edition.id)).all()


def editions_begun(at: datetime) -> Sequence[Edition]:
    """Published editions that have opened by now, closed ones included, the latest first."""
    return db.session.scalars(
        select(Edition)
        .where(Edition.opens_at <= at, Edition.published_at.is_not(None))
        .order_by(Edition.closes_at.desc(), Edition.id)
    ).all()


def public_changes(edition_id: int) -> Sequence[EditionChange]:
    """What changed since the call was published, the latest first (`changes.told` puts each in words)."""
    return db.session.scalars(_CHANGES, {"edition": edition_id}).all()


def edition_document(edition: Edition) -> dict[str, Any]:
    """An edition as a document, with its newest rubric and its form: the published version, or the draft before one.

    `documents.read_edition` reads it back.
    """
    rubric, form = current_rubric(edition.id), current_form(edition.id)
    draft = form_draft(edition.id) if form is None else None
    found = settings_document(edition, categories(edition.id), rounds(edition.id))
    if rubric is not None:
        found["rubric"] = rubric_document(rubric, criteria(rubric.id))
    if form is not None or draft is not None:
        found["form"] = form.document if form is not None else draft.document  # type: ignore[union-attr]
    return found


def form_draft(edition_id: int) -> FormDraft | None:
    """The form that is being worked on; None when nobody has begun to since the edition was made from a file."""
    return db.session.scalar(select(FormDraft).where(FormDraft.edition_id == edition_id))


def form_versions(edition_id: int) -> Sequence[FormVersion]:
    """The published versions of an edition's form, the newest first."""
    return db.session.scalars(
        select(FormVersion).where(FormVersion.edition_id == edition_id).order_by(FormVersion.number.desc())
    ).all()


def rubrics(edition_id: int) -> Sequence[Rubric]:
    """The versions of an edition's rubric, the newest first."""
    return db.session.scalars(
        select(Rubric).where(Rubric.edition_id == edition_id).order_by(Rubric.number.desc())
    ).all()


def categories(edition_id: int) -> Sequence[Category]:
    """The categories of an edition in their order."""
    return db.session.scalars(_CATEGORIES, {"edition": edition_id}).all()


def every_category() -> Sequence[tuple[Category, Edition]]:
    """The categories of every edition, the latest edition first: for the organising team."""
    rows = db.session.execute(
        select(Category, Edition)
        .join(Edition, Edition.id == Category.edition_id)
        .order_by(Edition.closes_at.desc(), Edition.id, Category.position, Category.id)
    )
    return [(row[0], row[1]) for row in rows]


def current_form(edition_id: int) -> FormVersion | None:
    """The form version that new entries of an edition are started with."""
    return db.session.scalar(
        select(FormVersion).where(FormVersion.edition_id == edition_id).order_by(FormVersion.number.desc()).limit(1)
    )


def current_rubric(edition_id: int) -> Rubric | None:
    """The newest rubric of an edition."""
    return db.session.scalar(_RUBRIC, {"edition": edition_id})


def rounds(edition_id: int) -> Sequence[Round]:
    """An edition's rounds, first to last."""
    return db.session.scalars(_ROUNDS, {"edition": edition_id}).all()


def every_round() -> Sequence[Round]:
    """The rounds of every edition, edition by edition, first to last."""
    return db.session.scalars(select(Round).order_by(Round.edition_id, Round.position, Round.id)).all()


def judged_rounds(edition_id: int) -> Sequence[Round]:
    """The rounds of an edition in which judges score, practice included, first to last."""
    return [each for each in rounds(edition_id) if each.kind != RoundKind.ELIGIBILITY]


def read_from(edition_id: int) -> datetime | None:
    """When judges begin to read entries, practice included; None without such a round."""
    return min((each.opens_at for each in judged_rounds(edition_id)), default=None)


def eligibility_round(edition_id: int, *, share: bool = False) -> Round | None:
    """The round in which the organising team decides who goes to the judges, with its edition; None without one.

    Args:
        share: read it under a lock that others may share, so that it cannot be closed meanwhile.
    """
    question = (
        select(Round)
        .where(Round.edition_id == edition_id, Round.kind == RoundKind.ELIGIBILITY)
        .options(joinedload(Round.edition))
        .order_by(Round.position, Round.id)
        .limit(1)
    )
    if share:
        question = question.with_for_update(read=True, of=Round).execution_options(populate_existing=True)
    return db.session.scalar(question)


def criteria(rubric_id: int) -> Sequence[Criterion]:
    """The criteria of a rubric in their order."""
    return db.session.scalars(_CRITERIA, {"rubric": rubric_id}).all()


_read: dict[str, Form] = {}


def form_of(version: FormVersion) -> Form:
    """The form of a version. A version never changes, so each is read once a process."""
    form = _read.get(version.sha256)
    if form is None:
        form = _read[version.sha256] = read_form(version.document)
    return form
