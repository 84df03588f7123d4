"""Why not: what stands in the way of putting a judge into a group. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _


def why_not_group(group: str, weighed: Sequence[Mapping[str, Any]]) -> str | None:
    """Why a judge cannot be of this group; an empty one is none."""
    names = [each["group"] for each in weighed]
    if not names:
        return _("This round weighs no groups of judges. Write them in its settings first.")
    if group and group not in names:
        return _(
            "“%(group)s” is no group of this round. Its groups are: %(known)s.", group=group, known=", ".join(names)
        )
    return None


def why_not_competing(competes: bool) -> str | None:
    """Why somebody puts nobody into a group: groups weigh on the places of a city that she speaks for."""
    if competes:
        return _("You speak for a city that takes part. Ask another organiser to put judges into groups.")
    return None


def why_no_reason(moved: Collection[str], reason: str) -> str | None:
    """Why judges who have begun to score need a word of explanation. `moved`: those who leave a group, by name."""
    if moved and not reason.strip():
        return _(
            "%(judges)s scored in the group they were in. Write why they are moved: it stays in the ledger.",
            judges=", ".join(sorted(moved)),
        )
    return None
