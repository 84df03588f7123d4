"""Practice: a judge's own seat in a calibration round, and what everybody gave once it is completed."""

from sqlalchemy import and_, select

from ...db import db
from ...entries.models import Entry
from ...programmes.models import Round, RoundKind
from ..models import Anchor, Assignment, ConflictStatement, Recusal, Score, Scorecard
from ..practice import Given
from ..seats import Seat
from .desk import belongs_to
from .seats import seats_loaded


def practice_seat(person_id: int, reference: str) -> Seat | None:
    """A judge's practice on an entry, the latest round's first."""
    row = db.session.execute(
        seats_loaded()
        .where(belongs_to(person_id), Entry.reference == reference, Round.kind == RoundKind.CALIBRATION)
        .order_by(Round.closes_at.desc(), Round.id)
        .limit(1)
    ).first()
    return None if row is None else Seat(*row)


def anchor_of(round_id: int) -> Anchor | None:
    """Whose scores a round of practice is measured by."""
    return db.session.scalar(select(Anchor).where(Anchor.round_id == round_id))


def completed_cards(round_id: int, entry_id: int) -> list[Given]:
    """What was completed on an entry in a round by those who were not taken off and stated no conflict."""
    rows = db.session.execute(
        select(Assignment.judge_id, Score.criterion_id, Score.step, Score.comment)
        .join(Scorecard, Scorecard.assignment_id == Assignment.id)
        .join(Score, Score.scorecard_id == Scorecard.id)
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .where(
            Assignment.round_id == round_id,
            Assignment.entry_id == entry_id,
            Scorecard.completed_at.is_not(None),
            Score.step.is_not(None),
            Recusal.id.is_(None),
            ConflictStatement.conflicted.is_not(True),
        )
        .order_by(Assignment.judge_id, Score.criterion_id)
    )
    found: dict[int, Given] = {}
    for judge_id, criterion_id, step, comment in rows:
        card = found.setdefault(judge_id, Given(judge_id, {}, {}))
        assert isinstance(card.steps, dict)
        assert isinstance(card.comments, dict)
        card.steps[criterion_id], card.comments[criterion_id] = step, comment
    return list(found.values())
