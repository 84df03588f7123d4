"""Why not: joining a discussion, saying something in it, changing a score because of it."""

from datetime import datetime

from flask_babel import gettext as _

from ... import clock
from ...programmes.models import Round
from ..policy import why_away
from ..rules import State, top_step
from ..seats import Seat
from .models import ScoreChange
from .rules import LONGEST


def why_no_discussion(round_: Round, at: datetime) -> str | None:
    """Why nobody discusses the entries of this round now."""
    if round_.discusses_until is None:
        return _("Entries of this round are not discussed.")
    if at >= round_.discusses_until:
        return _("The discussion ended on %(at)s.", at=clock.tell(round_.discusses_until, round_.edition.time_zone))
    return None


def why_not_discuss(seat: Seat, at: datetime) -> str | None:
    """Why this judge may not take part. The doors show nothing of the discussion then."""
    away = why_away(seat)
    if away:
        return away
    if seat.state is State.ABSTAINED:
        return _("You have stated a conflict with this entry, so its discussion is closed to you.")
    closed = why_no_discussion(seat.assignment.round, at)
    if closed:
        return closed
    if seat.state is not State.COMPLETED:
        return _("Complete your own scorecard of this entry first. Then its discussion opens.")
    return None


def why_not_speak(seat: Seat, at: datetime) -> str | None:
    """Why this judge may say nothing and propose nothing here."""
    stands = why_not_discuss(seat, at)
    if stands:
        return stands
    if not seat.joined:
        return _("Join the discussion first.")
    return None


def why_not_remark(text: str) -> str | None:
    """Why this is no remark."""
    if not text.strip():
        return _("Write what you want to say.")
    if len(text) > LONGEST:
        return _("A remark has at most %(max)s characters; this one has %(n)s. Shorten it.", max=LONGEST, n=len(text))
    if "\x00" in text or any("\ud800" <= each <= "\udfff" for each in text):
        return _("The text holds a character that cannot be stored. Remove it and send it again.")
    return None


def why_not_propose(
    seat: Seat, criterion_key: str, known: bool, now: int | None, step: int | None, waiting: bool, reason: str
) -> dict[str, str]:
    """Why this change of a score cannot be proposed, by field.

    Args:
        known: whether the round's rubric has the criterion.
        now: the step that is stored; None where nothing is scored.
        step: the step proposed; None when nothing on the scale was chosen.
        waiting: whether a change of this score waits for its decision.
    """
    faults = {}
    if not known or not criterion_key:
        faults["criterion"] = _("Choose the criterion whose score is to change.")
    elif now is None:
        faults["criterion"] = _("Nothing is scored on this criterion, so there is no score to change.")
    elif waiting:
        faults["criterion"] = _("A change of this score waits for its decision already.")
    elif step is not None and step == now:
        faults["step"] = _("That is the score as it is. Choose another one.")
    if step is None or not 0 <= step <= top_step(seat.assignment.round.rubric):
        faults["step"] = _("Choose the new score, one of the steps of the scale.")
    wrong = why_not_remark(reason)
    if not reason.strip():
        faults["reason"] = _("Write why the score is to change: it stays in the record.")
    elif wrong:
        faults["reason"] = wrong
    return faults


def why_not_decide(
    change: ScoreChange, seat: Seat, now: int | None, at: datetime, accepted: bool | None, reason: str
) -> str | None:
    """Why the organising team cannot decide like this on a change of a score.

    Args:
        now: the step that is stored.
        accepted: None when neither was chosen.
    """
    if change.accepted is not None:
        return _("This change was decided on before.")
    if accepted is None:
        return _("Choose whether the score changes.")
    if not accepted:
        return None if reason.strip() else _("Write why the score stays as it is: the judge is told.")
    closed = why_no_discussion(seat.assignment.round, at)
    if closed:
        return closed
    if seat.state is not State.COMPLETED:
        return _("The scorecard is not completed any more, so nothing of it counts. The score stays as it is.")
    if now != change.step_before:
        return _("The score is not any more what it was when the change was proposed. The judge may propose again.")
    return None
