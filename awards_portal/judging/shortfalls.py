"""Why an entry of a proposal has too few judges, and the smallest changes that would help: sentences. Pure."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext


def told(row: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """A line of a matching's `unmet` on an entry that is short, in words.

    Args:
        row: with the entry's reference, `rules`, counts and the changes of which each would help.
        names: of the judges, by id.
    """
    ways = [_way(change, names) for change in row["relax"]]
    return " ".join(
        [
            ngettext(
                "%(reference)s lacks %(num)d judge.",
                "%(reference)s lacks %(num)d judges.",
                row["missing"],
                reference=row["entry"],
            ),
            *_reasons(row),
            _("Each of these helps by itself: %(ways)s.", ways="; ".join(ways))
            if len(ways) > 1
            else _("What helps: %(ways)s.", ways=ways[0]),
        ]
    )


def _reasons(row: Mapping[str, Any]) -> list[str]:
    rules, found = row["rules"], []
    if "per_entry" in rules:
        found.append(
            ngettext("The panel has only %(num)d judge.", "The panel has only %(num)d judges.", row["of_category"])
        )
    barred = [
        ngettext("%(num)d conflict or recusal", "%(num)d conflicts or recusals", row["conflicts"])
        if name == "conflicts"
        else ngettext("%(num)d exclusion", "%(num)d exclusions", row["exclusions"])
        for name in ("conflicts", "exclusions")
        if name in rules
    ]
    if barred:
        found.append(
            _(
                "Of the %(all)s judges of the panel %(left)s may judge it; in the way: %(barred)s.",
                all=row["of_category"],
                left=row["left"],
                barred=", ".join(barred),
            )
        )
    if "max_load" in rules:
        full = row["left"] - row["have"]
        found.append(
            ngettext(
                "%(num)d judge who may judge it takes no more entries.",
                "%(num)d judges who may judge it take no more entries.",
                full,
            )
        )
    return found


def _way(change: Mapping[str, Any], names: Mapping[int, str]) -> str:
    match change["change"]:
        case "raise max_load":
            return _(
                "raise the most that %(name)s takes in a round by %(n)s", name=names[change["judge"]], n=change["by"]
            )
        case "lift exclusion":
            return _("take back the exclusion of %(name)s", name=names[change["judge"]])
        case _:
            return _("seat another judge without conflict on the panel")
