"""Why not: what the organising team may do with judges, panels, assignments and scorecards."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from ... import clock
from ...people.models import TeamRole
from ...programmes.models import Round, RoundKind
from ..detection import Found, blocking
from ..models import Judge
from ..rules import State
from ..seats import Seat
from .scoring import why_closed


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


def why_not_assign(
    judge: Judge,
    *,
    same_edition: bool = True,
    submitted: bool,
    withdrawn: bool,
    unchecked: bool = False,
    standing: bool = True,
    found: Sequence[Found] = (),
    conflicted: bool,
    assigned: bool,
    excluded: str | None = None,
    load: int = 0,
) -> str | None:
    """Why this judge may not be given this entry.

    Args:
        unchecked: whether it has not passed where the edition has a round of eligibility.
        standing: whether it takes part in the round.
        found: what the portal found between judge and city, by the edition's rules.
        conflicted: whether the judge has stated a conflict with it.
        assigned: whether the judge has it already.
        excluded: why the organising team keeps the two apart, if it does.
        load: how many entries the judge has in the round, as far as who asks may know.
    """
    if not same_edition:
        return _("%(name)s judges another edition.", name=judge.name)
    away = why_not_take_part(judge)
    if away:
        return away
    if unchecked and submitted:
        return _("The entry has not passed the round of eligibility.")
    if withdrawn:
        return _("The entry is withdrawn or refused.")
    if not submitted:
        return _("The entry is not submitted.")
    if not standing:
        return _("The entry is not on the shortlist that leads to this round.")
    if assigned:
        return _("%(name)s has this entry already.", name=judge.name)
    apart = blocking(found)
    if apart is not None:
        return apart.reason(judge.name)
    if conflicted:
        return _("%(name)s has stated a conflict with this entry.", name=judge.name)
    if excluded is not None:
        return _("The organising team keeps %(name)s apart from it: %(reason)s", name=judge.name, reason=excluded)
    if judge.max_load is not None and load >= judge.max_load:
        return ngettext(
            "%(name)s takes %(num)d entry in a round and has it.",
            "%(name)s takes %(num)d entries in a round and has them.",
            judge.max_load,
            name=judge.name,
        )
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


def why_not_return(seat: Seat, at: datetime, reason: str | None = None) -> str | None:
    """Why an organiser may not give a scorecard back to its judge. `reason` is None before anything is written."""
    if seat.card is None or seat.card.completed_at is None:
        return _("There is no completed scorecard to return.")
    if seat.is_practice:
        return _("A practice scorecard stays as it was completed; it does not count anyway.")
    if seat.state is not State.COMPLETED:
        return _("The entry is closed to the judge, so the scorecard could not be completed again.")
    closed = why_closed(seat.assignment.round, at, seat.closes_at)
    if closed:
        return closed
    if reason is not None and not reason.strip():
        return _("Write the reason: the judge is told, and it stays in the record.")
    return None


def why_not_exclude(same_edition: bool, reason: str) -> dict[str, str]:
    """Why a judge cannot be kept away from this entry, by field."""
    faults = {}
    if not same_edition:
        faults["entry"] = _("The judge and the entry are of two editions.")
    if not reason.strip():
        faults["exclusion_reason"] = _("Write why: it stays in the record and is shown where entries are assigned.")
    return faults


def why_not_extend_judge(
    judge: Judge, round_: Round, until: datetime | None, at: datetime, reason: str
) -> dict[str, str]:
    """Why this judge cannot be given time until then in a round, by field."""
    faults, zone = {}, round_.edition.time_zone
    away = why_not_take_part(judge)
    if away:
        faults["round"] = away
    if until is None:
        faults["until"] = _("Write the day and the time, or choose them: 2026-05-31 18:00, for example.")
    elif until <= at:
        faults["until"] = _("%(until)s is over. Choose a later time.", until=clock.tell(until, zone))
    elif until <= round_.closes_at:
        faults["until"] = _(
            "Everybody may score until %(closes)s. Choose a later time.", closes=clock.tell(round_.closes_at, zone)
        )
    if not reason.strip():
        faults["reason"] = _("Write why: the judge is told, and it stays in the record.")
    return faults


def why_not_nudge(round_: Round, at: datetime, late: int, behind: int = 0) -> str | None:
    """Why nobody is reminded now.

    Args:
        late: how many are late and were not reminded within a day.
        behind: how many are late.
    """
    closed = why_closed(round_, at)
    if closed:
        return closed
    if not late:
        return (
            _("Everybody who is late was reminded less than a day ago.")
            if behind
            else _("Nobody is late, so nobody is to be reminded.")
        )
    return None
