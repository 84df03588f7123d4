"""Questions about programmes. Each says what it loads and in which order."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from ..db import db
from .forms import Form, read_form
from .models import Category, Criterion, Edition, FormVersion, Round, Rubric


def edition_by_key(key: str) -> Edition | None:
    """The edition with this key."""
    return db.session.scalar(select(Edition).where(Edition.key == key))


def editions() -> Sequence[Edition]:
    """Every edition, the latest first."""
    return db.session.scalars(select(Edition).order_by(Edition.closes_at.desc(), Edition.id)).all()


def editions_begun(at: datetime) -> Sequence[Edition]:
    """Editions that have opened by now, closed ones included, the latest first."""
    return db.session.scalars(
        select(Edition).where(Edition.opens_at <= at).order_by(Edition.closes_at.desc(), Edition.id)
    ).all()


def categories(edition_id: int) -> Sequence[Category]:
    """The categories of an edition in their order."""
    return db.session.scalars(
        select(Category).where(Category.edition_id == edition_id).order_by(Category.position, Category.id)
    ).all()


def current_form(edition_id: int) -> FormVersion | None:
    """The form version that new entries of an edition are started with."""
    return db.session.scalar(
        select(FormVersion).where(FormVersion.edition_id == edition_id).order_by(FormVersion.number.desc()).limit(1)
    )


def current_rubric(edition_id: int) -> Rubric | None:
    """The newest rubric of an edition."""
    return db.session.scalar(
        select(Rubric).where(Rubric.edition_id == edition_id).order_by(Rubric.number.desc()).limit(1)
    )


def rounds(edition_id: int) -> Sequence[Round]:
    """An edition's rounds, first to last."""
    return db.session.scalars(
        select(Round).where(Round.edition_id == edition_id).order_by(Round.position, Round.id)
    ).all()


def criteria(rubric_id: int) -> Sequence[Criterion]:
    """The criteria of a rubric in their order."""
    return db.session.scalars(
        select(Criterion).where(Criterion.rubric_id == rubric_id).order_by(Criterion.position, Criterion.id)
    ).all()


_read: dict[str, Form] = {}


def form_of(version: FormVersion) -> Form:
    """The form of a version. A version never changes, so each is read once a process."""
    form = _read.get(version.sha256)
    if form is None:
        form = _read[version.sha256] = read_form(version.document)
    return form
