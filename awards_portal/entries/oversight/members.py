"""Who of the organising team may act on a city's entries."""

from ...errors import Refusal
from ...people import queries as people
from ...people.models import Person
from . import policy


def check_member(by: Person, city_id: int) -> None:
    """Refuse whoever may not act on this city's entries.

    Raises:
        Refusal: not an organiser, or somebody who speaks for the city.
    """
    member = people.team_member(by.id)
    speaks = people.representative(by.id, city_id) is not None
    refusal = policy.why_not_oversee(None if member is None else member.role, speaks)
    if refusal:
        raise Refusal(refusal)


def check_any_member(by: Person) -> None:
    """Refuse whoever may not act on entries at all; for what concerns no city's entry more than another's.

    Raises:
        Refusal: not an organiser.
    """
    member = people.team_member(by.id)
    refusal = policy.why_not_oversee(None if member is None else member.role)
    if refusal:
        raise Refusal(refusal)
