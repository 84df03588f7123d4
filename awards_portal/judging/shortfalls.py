"""Why an entry of a proposal has too few judges, and the smallest changes that would help: sentences. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _


def told(row: Mapping[str, Any], names: Mapping[int, str], most: Mapping[int, int]) -> str:
    """A line of a matching's `unmet` on an entry that is short, in words.

    Args:
        row: with the entry's reference, `rules`, counts and the changes of which each would help.
        names: of the judges, by id.
        most: how many entries of the whole round each could have in the matching, by id.
    """
    # The package loads numpy, and a page without shortfalls does not need it.
    from ..matching.relax import alike

    ways = [_way(change, [int(judge) for judge in judges], names, most) for change, judges in alike(row["relax"])]
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


def _way(change: Mapping[str, Any], judges: Sequence[int], names: Mapping[int, str], most: Mapping[int, int]) -> str:
    match change["change"]:
        case "raise max_load":
            # Who has more than she takes already needs more than one more.
            told = [_("%(name)s to %(n)s", name=names[each], n=most[each] + change["by"]) for each in judges]
            return _("raise the most that a judge takes in a round: %(who)s", who=_either(told))
        case "lift exclusion":
            return _("take back the exclusion of %(name)s", name=_either([names[each] for each in judges]))
        case _:
            return _("seat another judge without conflict on the panel")


def _either(words: Sequence[str]) -> str:
    return str(format_list(words, style="or", locale=get_locale() or "en"))
