"""Why not: each function answers the sentence that says why something cannot be done and the way out, or None."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _

from .. import clock
from ..people.models import TeamRole
from ..programmes.models import Round, RoundKind
from .detection import Found, blocking
from .models import Judge
from .rules import State
from .seats import Seat

# Nobody is reminded twice a day, neither of an invitation nor of scorecards.
INVITATION_PAUSE = timedelta(days=1)


def why_not_arrange(role: str | None, speaks_for_city: bool = False) -> str | None:
    """Why this person may not arrange judging. `role` is her place in the organising team, None without one."""
    if role is None:
        return _("Only the organising team arranges judging.")
    if role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
        return _("You may read this and not change it. Ask an organiser.")
    if speaks_for_city:
        return _(
            "You speak for this entry's city, so its judging is neither shown to you nor arranged by you. "
            "Ask another member of the organising team."
        )
    return None


def why_not_take_part(judge: Judge) -> str | None:
    """Why this judge may not be given entries."""
    if judge.declined_at is not None:
        return _("%(name)s declined to judge.", name=judge.name)
    if judge.revoked_at is not None:
        return _("The invitation of %(name)s was taken back.", name=judge.name)
    if judge.accepted_at is None or judge.person_id is None:
        return _("%(name)s has not accepted the invitation yet.", name=judge.name)
    return None


def why_not_invite_again(judge: Judge, last_at: datetime, at: datetime) -> str | None:
    """Why this judge is not sent the invitation once more. `last_at` is when the last one was written."""
    if judge.accepted_at is not None and judge.declined_at is None:
        return _("%(name)s has accepted the invitation.", name=judge.name)
    if at - last_at < INVITATION_PAUSE:
        return _(
            "An invitation was sent to %(name)s less than a day ago. Send the next one a day after it.", name=judge.name
        )
    return None


def why_not_revoke(judge: Judge) -> str | None:
    """Why an invitation to judge cannot be taken back."""
    if judge.declined_at is not None:
        return _("%(name)s declined to judge; there is nothing to take back.", name=judge.name)
    if judge.accepted_at is not None:
        return _(
            "%(name)s has accepted the invitation. Take the judge off the entries and the panels instead.",
            name=judge.name,
        )
    if judge.revoked_at is not None:
        return _("The invitation of %(name)s was taken back before.", name=judge.name)
    return None


def why_not_answer(judge: Judge) -> str | None:
    """Why an invitation to judge can no longer be answered."""
    if judge.accepted_at is not None and judge.declined_at is None:
        return _("You have accepted this invitation before. Sign in to judge.")
    return None


def why_not_assign(
    judge: Judge,
    *,
    same_edition: bool = True,
    submitted: bool,
    withdrawn: bool,
    found: Sequence[Found] = (),
    conflicted: bool,
    assigned: bool,
) -> str | None:
    """Why this judge may not be given this entry.

    Args:
        found: what the portal found between judge and city, by the edition's rules.
        conflicted: whether the judge has stated a conflict with it.
        assigned: whether the judge has it already.
    """
    if not same_edition:
        return _("%(name)s judges another edition.", name=judge.name)
    away = why_not_take_part(judge)
    if away:
        return away
    if withdrawn:
        return _("The entry is withdrawn or refused.")
    if not submitted:
        return _("The entry is not submitted.")
    if assigned:
        return _("%(name)s has this entry already.", name=judge.name)
    apart = blocking(found)
    if apart is not None:
        return apart.reason(judge.name)
    if conflicted:
        return _("%(name)s has stated a conflict with this entry.", name=judge.name)
    return None


def why_not_substitute(round_: Round, at: datetime, vacant: bool) -> str | None:
    """Why no substitute is called for. `vacant`: it lost a judge and has fewer than the round asks for."""
    if at >= round_.closes_at:
        return _("The round is closed, so a substitute could not score any more.")
    if not vacant:
        return _("The entry has lost no judge, or has as many as the round asks for already.")
    return None


def why_not_practise(round_: Round) -> str | None:
    """Why no practice is arranged in this round."""
    if round_.kind != RoundKind.CALIBRATION:
        return _("Practice belongs to a round of the kind “calibration”. Its scores never count.")
    return None


def why_not_compare(seat: Seat, at: datetime) -> str | None:
    """Why the judge may not see how others scored the practice entry."""
    stands = _why_away(seat)
    if stands:
        return stands
    if seat.statement is None or seat.statement.conflicted:
        return why_not_state(seat, at) or _("Say first whether you have a conflict with this entry. Then it opens.")
    if seat.card is None or seat.card.completed_at is None:
        return _("Complete your own practice scorecard first. Then you see how others scored.")
    return None


def why_not_seat(judge: Judge, edition_id: int, seated: bool) -> str | None:
    """Why this judge may not sit on a panel of this edition. One who has not answered yet may."""
    if judge.edition_id != edition_id:
        return _("%(name)s judges another edition.", name=judge.name)
    if judge.declined_at is not None:
        return _("%(name)s declined to judge.", name=judge.name)
    if judge.revoked_at is not None:
        return _("The invitation of %(name)s was taken back.", name=judge.name)
    if seated:
        return _("%(name)s sits on this panel already.", name=judge.name)
    return None


def why_not_unassign(begun: bool, recused: bool) -> str | None:
    """Why an assignment may not be taken back as if it had never been."""
    if recused:
        return _("The judge was taken off this entry before; the record of it stays.")
    if begun:
        return _(
            "The judge has begun to score this entry. Take the judge off with a reason: the scorecard stays in the "
            "record and does not count."
        )
    return None


def why_not_recuse(recused: bool, reason: str) -> str | None:
    """Why the judge may not be taken off this entry."""
    if recused:
        return _("The judge was taken off this entry before.")
    if not reason.strip():
        return _("Write the reason: the judge is told, and it stays in the record.")
    return None


def why_closed(round_: Round, at: datetime) -> str | None:
    """Why nothing can be scored at this moment, whatever the entry. The closing time itself is too late."""
    zone = round_.edition.time_zone
    if at < round_.opens_at:
        return _("Scoring opens on %(at)s. Come back then.", at=clock.tell(round_.opens_at, zone))
    if at >= round_.closes_at:
        return _(
            "Scoring closed on %(at)s. Write to the organising team if something kept you from it.",
            at=clock.tell(round_.closes_at, zone),
        )
    return None


def _why_away(seat: Seat) -> str | None:
    if seat.assignment.judge.declined_at is not None or seat.assignment.judge.accepted_at is None:
        return _("You do not take part in judging this edition.")
    if seat.recusal is not None:
        return _("The organising team took you off this entry. Its reason: %(reason)s", reason=seat.recusal.reason)
    if seat.speaks:
        return _(
            "This entry is closed to you: nobody judges a city they speak for. The organising team finds another judge."
        )
    if seat.withdrawn or seat.submission is None:
        return _("This entry is out of the competition: it was withdrawn or refused. There is nothing left to score.")
    return None


def why_not_state(seat: Seat, at: datetime) -> str | None:
    """Why the judge may not say now whether there is a conflict."""
    away = _why_away(seat)
    if away:
        return away
    if at >= seat.assignment.round.closes_at:
        return why_closed(seat.assignment.round, at)
    if seat.statement is not None and seat.statement.conflicted:
        return _(
            "You have stated a conflict with this entry, so it is closed to you. "
            "Ask the organising team if that was a mistake."
        )
    return None


def why_not_deny(found: Sequence[Found], asked: Collection[str] | None) -> str | None:
    """Why the judge may not say that there is no conflict.

    Args:
        found: what the portal found between judge and city; nothing in a blind round, where it would tell the city.
        asked: what the page asked about; None when nothing is said on a page.
    """
    if blocking(found) is not None:
        return _(
            "By this edition's rules you may not judge this entry. State the conflict, or write to the organising team "
            "if this is a mistake."
        )
    if asked is not None and not {str(each.likeness) for each in found if each.asks} <= set(asked):
        return _("Something has come to light since this page was opened. Read the questions again, then answer.")
    return None


def why_not_see(seat: Seat, at: datetime) -> str | None:
    """Why the judge may not read the entry now. The doors show nothing at all then."""
    stands = why_not_state(seat, at) or why_closed(seat.assignment.round, at)
    if stands:
        return stands
    if seat.statement is None:
        return _("Say first whether you have a conflict with this entry. Then it opens.")
    return _why_practise(seat, at)


def _why_practise(seat: Seat, at: datetime) -> str | None:
    # What was begun stays open: practice that is given late must not lock a judge out of her own work.
    if seat.practice_until is not None and at < seat.practice_until and seat.card is None:
        return _("Practice comes first: complete the practice scorecard in your queue. Then this entry opens.")
    return None


def why_not_skip(seat: Seat, at: datetime) -> str | None:
    """Why this entry cannot be put off, or taken up again."""
    stands = why_not_state(seat, at)
    if stands:
        return stands
    if seat.card is not None and seat.card.completed_at is not None:
        return _("This scorecard is completed: there is nothing left to put off.")
    return None


def why_not_score(seat: Seat, at: datetime) -> str | None:
    """Why the judge may not change the scores of this entry now."""
    unseen = why_not_see(seat, at)
    if unseen:
        return unseen
    if seat.card is not None and seat.card.completed_at is not None:
        return _("This scorecard is completed. Revise it first; then it can be changed until the round closes.")
    return None


def why_not_reopen(seat: Seat, at: datetime) -> str | None:
    """Why the judge may not take a completed scorecard up again."""
    unseen = why_not_see(seat, at)
    if unseen:
        return unseen
    if seat.card is None or seat.card.completed_at is None:
        return _("This scorecard is not completed; it can be changed as it is.")
    if seat.is_practice:
        return _("A practice scorecard stays as it was completed: you have been shown how others scored.")
    return None


def why_not_return(seat: Seat, at: datetime, reason: str | None = None) -> str | None:
    """Why an organiser may not give a scorecard back to its judge. `reason` is None before anything is written."""
    if seat.card is None or seat.card.completed_at is None:
        return _("There is no completed scorecard to return.")
    if seat.is_practice:
        return _("A practice scorecard stays as it was completed; it does not count anyway.")
    if seat.state is not State.COMPLETED:
        return _("The entry is closed to the judge, so the scorecard could not be completed again.")
    closed = why_closed(seat.assignment.round, at)
    if closed:
        return closed
    if reason is not None and not reason.strip():
        return _("Write the reason: the judge is told, and it stays in the record.")
    return None


def why_not_nudge(round_: Round, at: datetime, late: int) -> str | None:
    """Why nobody is reminded now. `late`: how many are late and were not reminded within a day."""
    closed = why_closed(round_, at)
    if closed:
        return closed
    if not late:
        return _("Nobody is late, or everybody who is was reminded less than a day ago.")
    return None


def why_too_late(seat: Seat, at: datetime) -> str | None:
    """Why scores that come now are kept in the record and do not count: the judge may score, only not any longer."""
    if seat.statement is None or seat.statement.conflicted or _why_away(seat) or _why_practise(seat, at):
        return None
    return why_not_score(seat, at) if at >= seat.assignment.round.opens_at else None
