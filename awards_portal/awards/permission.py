"""Who takes part in results."""

from collections.abc import Iterable
from typing import Any

from ..errors import Refusal
from ..people import queries as people
from ..people.models import Person
from . import policy


def who_may_confirm(proposed_by_id: int | None, entries: Iterable[Any]) -> list[Person]:
    """Organisers who may confirm results that somebody else proposed, by name.

    Args:
        entries: what the results are about, each with `city_id`: who speaks for one of these cities may not.
    """
    cities = {each.city_id for each in entries}
    others = (each for each in people.organisers() if each.id != proposed_by_id)
    return [each for each in others if not people.own_cities(each.id) & cities]


def require_handler(by: Person, entries: Iterable[Any] = ()) -> None:
    """Refuse whoever takes no part in the results of these entries or rows, each with `reference` and `city_id`.

    Raises:
        Refusal: with the sentence of `policy.why_not_handle`.
    """
    cities = people.own_cities(by.id)
    own = [each.reference for each in entries if each.city_id in cities]
    if (why_not := policy.why_not_handle(people.team_role(by.id), own)) is not None:
        raise Refusal(why_not)
