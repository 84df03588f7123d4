"""The scorecard page and its deeds: what the sheet says, what was kept beside it, the entry's files."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, case, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...entries.models import Attachment, Entry
from ...programmes.models import Criterion, Round, RoundKind
from ..models import Assignment, CardReturn, CardRevision, CardRevisionKind, Score, Scorecard
from ..rules import Content, Given
from ..seats import Seat
from .desk import belongs_to
from .seats import seats_loaded


def seat_for(person_id: int, reference: str, at: datetime) -> Seat | None:
    """A judge's seat on an entry: the one in the round that is open now, else in the next, else in the last."""
    order = case((and_(Round.opens_at <= at, Round.closes_at > at), 0), (Round.opens_at > at, 1), else_=2)
    # An entry may be practised on and judged in earnest: its practice comes first until it is completed.
    practice = case((and_(Round.kind == RoundKind.CALIBRATION, Scorecard.completed_at.is_(None)), 0), else_=1)
    row = db.session.execute(
        seats_loaded()
        .where(belongs_to(person_id), Entry.reference == reference)
        .order_by(order, practice, case((Round.opens_at > at, Round.opens_at)), Round.closes_at.desc(), Round.id)
        .limit(1)
    ).first()
    return None if row is None else Seat(*row)


def share_round(round_id: int) -> Round:
    """A round with its edition and rubric, read under a lock that others may share: it cannot be closed meanwhile."""
    return db.session.scalars(
        select(Round)
        .where(Round.id == round_id)
        .options(joinedload(Round.edition), joinedload(Round.rubric))
        .with_for_update(read=True, of=Round)
        .execution_options(populate_existing=True)
    ).one()


def assignment(assignment_id: int) -> Assignment | None:
    """One assignment."""
    return db.session.get(Assignment, assignment_id)


def scores(card_id: int) -> dict[int, Score]:
    """A scorecard's scores by criterion."""
    rows = db.session.scalars(select(Score).where(Score.scorecard_id == card_id).order_by(Score.id))
    return {row.criterion_id: row for row in rows}


def content(card: Scorecard | None, criteria: Sequence[Criterion]) -> Content:
    """What a scorecard says now."""
    if card is None:
        return Content()
    rows = scores(card.id)
    given = {
        criterion.key: Given(row.step, row.comment, row.not_applicable)
        for criterion in criteria
        if (row := rows.get(criterion.id)) is not None
    }
    return Content(
        {key: each for key, each in given.items() if each != Given()}, card.comment_for_city, card.private_note
    )


def own_completed(seat: Seat, criteria: Sequence[Criterion]) -> list[Content]:
    """What this judge gave on the other entries completed in the same round, without the words."""
    key = {criterion.id: criterion.key for criterion in criteria}
    rows = db.session.execute(
        select(Score.scorecard_id, Score.criterion_id, Score.step)
        .join(Scorecard, Scorecard.id == Score.scorecard_id)
        .join(Assignment, Assignment.id == Scorecard.assignment_id)
        .where(
            Assignment.judge_id == seat.assignment.judge_id,
            Assignment.round_id == seat.assignment.round_id,
            Assignment.id != seat.assignment.id,
            Scorecard.completed_at.is_not(None),
        )
        .order_by(Score.scorecard_id, Score.criterion_id)
    )
    cards: dict[int, dict[str, Given]] = {}
    for card_id, criterion_id, step in rows:
        cards.setdefault(card_id, {})[key[criterion_id]] = Given(step)
    return [Content(given) for given in cards.values()]


def revision_by_mark(card_id: int, mark: str) -> CardRevision | None:
    """What one act of saving left, when it reached the portal before."""
    return db.session.scalar(
        select(CardRevision).where(CardRevision.scorecard_id == card_id, CardRevision.mark == mark)
    )


def last_set_aside(card_id: int, by_id: int) -> CardRevision | None:
    """The last content of a judge that was kept beside the scorecard."""
    return db.session.scalar(
        select(CardRevision)
        .where(
            CardRevision.scorecard_id == card_id,
            CardRevision.by_id == by_id,
            CardRevision.kind == CardRevisionKind.SET_ASIDE,
        )
        .order_by(CardRevision.id.desc())
        .limit(1)
    )


def last_return(card_id: int) -> CardReturn | None:
    """Why a scorecard was given back to its judge and has not been completed since."""
    completed = (
        select(CardRevision.id)
        .where(
            CardRevision.scorecard_id == CardReturn.scorecard_id,
            CardRevision.kind == CardRevisionKind.COMPLETED,
            CardRevision.at > CardReturn.at,
        )
        .exists()
    )
    return db.session.scalar(
        select(CardReturn).where(CardReturn.scorecard_id == card_id, ~completed).order_by(CardReturn.id.desc()).limit(1)
    )


def files_of(entry_id: int) -> dict[str, Attachment]:
    """An entry's files by digest, removed ones included: a version that was submitted keeps its files."""
    rows = db.session.scalars(select(Attachment).where(Attachment.entry_id == entry_id).order_by(Attachment.id.desc()))
    return {row.sha256: row for row in rows}


def files_by_entry(entry_ids: Collection[int]) -> dict[int, dict[str, Attachment]]:
    """The files of many entries: by entry, then by digest; removed ones included."""
    found: dict[int, dict[str, Attachment]] = {}
    for row in db.session.scalars(
        select(Attachment).where(Attachment.entry_id.in_(entry_ids)).order_by(Attachment.id.desc())
    ):
        found.setdefault(row.entry_id, {})[row.sha256] = row
    return found
