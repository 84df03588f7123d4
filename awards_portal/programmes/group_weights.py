"""What groups of judges weigh in a round, such as a jury with 50, the council with 25 and the public with 25. Pure.

A document holds a list in its order, `[{"group": "jury", "weight": 50}, …]`; a form a line each, `jury = 50`. An empty
list: all judges count alike.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from ..text import is_storable, name_key

GROUP_MOST, LONGEST_GROUP, MOST_GROUP_WEIGHT = 10, 40, 1000
# The only method that knows groups: it is a mean of means.
GROUPED_METHOD = "mean"

Weights = list[dict[str, Any]]


def typed_groups(text: str) -> list[dict[str, Any]]:
    """The lines of a form as a document; a weight that is no number stays text, for `why_not_groups` to name."""
    found: Weights = []
    for line in filter(None, (each.strip(" ,;") for each in text.splitlines())):
        name, _sign, weight = (part.strip() for part in line.rpartition("="))
        whole = weight.isascii() and weight.isdecimal() and len(weight) < 9
        found.append({"group": " ".join(name.split()), "weight": int(weight) if whole else weight})
    return found


def groups_as_lines(groups: Sequence[Mapping[str, Any]]) -> str:
    """A document as the lines of a form."""
    return "\n".join(f"{each['group']} = {each['weight']}" if each["group"] else str(each["weight"]) for each in groups)


def groups_in_words(groups: Sequence[Mapping[str, Any]]) -> str:
    """`jury 50, council 25`."""
    return ", ".join(f"{each['group']} {each['weight']}" for each in groups)


def why_not_groups(raw: Any) -> str | None:
    """Why these are no weights of groups of judges."""
    shape = _("Groups of judges: write one a line with its weight, such as jury = 50.")
    if not isinstance(raw, list) or not all(
        isinstance(each, Mapping) and set(each) == {"group", "weight"} for each in raw
    ):
        return shape
    if len(raw) > GROUP_MOST:
        return _("Groups of judges: at most %(most)s.", most=GROUP_MOST)
    names = []
    for each in raw:
        name, weight = each["group"], each["weight"]
        if not isinstance(name, str) or not name.strip():
            return shape
        if len(name) > LONGEST_GROUP or not is_storable(name) or any(sign in name for sign in "=,;\n"):
            return _(
                "The name of a group holds at most %(n)s characters and no comma, semicolon or equals sign.",
                n=LONGEST_GROUP,
            )
        if not isinstance(weight, int) or isinstance(weight, bool) or not 1 <= weight <= MOST_GROUP_WEIGHT:
            return _(
                "The weight of the group “%(group)s” is a whole number from 1 to %(most)s.",
                group=name,
                most=MOST_GROUP_WEIGHT,
            )
        if name_key(name) in names:
            return _("The group “%(group)s” is there twice.", group=name)
        names.append(name_key(name))
    return None


def why_not_grouped(groups: Sequence[Any], method: str) -> str | None:
    """Why groups cannot be weighed by this method."""
    if groups and method != GROUPED_METHOD:
        return _("Groups of judges are weighed by the mean only. Choose the mean, or leave the groups out.")
    return None
