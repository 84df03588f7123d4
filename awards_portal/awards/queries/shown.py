"""Questions about what hangs beside awards."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ..models import Award, Confirmation, Publication, Retraction, Showing
from .published import is_public


def showings(entry_ids: Collection[int]) -> dict[int, Showing]:
    """What hangs beside the awards of entries, by entry; one statement, however many there are."""
    newest = select(func.max(Showing.id)).where(Showing.entry_id.in_(entry_ids)).group_by(Showing.entry_id)
    found = db.session.scalars(select(Showing).where(Showing.id.in_(newest)).order_by(Showing.entry_id))
    return {each.entry_id: each for each in found if each.summary or each.photo_sha256}


def last_showing(entry_id: int) -> Showing | None:
    """The last row of an entry, even one that took everything down."""
    return db.session.scalar(select(Showing).where(Showing.entry_id == entry_id).order_by(Showing.id.desc()).limit(1))


def awards_of(edition_id: int, reference: str, at: datetime | None) -> Sequence[Award]:
    """The awards of an edition's entry that are confirmed and were not taken back, each with its city, in order.

    Args:
        at: only those that are public at this moment; None: those under embargo as well, for the organising team.
    """
    question = (
        select(Award)
        .join(Publication, Publication.id == Award.publication_id)
        .join(Confirmation, Confirmation.publication_id == Publication.id)
        .outerjoin(Retraction, Retraction.publication_id == Publication.id)
        .where(Publication.edition_id == edition_id, Award.reference == reference, Retraction.id.is_(None))
        .options(joinedload(Award.of_city))
        .order_by(Award.position)
    )
    return db.session.scalars(question if at is None else question.where(is_public(at))).all()
