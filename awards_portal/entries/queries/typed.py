"""What was typed: current answers, and texts kept beside them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ..models import Answer, AnswerRevision, RevisionKind


def answers(entry_id: int) -> dict[str, Answer]:
    """Current answers by question, each with who changed it last."""
    return answers_of([entry_id])[entry_id]


def answers_of(entry_ids: Iterable[int]) -> dict[int, dict[str, Answer]]:
    """Current answers by entry and question, each with who changed it last."""
    found: dict[int, dict[str, Answer]] = {entry_id: {} for entry_id in entry_ids}
    rows = db.session.scalars(
        select(Answer)
        .where(Answer.entry_id.in_(list(found)))
        .options(joinedload(Answer.changed_by))
        .order_by(Answer.id)
    )
    for row in rows:
        found[row.entry_id][row.question] = row
    return found


def revision_by_mark(entry_id: int, question: str, mark: str) -> AnswerRevision | None:
    """What one act of saving left, when it reached the portal before."""
    return db.session.scalar(
        select(AnswerRevision).where(
            AnswerRevision.entry_id == entry_id, AnswerRevision.question == question, AnswerRevision.mark == mark
        )
    )


def last_of_marks(entry_id: int, question: str, marks: Iterable[str], person_id: int) -> int:
    """The newest revision that a person's acts with these marks made; 0 when none of them arrived."""
    newest = select(func.max(AnswerRevision.revision)).where(
        AnswerRevision.entry_id == entry_id,
        AnswerRevision.question == question,
        AnswerRevision.kind == RevisionKind.SAVED,
        AnswerRevision.mark.in_(list(marks)),
        AnswerRevision.by_id == person_id,
    )
    return db.session.scalar(newest) or 0


def set_aside(entry_id: int) -> Sequence[AnswerRevision]:
    """Texts kept beside the answers, with who typed them, the newest first."""
    return db.session.scalars(
        select(AnswerRevision)
        .where(AnswerRevision.entry_id == entry_id, AnswerRevision.kind == RevisionKind.SET_ASIDE)
        .options(joinedload(AnswerRevision.by))
        .order_by(AnswerRevision.id.desc())
    ).all()
