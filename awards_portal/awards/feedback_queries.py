"""Questions about feedback: what is cleared, what is planned, what a city may read."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ..db import db
from . import queries
from .models import ClearedFeedback, Feedback, FeedbackRelease


def cleared(round_id: int) -> Mapping[int, ClearedFeedback]:
    """What counts of what was cleared in a round, by entry, with who cleared it."""
    last = select(func.max(ClearedFeedback.id)).where(ClearedFeedback.round_id == round_id)
    rows = db.session.scalars(
        select(ClearedFeedback)
        .where(ClearedFeedback.id.in_(last.group_by(ClearedFeedback.entry_id)))
        .options(joinedload(ClearedFeedback.by))
        .order_by(ClearedFeedback.id)
    )
    return {row.entry_id: row for row in rows}


def release(edition_id: int) -> FeedbackRelease | None:
    """The release of an edition's feedback that holds, planned or done, with who planned it."""
    return db.session.scalar(
        select(FeedbackRelease)
        .where(FeedbackRelease.edition_id == edition_id, FeedbackRelease.withdrawn_at.is_(None))
        .options(joinedload(FeedbackRelease.by), joinedload(FeedbackRelease.round))
    )


def feedback_of(edition_id: int, entry_id: int, at: datetime) -> Feedback | None:
    """What an entry's city may read: released, not taken back, and the results it belongs to are public."""
    results = queries.published(edition_id, at)
    if results is None or results.retraction is not None:
        return None
    return db.session.scalar(
        select(Feedback)
        .join(FeedbackRelease, FeedbackRelease.id == Feedback.release_id)
        .where(Feedback.entry_id == entry_id, FeedbackRelease.withdrawn_at.is_(None))
        .options(joinedload(Feedback.release))
        .order_by(Feedback.id.desc())
        .limit(1)
    )
