"""A score that changes in a discussion: proposed by its judge with a reason, decided by the organising team."""

from ... import ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from ...people.models import Person
from ...programmes import queries as programmes
from ...programmes.models import Criterion
from .. import letters
from .. import queries as judging
from ..models import Assignment, CardRevisionKind
from ..rules import points, written
from ..seats import Seat
from ..service.permission import require_organiser
from ..service.scoring import keep
from . import policy, queries
from .models import ScoreChange
from .talking import hold_own


def propose_change(
    assignment: Assignment, criterion_key: str, step: int | None, reason: str, by: Person
) -> ScoreChange:
    """Ask to change one score of an own completed scorecard. It changes when the organising team accepts that.

    Raises:
        NotHere: when it is another judge's.
        Refusal: when the discussion is closed to her, or she has not joined it.
        Invalid: for another step than one on the scale, no reason, or a change that waits already.
    """
    with transaction() as moment:
        seat = hold_own(moment, assignment, by)
        stands = policy.why_not_speak(seat, moment.at)
        if stands or seat.card is None:
            raise Refusal(stands or "")
        row = seat.assignment
        criterion = _criterion(row, criterion_key)
        stored = judging.scores(seat.card.id).get(criterion.id) if criterion is not None else None
        waiting = [
            each
            for each in queries.changes(row.round_id, row.entry_id, row.id)
            if each.accepted is None and criterion is not None and each.criterion_id == criterion.id
        ]
        # The same proposal again is the same act.
        for each in waiting:
            if (each.step_after, each.reason) == (step, reason.strip()):
                return each
        now = None if stored is None else stored.step
        faults = policy.why_not_propose(seat, criterion_key, criterion is not None, now, step, bool(waiting), reason)
        if faults or criterion is None or step is None:
            raise Invalid(next(iter(faults.values())), {name: [sentence] for name, sentence in faults.items()})
        made = ScoreChange(
            assignment_id=row.id,
            criterion_id=criterion.id,
            step_before=now,
            step_after=step,
            reason=reason.strip(),
            by_id=by.id,
            at=moment.at,
        )
        db.session.add(made)
        db.session.flush()
        _write(moment, "score_change.proposed", seat, made, by)
    return made


def _criterion(assignment: Assignment, key: str) -> Criterion | None:
    found = programmes.criteria(assignment.round.rubric_id)
    return next((each for each in found if each.key == key), None)


def decide_change(change: ScoreChange, accepted: bool | None, reason: str, by: Person) -> ScoreChange:
    """Accept a change of a score or not. The judge is told; an accepted one is a new state of the scorecard.

    Raises:
        Refusal: not an organiser, somebody who speaks for the city, decided before, the discussion ended, the
            scorecard does not count any more, or without a reason when the score stays.
    """
    change_id, assignment_id = change.id, change.assignment_id
    with transaction() as moment:
        found = judging.assignment(assignment_id)
        assert found is not None
        round_ = judging.share_round(found.round_id)
        seat = judging.seat(hold(found).id)
        require_organiser(by, seat.assignment.entry.city_id)
        change = hold(change)
        assert change.id == change_id
        rows = {} if seat.card is None else judging.scores(seat.card.id)
        row = rows.get(change.criterion_id)
        now = None if row is None else row.step
        stands = policy.why_not_decide(change, seat, now, moment.at, accepted, reason)
        if stands or accepted is None:
            raise Refusal(stands or "")
        change.accepted, change.decision_reason = accepted, reason.strip()
        change.decided_by_id, change.decided_at = by.id, moment.at
        if accepted and seat.card is not None and row is not None:
            card = hold(seat.card)
            row.step, row.changed_at = change.step_after, moment.at
            # Completed it stays, so the moment of completion stays too; what it says is a new state.
            card.revision += 1
            content = judging.content(card, programmes.criteria(round_.rubric_id))
            keep(moment, card, CardRevisionKind.COMPLETED, content, None, by)
        _write(moment, "score_change.accepted" if accepted else "score_change.declined", seat, change, by)
        _tell(moment, seat, change)
    return change


def _tell(moment: Transaction, seat: Seat, change: ScoreChange) -> None:
    rubric = seat.assignment.round.rubric
    criterion = db.session.get_one(Criterion, change.criterion_id)
    letters.post(
        moment,
        "score-change",
        seat,
        criterion=criterion.title,
        before=written(points(rubric, change.step_before)),
        after=written(points(rubric, change.step_after)),
        accepted=change.accepted,
        reason=change.decision_reason,
        link=mail.address("discussion", reference=seat.assignment.entry.reference),
    )


def _write(moment: Transaction, event: str, seat: Seat, change: ScoreChange, by: Person) -> None:
    # Neither steps nor reasons: history is read by people who may not see them.
    ledger.write(
        event,
        actor=by,
        at=moment.at,
        subject=change,
        label=seat.assignment.label,
        edition_id=seat.assignment.round.edition_id,
    )
