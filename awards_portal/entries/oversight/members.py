"""Who of the organising team may act on a city's entries."""

from collections.abc import Sequence

from ...errors import Refusal
from ...people import queries as people
from ...people.models import Person, TeamRole
from . import policy


def check_member(by: Person, city_id: int, category_id: int | None = None) -> None:
    """Refuse whoever may not act on this city's entries.

    Args:
        category_id: the category of the entry, where its coordinator may act too; None where only an organiser may.

    Raises:
        Refusal: neither an organiser nor the coordinator of that category, or somebody who speaks for the city.
    """
    speaks = people.representative(by.id, city_id) is not None
    coordinates = category_id is not None and category_id in people.coordinated(by.id)
    refusal = policy.why_not_oversee(people.team_role(by.id), speaks, coordinates)
    if refusal:
        raise Refusal(refusal)


def check_any_member(by: Person) -> None:
    """Refuse whoever may not act on entries at all; for what concerns no city's entry more than another's.

    Raises:
        Refusal: not an organiser.
    """
    refusal = policy.why_not_oversee(people.team_role(by.id))
    if refusal:
        raise Refusal(refusal)


def who_hears(by: Person, *category_ids: int) -> Sequence[Person]:
    """Who reads what a city answers to `by`: she, or all organisers when it is no longer hers to read.

    Args:
        category_ids: the entry's categories, before and after; whoever coordinates one of them may read the answer.
    """
    member = people.team_member(by.id)
    stays = member is not None and by.disabled_at is None
    if member is not None and member.role == TeamRole.COORDINATOR:
        stays = stays and not people.coordinated(by.id).isdisjoint(category_ids)
    return [by] if stays else people.organisers()
