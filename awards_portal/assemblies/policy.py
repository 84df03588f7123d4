"""Why not, in a sentence, or None."""

from flask_babel import gettext as _

from ..people.models import TeamMember, TeamRole


def why_not_edit(by: TeamMember | None) -> str | None:
    """Why somebody may not edit assemblies."""
    if by is None or by.ended_at is not None or by.role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
        return _("Observers read. Ask an organiser to change the assembly.")
    return None
