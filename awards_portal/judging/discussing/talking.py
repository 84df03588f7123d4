"""Joining a discussion and saying something in it."""

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ... import ledger, mail
from ...db import Transaction, db, hold, transaction
from ...entries.models import Entry
from ...errors import Invalid, NotHere, Refusal
from ...people.models import Person
from ...programmes.models import Round
from .. import letters
from .. import queries as judging
from ..models import Assignment
from ..seats import Seat
from ..service.permission import require_organiser
from . import policy, queries
from .models import Joining, Remark


def join(assignment: Assignment, by: Person) -> Joining:
    """Join the discussion of an entry: what is said is shown, and the own scorecard stays. Twice is once.

    Raises:
        NotHere: when it is another judge's.
        Refusal: when the scorecard is not completed, or the round has no discussion (any more).
    """
    with transaction() as moment:
        seat = hold_own(moment, assignment, by)
        found = queries.joining(seat.assignment.id)
        if found is not None:
            return found
        made = Joining(assignment_id=seat.assignment.id, at=moment.at)
        db.session.add(made)
        db.session.flush()
        _write("discussion.joined", moment, seat, by)
    return made


def hold_own(moment: Transaction, assignment: Assignment, by: Person) -> Seat:
    """A judge's own seat under lock, when its discussion is open to her.

    Raises:
        NotHere: when it is another judge's.
        Refusal: when the discussion is closed to her.
    """
    judging.share_round(assignment.round_id)
    seat = judging.seat(hold(assignment).id)
    if seat.assignment.judge.person_id != by.id:
        raise NotHere(_("This entry is not yours to judge."))
    stands = policy.why_not_discuss(seat, moment.at)
    if stands:
        raise Refusal(stands)
    return seat


def remark(assignment: Assignment, text: str, mark: str, by: Person) -> Remark:
    """Say something about an entry as one of its judges. The same mark again is the same remark.

    Raises:
        NotHere: when it is another judge's.
        Refusal: when the discussion is closed to her, or she has not joined it.
        Invalid: when the text is empty or too long.
    """
    with transaction() as moment:
        seat = hold_own(moment, assignment, by)
        stands = policy.why_not_speak(seat, moment.at)
        if stands:
            raise Refusal(stands)
        before = queries.remark_by_mark(by.id, mark)
        if before is not None:
            return before
        made = _say(moment, seat.assignment.round, seat.assignment.entry, text, mark, by, seat.assignment.id)
        _write("discussion.remark", moment, seat, by)
    return made


def remark_as_team(round_: Round, entry: Entry, text: str, mark: str, by: Person) -> Remark:
    """Say something to the judges of an entry. Each whose scorecard is completed gets a letter that says so.

    Raises:
        Refusal: not an organiser, somebody who speaks for the city, or no discussion (any more).
        Invalid: when the text is empty or too long.
    """
    round_id = round_.id
    with transaction() as moment:
        round_ = judging.share_round(round_id)
        entry = hold(entry, joinedload(Entry.city))
        require_organiser(by, entry.city_id)
        stands = policy.why_no_discussion(round_, moment.at)
        if stands:
            raise Refusal(stands)
        before = queries.remark_by_mark(by.id, mark)
        if before is not None:
            return before
        made = _say(moment, round_, entry, text, mark, by, None)
        ledger.write(
            "discussion.remark",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
            after={"round": round_.key},
        )
        for seat in judging.seats_of_entry(entry.id):
            if seat.assignment.round_id == round_.id and policy.why_not_discuss(seat, moment.at) is None:
                _tell(moment, seat)
    return made


def _say(
    moment: Transaction, round_: Round, entry: Entry, text: str, mark: str, by: Person, assignment_id: int | None
) -> Remark:
    wrong = policy.why_not_remark(text)
    if wrong:
        raise Invalid(wrong, {"text": [wrong]})
    made = Remark(
        round_id=round_.id,
        entry_id=entry.id,
        assignment_id=assignment_id,
        by_id=by.id,
        text=text.strip().replace("\r\n", "\n"),
        mark=mark,
        at=moment.at,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _tell(moment: Transaction, seat: Seat) -> None:
    letters.post(moment, "discussion", seat, link=mail.address("discussion", reference=seat.assignment.entry.reference))


def _write(event: str, moment: Transaction, seat: Seat, by: Person) -> None:
    ledger.write(
        event,
        actor=by,
        at=moment.at,
        subject=seat.assignment,
        label=seat.assignment.label,
        edition_id=seat.assignment.round.edition_id,
    )
