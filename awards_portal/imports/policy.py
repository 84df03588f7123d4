"""Why not, for imports: each function answers the sentence that says why not, or None."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _

from ..people.models import TeamRole


def why_not_import(role: str | None) -> str | None:
    """Why this person may not import. `role` is her place in the organising team, None without one."""
    if role is None:
        return _("Only the organising team does this.")
    if role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
        return _("You may read this and not change it. Ask an organiser.")
    return None


def why_not_scores(published: bool) -> str | None:
    """Why no scores of an edition can be imported or taken back.

    Args:
        published: whether its results are proposed or published and were not retracted.
    """
    if published:
        return _("The results of this edition are proposed or published. Retract them before scores change.")
    return None


def why_not_undo_scores(competes: bool) -> str | None:
    """Why this person may not take back imported scores. `competes`: a city that she speaks for has an entry here."""
    if competes:
        return _("You speak for a city that takes part. Ask another member of the team to undo it.")
    return None


def why_not_carry_out(done: datetime | None) -> str | None:
    """Why an import that was looked at cannot be carried out."""
    return _("This import is done already. Nothing was made twice.") if done is not None else None


def why_not_undo(done: datetime | None, undone: datetime | None, depending: Mapping[str, str]) -> str | None:
    """Why an import cannot be undone.

    Args:
        depending: what hangs on a row that it made, in words, by the row's name.
    """
    if done is None:
        return _("This import is not done. There is nothing to undo.")
    if undone is not None:
        return _("This import is undone already.")
    for name, what in sorted(depending.items()):
        if len(depending) == 1:
            return _("%(name)s %(what)s, so the import stays. Undo that first.", name=name, what=what)
        return _(
            "%(name)s %(what)s, and %(n)d more rows are in use, so the import stays. Undo that first.",
            name=name,
            what=what,
            n=len(depending) - 1,
        )
    return None
