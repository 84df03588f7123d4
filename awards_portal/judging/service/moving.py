"""Moving an entry to another category, as far as judging allows: not while judges have it in its present one."""

from flask_babel import gettext as _
from sqlalchemy import and_, select

from ...db import db, hold, transaction
from ...entries.models import Entry, Submission
from ...entries.oversight import moving
from ...entries.oversight.models import CategoryMove
from ...errors import Refusal
from ...people.models import Person
from ...programmes.models import Category, Round, RoundKind
from ..models import Assignment, ConflictStatement, Recusal


def is_judged(entry_id: int) -> bool:
    """Whether a judge has the entry in a round that counts; one with a conflict, or taken off, has it no longer."""
    question = (
        select(Assignment.id)
        .join(Round, Round.id == Assignment.round_id)
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .where(
            Assignment.entry_id == entry_id,
            Round.kind != RoundKind.CALIBRATION,
            Recusal.id.is_(None),
            ConflictStatement.conflicted.is_not(True),
        )
        .limit(1)
    )
    return db.session.scalar(question) is not None


def propose_move(entry: Entry, target: Category | None, reason: str, by: Person) -> CategoryMove:
    """Propose another category (see `entries.oversight.moving.propose`).

    Raises:
        Refusal: also when judges have the entry.
        Invalid: no other category, or no reason.
    """
    with transaction():
        # The entry's lock, which assigning takes too: the two cannot both happen.
        entry = hold(entry)
        made = moving.propose(entry, target, reason, by)
        if is_judged(entry.id):
            raise Refusal(
                _(
                    "Judges have this entry in its present category. Take it from them first, with the reason, then "
                    "propose the move."
                )
            )
        return made


def consent_to_move(move: CategoryMove, by: Person) -> Submission:
    """Let the entry move (see `entries.oversight.moving.consent`).

    Raises:
        Refusal: also when the organising team has to look at it first.
    """
    with transaction():
        entry = hold(db.session.get_one(Entry, move.entry_id))
        made = moving.consent(move, by)
        if is_judged(entry.id):
            # Not why: whether anybody judges an entry is not a city's to know.
            raise Refusal(
                _("The entry cannot move just now. Write to the organising team; the proposal stays open meanwhile.")
            )
        return made
