"""Why not, for the organising team: each function answers the sentence that says why not, or None."""

from datetime import datetime

from flask_babel import gettext as _

from ... import clock
from ...people.models import TeamRole
from ..models import EligibilityOutcome


def why_not_oversee(role: str | None, speaks_for_city: bool = False) -> str | None:
    """Why this person may not act on a city's entry. `role` is her place in the organising team, None without one."""
    if role is None:
        return _("Only the organising team does this.")
    if role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
        return _("You may read this and not change it. Ask an organiser.")
    if speaks_for_city:
        return _("You speak for this city, so you do not decide on it. Ask another member of the organising team.")
    return None


def why_not_decide(submitted: bool, withdrawn: bool) -> str | None:
    """Why nobody can decide on an entry's eligibility now."""
    if withdrawn:
        return _("The city has withdrawn this entry. There is nothing to decide unless it comes back.")
    if not submitted:
        return _("The entry is not submitted yet. Decide once there is a version to read.")
    return None


def why_not_this_decision(last: str | None, outcome: str, reason: str) -> str | None:
    """Why this decision cannot follow the last one. `last` is the outcome in force, None when nothing was decided."""
    if outcome not in set(EligibilityOutcome):
        return _("Choose whether the entry passes or is refused.")
    if not reason.strip() and outcome == EligibilityOutcome.REFUSED:
        return _("Write why the entry is refused: the city is told, and it stays in the record.")
    if not reason.strip() and last is not None and last != outcome:
        return _("Write why the decision changes: the city is told, and it stays in the record.")
    return None


def why_not_extend(
    until: datetime | None, deadline: datetime, at: datetime, reason: str, judging: datetime | None, zone: str
) -> dict[str, str]:
    """Why a city cannot be given time until then, by field.

    Args:
        deadline: the edition's own, grace included.
        judging: when the first round opens; None when that does not matter.
    """
    faults = {}
    if until is None:
        faults["until"] = _("Write the day and the time, such as 2026-05-31T18:00.")
    elif until <= at:
        faults["until"] = _("%(until)s is over. Choose a later time.", until=clock.tell(until, zone))
    elif until <= deadline:
        faults["until"] = _(
            "Everybody has time until %(deadline)s. Choose a later time.", deadline=clock.tell(deadline, zone)
        )
    elif judging is not None and until > judging:
        faults["despite_judging"] = _(
            "Judging opens on %(judging)s, so judges could read what still changes. Choose an earlier time, or tick "
            "the box to say that you know.",
            judging=clock.tell(judging, zone),
        )
    if not reason.strip():
        faults["reason"] = _("Write why: the city is told, and it stays in the record.")
    return faults
