"""Why not, for exports: each function answers the sentence that says why not, or None."""

from collections.abc import Sequence

from flask_babel import gettext as _

from ..people.models import RepresentativeRole, TeamRole


def why_not_export(role: str | None, own_entries: Sequence[str]) -> str | None:
    """Why this person may not have everything of an edition. `own_entries` are of cities she speaks for."""
    if role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
        return _("Everything of an edition is for organisers. Ask one of them.")
    if own_entries:
        return _(
            "The export holds the judging of %(entries)s, and you speak for that city. Ask a colleague on the "
            "organising team to make it.",
            entries=", ".join(own_entries[:5]),
        )
    return None


def why_not_export_city(role: str) -> str | None:
    """Why a representative may not have everything of her city: it holds the addresses of all its people."""
    if role != RepresentativeRole.LEAD:
        return _("Everything of your city is for its leads. Ask one of them.")
    return None
