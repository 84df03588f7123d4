"""Why not, in a sentence, or None."""

from collections.abc import Collection
from datetime import date

from flask_babel import gettext as _

from ..models import Representative, RepresentativeRole, TeamMember, TeamRole
from .models import AppliedFor, StepKind

FINAL = {StepKind.APPROVED, StepKind.DECLINED}


def why_not_apply(seat: Representative | None, waits: bool, present: Collection[str], kind: str | None) -> str | None:
    """Why somebody may not apply for a city. `waits`: an application is open; `present`: kinds it has now."""
    if seat is None or seat.ended_at is not None:
        return _("You do not speak for this city.")
    if seat.role != RepresentativeRole.LEAD:
        return _("Only the lead applies for membership. Ask your city's lead.")
    if waits:
        return _("An application of your city is open. Wait for the answer before you send another.")
    if kind is not None and kind in present:
        return _("Your city is a member of this kind already.")
    return None


def why_not_record(by: TeamMember | None, speaks: bool, role: str) -> str | None:
    """Why a team member may not record a decision. `role`: who does so, by the setting."""
    if by is None or by.ended_at is not None or by.role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
        return _("Observers read. Ask an organiser.")
    if speaks:
        return _("You speak for this city yourself. Ask another organiser.")
    if role == TeamRole.ADMIN and by.role != TeamRole.ADMIN:
        return _("Only an admin records this decision. Who does can be changed in the settings of membership.")
    return None


def why_not_step(kind: StepKind, applied_for: str, done: Collection[str]) -> str | None:
    """Why this step cannot be taken on an application. `done`: the steps taken on it."""
    if FINAL & set(done):
        return _("This application was decided on before.")
    if kind is StepKind.ACCEPTED and applied_for != AppliedFor.FULL:
        return _("Only an application for full membership makes an associate member first.")
    if kind is StepKind.ACCEPTED and StepKind.ACCEPTED in done:
        return _("This application was accepted before.")
    if kind is StepKind.APPROVED and applied_for == AppliedFor.FULL and StepKind.ACCEPTED not in done:
        return _("The city becomes an associate member first: accept the application.")
    return None


def faults_of_step(on: date | None, today: date, not_before: date | None, reason: str) -> dict[str, list[str]]:
    """What is missing from a step, by field."""
    found: dict[str, list[str]] = {}
    if on is None or on > today:
        found["on"] = [_("Write the day of the decision, today or before.")]
    elif not_before is not None and on < not_before:
        found["on"] = [_("The decision cannot be older than what it is about.")]
    if not reason.strip():
        found["reason"] = [_("Write the reason: the city reads it, and it stays in the record.")]
    return found
