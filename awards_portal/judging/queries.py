"""Questions about judging. What a judge may not see is not loaded."""

from collections.abc import Sequence

from sqlalchemy import select

from ..db import db
from .models import Judge


def judgeships(person_id: int) -> Sequence[Judge]:
    """Where this person has accepted to judge, newest edition first."""
    return db.session.scalars(
        select(Judge)
        .where(Judge.person_id == person_id, Judge.accepted_at.is_not(None), Judge.declined_at.is_(None))
        .order_by(Judge.edition_id.desc(), Judge.id)
    ).all()
