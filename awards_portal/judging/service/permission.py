"""Who may arrange judging, and who may remind judges."""

from ...errors import Refusal
from ...people import queries as people
from ...people.models import Person
from .. import policy


def require_organiser(by: Person, city_id: int | None = None) -> None:
    """Refuse whoever may not arrange judging (for an entry of this city).

    Raises:
        Refusal: with the sentence.
    """
    member = people.team_member(by.id)
    speaks = city_id is not None and city_id in people.own_cities(by.id)
    reason = policy.why_not_arrange(member.role if member else None, speaks)
    if reason:
        raise Refusal(reason)


def require_reminding(by: Person) -> frozenset[int] | None:
    """Refuse whoever may not remind judges.

    Returns:
        The categories whose entries a coordinator reminds about; None for an organiser, who does about all.

    Raises:
        Refusal: with the sentence.
    """
    hers = people.coordinated(by.id)
    if hers:
        return hers
    require_organiser(by)
    return None
