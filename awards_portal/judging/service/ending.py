"""The end of an assignment: taken back, the judge taken off, a conflict cleared."""

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.orm import joinedload

from ... import ledger, mail
from ...db import db, hold, transaction
from ...entries.models import Entry
from ...errors import Refusal
from ...people.models import Person
from .. import letters, policy, queries
from ..models import Assignment, ConflictStatement, Judge, Recusal, Skip
from .permission import require_organiser


def _hold_seat(assignment: Assignment, by: Person) -> tuple[Assignment, int]:
    row = hold(assignment, joinedload(Assignment.entry), joinedload(Assignment.judge), joinedload(Assignment.round))
    require_organiser(by, row.entry.city_id)
    return row, row.round.edition_id


def unassign(assignment: Assignment, by: Person) -> None:
    """Take an assignment back as if it had never been. Only before anything was scored.

    Raises:
        Refusal: when the judge has begun; take the judge off with `recuse` then.
    """
    with transaction() as moment:
        row, edition_id = _hold_seat(assignment, by)
        seat = queries.seat(row.id)
        reason = policy.why_not_unassign(seat.card is not None, seat.recusal is not None)
        if reason:
            raise Refusal(reason)
        ledger.write(
            "assignment.taken_back",
            actor=by,
            at=moment.at,
            subject=row,
            label=row.label,
            edition_id=edition_id,
            before={"round": row.round.key, "how": row.how},
        )
        db.session.execute(delete(Skip).where(Skip.assignment_id == row.id))
        db.session.delete(row)


def recuse(assignment: Assignment, reason: str, by: Person) -> Recusal:
    """Take a judge off an entry, with a reason that the judge is told. What was scored stays and does not count.

    Raises:
        Refusal: when that was done before, or without a reason.
    """
    with transaction() as moment:
        row, edition_id = _hold_seat(assignment, by)
        seat = queries.seat(row.id)
        refusal = policy.why_not_recuse(seat.recusal is not None, reason)
        if refusal:
            raise Refusal(refusal)
        made = Recusal(assignment_id=row.id, by_id=by.id, reason=reason.strip(), at=moment.at)
        db.session.add(made)
        ledger.write(
            "assignment.recused",
            actor=by,
            at=moment.at,
            subject=row,
            label=row.label,
            edition_id=edition_id,
            reason=reason.strip(),
        )
        letters.post(
            moment,
            "recusal",
            seat,
            reason=reason.strip(),
            link=mail.address("judging"),
        )
        db.session.flush()
    return made


def clear_conflict(judge: Judge, entry: Entry, reason: str, by: Person) -> None:
    """Take back a conflict that a judge stated by mistake: the judge is asked again.

    Raises:
        Refusal: without a reason, or when the judge has stated none.
    """
    judge_id, entry_id = judge.id, entry.id
    with transaction() as moment:
        entry = hold(entry)
        require_organiser(by, entry.city_id)
        queries.assignments_of(judge_id, entry_id)
        statement = queries.statement(judge_id, entry_id)
        if statement is None or not statement.conflicted:
            raise Refusal(_("No conflict is stated here."))
        if not reason.strip():
            raise Refusal(_("Write the reason: it stays in the record."))
        ledger.write(
            "conflict.cleared",
            actor=by,
            at=moment.at,
            subject=entry,
            label=f"{entry.reference}, {judge.name}",
            edition_id=entry.edition_id,
            before={"kind": statement.kind, "reason": statement.reason},
            reason=reason.strip(),
        )
        db.session.execute(delete(ConflictStatement).where(ConflictStatement.id == statement.id))
