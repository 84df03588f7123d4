"""A judge's own queue: an entry put off for now, and taken up again."""

from flask_babel import gettext as _

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...errors import NotHere, Refusal
from ...people.models import Person
from .. import policy, queries
from ..models import Assignment, Skip
from ..seats import Seat


def skip(assignment: Assignment, by: Person) -> None:
    """Put an entry off: it comes last in its judge's queue. Doing it twice is doing it once.

    Raises:
        NotHere: when it is another judge's.
        Refusal: when there is nothing left to do with it.
    """
    with transaction() as moment:
        seat = _hold_own(moment, assignment, by)
        if queries.skip_of(seat.assignment.id) is None:
            db.session.add(Skip(assignment_id=seat.assignment.id, at=moment.at))
            _write("assignment.skipped", moment, seat, by)


def take_up(assignment: Assignment, by: Person) -> None:
    """Put a skipped entry back to its place in the queue.

    Raises:
        NotHere: when it is another judge's.
        Refusal: when there is nothing left to do with it.
    """
    with transaction() as moment:
        seat = _hold_own(moment, assignment, by)
        found = queries.skip_of(seat.assignment.id)
        if found is not None:
            db.session.delete(found)
            _write("assignment.taken_up", moment, seat, by)


def _hold_own(moment: Transaction, assignment: Assignment, by: Person) -> Seat:
    seat = queries.seat(hold(assignment).id)
    if seat.assignment.judge.person_id != by.id:
        raise NotHere(_("This entry is not yours to judge."))
    stands = policy.why_not_skip(seat, moment.at)
    if stands:
        raise Refusal(stands)
    return seat


def _write(event: str, moment: Transaction, seat: Seat, by: Person) -> None:
    ledger.write(
        event,
        actor=by,
        at=moment.at,
        subject=seat.assignment,
        label=seat.assignment.label,
        edition_id=seat.assignment.round.edition_id,
    )
