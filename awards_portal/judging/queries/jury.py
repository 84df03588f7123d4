"""The jury as anybody may read it: only judges who accepted and agreed to be shown."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import contains_eager

from ...db import db
from ...programmes.models import Edition
from ..models import Judge
from ..profiles import PublicJudge


def public_jury(edition: Edition) -> list[PublicJudge]:
    """The judges of an edition who agreed to stand on its public page, by name. Addresses are not loaded."""
    rows = db.session.execute(
        select(Judge.name, Judge.organisation, Judge.country, Judge.biography, Judge.photo_sha256)
        .where(Judge.edition_id == edition.id, _agreed())
        .order_by(func.lower(Judge.name), Judge.id)
    )
    return [PublicJudge(*row) for row in rows]


def public_photo(edition: Edition, digest: str) -> tuple[str, int, str] | None:
    """Digest, size and media type of a photo on the public page of an edition's jury; None when it is not there."""
    row = db.session.execute(
        select(Judge.photo_sha256, Judge.photo_size, Judge.photo_type)
        .where(Judge.edition_id == edition.id, _agreed(), Judge.photo_sha256 == digest)
        .order_by(Judge.id)
        .limit(1)
    ).first()
    if row is None or row[0] is None or row[1] is None or row[2] is None:
        return None
    return row[0], row[1], row[2]


def _agreed() -> ColumnElement[bool]:
    return and_(
        Judge.accepted_at.is_not(None),
        Judge.declined_at.is_(None),
        Judge.revoked_at.is_(None),
        Judge.shown_since.is_not(None),
    )


def judgeship(person_id: int, edition_key: str) -> Judge | None:
    """A person's place among the judges of an edition, once accepted."""
    return db.session.scalar(
        select(Judge)
        .join(Judge.edition)
        .where(
            Judge.person_id == person_id,
            Edition.key == edition_key,
            Judge.accepted_at.is_not(None),
            Judge.declined_at.is_(None),
        )
        .options(contains_eager(Judge.edition))
    )


def editions_judged(person_id: int) -> Sequence[Edition]:
    """Editions in which a person judges, the latest first."""
    return db.session.scalars(
        select(Edition)
        .join(Judge, Judge.edition_id == Edition.id)
        .where(Judge.person_id == person_id, Judge.accepted_at.is_not(None), Judge.declined_at.is_(None))
        .order_by(Edition.closes_at.desc(), Edition.id)
    ).all()


def count_judged(person_ids: Collection[int]) -> dict[int, int]:
    """In how many editions each of these people judges; who judges in none is left out. One statement."""
    rows = db.session.execute(
        select(Judge.person_id, func.count())
        .where(Judge.person_id.in_(person_ids), Judge.accepted_at.is_not(None), Judge.declined_at.is_(None))
        .group_by(Judge.person_id)
    )
    return {person_id: count for person_id, count in rows if person_id is not None}
