"""What was entered on a judge's behalf from paper."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...db import db
from ..models import PaperEntry
from ..seats import Seat


def paper_entries(seat: Seat) -> Sequence[PaperEntry]:
    """What was entered for this judge and entry, with who did it, oldest first: her word, this scorecard."""
    card_id = None if seat.card is None else seat.card.id
    return db.session.scalars(
        select(PaperEntry)
        .where(
            PaperEntry.judge_id == seat.assignment.judge_id,
            PaperEntry.entry_id == seat.assignment.entry_id,
            PaperEntry.scorecard_id.is_(None) | (PaperEntry.scorecard_id == card_id),
        )
        .options(joinedload(PaperEntry.by))
        .order_by(PaperEntry.id)
    ).all()
