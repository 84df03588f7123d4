"""A judge's word on conflicts of interest."""

from collections.abc import Collection

from flask_babel import gettext as _

from ... import ledger, mail
from ...db import Transaction, db, transaction
from ...entries.models import Entry
from ...errors import Invalid, NotHere, Refusal
from ...people.models import Person
from .. import letters, policy, queries
from ..models import ConflictKind, ConflictStatement, Judge
from ..seats import Seat


class _Speaker:
    """The judge as the actor of a line of history."""

    def __init__(self, judge: Judge) -> None:
        self.id = judge.person_id
        self.name = judge.name


def state_conflict(
    judge: Judge,
    entry: Entry,
    conflicted: bool,
    kind: str | None = None,
    reason: str = "",
    asked: Collection[str] | None = None,
    on_behalf: Person | None = None,
) -> ConflictStatement:
    """Write down whether a judge has a conflict with an entry. Until then nothing of its content is shown.

    "None" may become a conflict later, until the round closes; a conflict is only taken back by the organising team.

    Args:
        asked: what the page asked the judge about (see `queries.questions_for`); None when there was no page.
        on_behalf: who of the organising team enters it from the judge's paper (`service/paper.py`).

    Raises:
        NotHere: when the judge was not given this entry.
        Invalid: when a conflict comes without its kind or reason; when "none" is said of what keeps the two apart, or
            without having been asked about all that was found.
        Refusal: when it is too late, or a conflict was stated before.
    """
    judge_id, entry_id = judge.id, entry.id
    with transaction() as moment:
        held = queries.assignments_of(judge_id, entry_id)
        if not held:
            raise NotHere(_("This entry is not yours to judge."))
        reason = reason.strip() if conflicted else ""
        kind = kind if conflicted else None
        if conflicted:
            _check(kind, reason)
        seats = [queries.seat(row.id) for row in held]
        refusals = [policy.why_not_state(seat, moment.at) for seat in seats]
        if all(refusals):
            raise Refusal(refusals[0] or "")
        seat = seats[refusals.index(None)]
        statement = seat.statement
        if statement is not None and not conflicted:
            return statement
        found = queries.questions_for(seat, moment.at)
        if not conflicted:
            stands = policy.why_not_deny(found, asked)
            if stands:
                raise Invalid(stands, {"conflicted": [stands]})
        told = [str(each.likeness) for each in found if asked is None or each.likeness in asked]
        before = None if statement is None else {"conflicted": statement.conflicted}
        if statement is None:
            statement = ConflictStatement(judge_id=judge_id, entry_id=entry_id)
            db.session.add(statement)
        statement.conflicted, statement.kind, statement.reason, statement.at = conflicted, kind, reason, moment.at
        statement.asked = told
        ledger.write(
            "conflict.stated" if conflicted else "conflict.denied",
            actor=on_behalf or _Speaker(seat.assignment.judge),
            at=moment.at,
            subject=seat.assignment.entry,
            label=seat.assignment.label,
            edition_id=seat.assignment.entry.edition_id,
            before=before,
            after=({"kind": kind} if conflicted else {})
            | ({"asked": told} if told else {})
            | ({"from": "paper", "on behalf of": seat.assignment.judge.name} if on_behalf else {})
            or None,
            reason=reason or None,
        )
        if conflicted:
            _tell(moment, seat, reason)
        db.session.flush()
    return statement


def _tell(moment: Transaction, seat: Seat, reason: str) -> None:
    """Tell the judge in writing what the statement has closed, so that a slip does not go unnoticed."""
    letters.post(moment, "abstention", seat, reason=reason, link=mail.address("judging"))


def _check(kind: str | None, reason: str) -> None:
    faults: dict[str, list[str]] = {}
    if kind not in set(ConflictKind):
        faults["kind"] = [_("Choose what kind of conflict it is.")]
    if not reason:
        faults["reason"] = [_("Write a few words on the conflict, so that the organising team can judge it.")]
    if "\x00" in reason:
        faults["reason"] = [_("The reason holds a character that cannot be stored. Remove it and save again.")]
    if faults:
        raise Invalid(_("Say a little more about the conflict."), faults)
