"""Who takes part in results."""

from collections.abc import Iterable
from typing import Any

from ..errors import Refusal
from ..people import queries as people
from ..people.models import Person
from . import policy


def require_handler(by: Person, entries: Iterable[Any] = ()) -> None:
    """Refuse whoever takes no part in the results of these entries or rows, each with `reference` and `city_id`.

    Raises:
        Refusal: with the sentence of `policy.why_not_handle`.
    """
    member = people.team_member(by.id)
    cities = people.own_cities(by.id)
    own = [each.reference for each in entries if each.city_id in cities]
    if (why_not := policy.why_not_handle(None if member is None else member.role, own)) is not None:
        raise Refusal(why_not)
