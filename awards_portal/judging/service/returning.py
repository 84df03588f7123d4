"""Giving a completed scorecard back to its judge."""

from sqlalchemy.orm import joinedload

from ... import ledger, mail
from ...db import db, hold, transaction
from ...errors import Refusal
from ...people.models import Person
from ...programmes import queries as programmes
from .. import letters, policy, queries
from ..models import Assignment, CardReturn, CardRevisionKind
from .permission import require_organiser
from .scoring import keep


def return_card(assignment: Assignment, reason: str, by: Person) -> CardReturn:
    """Open a completed scorecard again for its judge, who is told why. Until it is completed again it does not count.

    What was scored stays as it is, and the state that was completed stays in the record.

    Raises:
        Refusal: when nothing is completed, the round is closed, or without a reason.
    """
    with transaction() as moment:
        round_ = queries.share_round(assignment.round_id)
        row = hold(assignment, joinedload(Assignment.entry), joinedload(Assignment.judge))
        require_organiser(by, row.entry.city_id)
        seat = queries.seat(row.id)
        stands = policy.why_not_return(seat, moment.at, reason)
        if stands or seat.card is None:
            raise Refusal(stands or "")
        card = hold(seat.card)
        card.completed_at, card.changed_at = None, moment.at
        card.revision += 1
        content = queries.content(card, programmes.criteria(round_.rubric_id))
        keep(moment, card, CardRevisionKind.REOPENED, content, None, by)
        made = CardReturn(scorecard_id=card.id, by_id=by.id, reason=reason.strip(), at=moment.at)
        db.session.add(made)
        ledger.write(
            "scorecard.returned",
            actor=by,
            at=moment.at,
            subject=card,
            label=row.label,
            edition_id=round_.edition_id,
            after={"revision": card.revision},
            reason=reason.strip(),
        )
        letters.post(
            moment,
            "scorecard-returned",
            seat,
            reason=reason.strip(),
            link=mail.address("judging"),
        )
        db.session.flush()
    return made
