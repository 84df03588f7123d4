"""How an edition treats what the portal finds between a judge and a city by itself. Pure.

`{"representation": "block", "past_representation": "block", "employer": "ask", "mail_domain": "ask", "history": "ask",
"country": "ask", "look_back_years": 5}`
"""

import enum
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _


class Likeness(enum.StrEnum):
    """What may join a judge and the city of an entry."""

    REPRESENTATION = "representation"
    PAST_REPRESENTATION = "past_representation"
    EMPLOYER = "employer"
    MAIL_DOMAIN = "mail_domain"
    HISTORY = "history"
    COUNTRY = "country"


class Treatment(enum.StrEnum):
    """What follows: the judge is not given the entry, is asked before reading it, or nothing."""

    BLOCK = "block"
    ASK = "ask"
    IGNORE = "ignore"


LOOK_BACK = "look_back_years"
LONGEST_LOOK_BACK = 50


def usual_rules() -> dict[str, Any]:
    """The rules of an edition that says nothing of its own."""
    return {
        Likeness.REPRESENTATION.value: Treatment.BLOCK.value,
        Likeness.PAST_REPRESENTATION.value: Treatment.BLOCK.value,
        Likeness.EMPLOYER.value: Treatment.ASK.value,
        Likeness.MAIL_DOMAIN.value: Treatment.ASK.value,
        Likeness.HISTORY.value: Treatment.ASK.value,
        Likeness.COUNTRY.value: Treatment.ASK.value,
        LOOK_BACK: 5,
    }


def read_rules(raw: Any) -> tuple[dict[str, Any], list[str]]:
    """An edition's rules, whole, and a sentence for each fault. What is left out is as usual."""
    rules, faults = usual_rules(), []
    if not isinstance(raw, Mapping):
        return rules, [_("The edition: “conflicts” maps what is found to block, ask or ignore.")]
    for name, value in raw.items():
        if name == LOOK_BACK:
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LONGEST_LOOK_BACK:
                faults.append(
                    _("Conflicts: “look_back_years” must be a whole number from 0 to %(n)s.", n=LONGEST_LOOK_BACK)
                )
                continue
        elif name not in set(Likeness):
            faults.append(
                _(
                    "Conflicts: “%(name)s” is not known; known are %(known)s.",
                    name=str(name)[:60],
                    known=", ".join([*Likeness, LOOK_BACK]),
                )
            )
            continue
        elif value not in set(Treatment):
            faults.append(_("Conflicts: “%(name)s” is one of %(known)s.", name=name, known=", ".join(Treatment)))
            continue
        elif name == Likeness.REPRESENTATION and value != Treatment.BLOCK:
            faults.append(
                _("Conflicts: “representation” is always block: nobody judges a city they speak for. Leave it out.")
            )
            continue
        rules[name] = value
    return rules, faults
