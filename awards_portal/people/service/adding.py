"""A city that an organiser adds, after a look at those that are here under nearly the same name."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _

from ... import ledger
from ...db import db, transaction
from ...errors import Invalid, Refusal
from ...text import is_storable, name_key
from .. import queries, rules
from ..models import City, Person
from ..profiles.policy import why_not_handle
from .registering import free_slug


def add_city(values: dict[str, Any], by: Person, *, others: Collection[int] = ()) -> City:
    """Add a city; the same again is the one that was added.

    Args:
        values: name, country, region, kind, website, and `listed`: whether it stands in the public directory.
        others: ids of cities with nearly the same name that she looked at and says are others.

    Raises:
        Refusal: not an organiser.
        Invalid: a sentence by field; for `city_name` also when a city of nearly this name is not among `others`.
    """
    with transaction() as moment:
        refusal = why_not_handle(queries.team_member(by.id), speaks=False)
        if refusal:
            raise Refusal(refusal)
        faults = rules.city_faults(values)
        name = values["name"]
        if not is_storable(name):
            faults["city_name"] = [_("A character in it cannot be stored. Write it again.")]
        if faults:
            raise Invalid(_("The city is not complete."), faults)
        twin = queries.city_by_name(name, values["country"])
        if twin is not None:
            told = _("This country has %(city)s already. Open it instead of adding it again.", city=twin.name)
            raise Invalid(told, {"city_name": [told]})
        if set(rules.sounds_like(name, queries.city_names())) - set(others):
            told = _("There are cities of nearly this name. Say whether it is one of them.")
            raise Invalid(told, {"city_name": [told]})
        made = City(
            name=name,
            key=name_key(name),
            slug=free_slug(name, values["country"]),
            country=values["country"],
            region=values["region"],
            kind=values["kind"],
            website=values["website"] or None,
            listed=bool(values["listed"]),
            sources=[],
            created_at=moment.at,
        )
        db.session.add(made)
        ledger.write("city.added", actor=by, at=moment.at, subject=made, label=name, after=dict(values))
    return made
