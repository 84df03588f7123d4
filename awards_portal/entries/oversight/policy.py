"""Why not, for the organising team: each function answers the sentence that says why not, or None."""

from flask_babel import gettext as _

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
