"""Why not, in a sentence, or None."""

from flask_babel import gettext as _

from ..models import Representative, RepresentativeRole, TeamMember, TeamRole


def why_not_propose(seat: Representative | None) -> str | None:
    """Why somebody may not propose a city's profile."""
    if seat is None or seat.ended_at is not None:
        return _("You do not speak for this city.")
    if seat.role == RepresentativeRole.VIEWER:
        return _("Viewers read. Ask your city's lead to write the profile.")
    return None


def why_not_handle(by: TeamMember | None, speaks: bool) -> str | None:
    """Why a team member may not decide on a city's profile, name or membership."""
    if by is None or by.ended_at is not None or by.role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
        return _("Observers read. Ask an organiser.")
    if speaks:
        return _("You speak for this city yourself. Ask another organiser.")
    return None


def why_not_decide(is_last: bool, decided: bool) -> str | None:
    """Why a version cannot be decided on (any more)."""
    if decided:
        return _("This profile was decided on before.")
    if not is_last:
        return _("The city has proposed another version since. Read that one.")
    return None
