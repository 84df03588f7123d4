"""Why not, for privacy: each function answers the sentence that says why not, or None."""

from collections.abc import Sequence

from flask_babel import gettext as _

from ..people.models import TeamRole


def why_not_retain(role: str | None) -> str | None:
    """Why this person may not set how long something is kept, or remove what is over."""
    if role != TeamRole.ADMIN:
        return _("Only an admin sets how long data is kept and removes what is over.")
    return None


def why_not_forget(forgotten: bool, leading_alone: Sequence[str], role: str | None, admins: int) -> str | None:
    """Why an account cannot be deleted by its person.

    Args:
        leading_alone: cities that would be without a lead.
        admins: how many admins can sign in.
    """
    if forgotten:
        return _("This account is deleted already.")
    if leading_alone:
        return _(
            "You are the only lead of %(cities)s. Hand the lead over to a colleague first, or invite another lead.",
            cities=", ".join(leading_alone),
        )
    if role == TeamRole.ADMIN and admins < 2:
        return _("The portal needs an admin. Make somebody else an admin first.")
    return None
