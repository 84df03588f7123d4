"""Who may do any deed on assemblies."""

from ...errors import Refusal
from ...people import queries as people
from ...people.models import Person
from .. import policy


def check_editor(by: Person) -> None:
    """Refuse whoever does not edit assemblies.

    Raises:
        Refusal: with the sentence.
    """
    refusal = policy.why_not_edit(people.team_member(by.id))
    if refusal:
        raise Refusal(refusal)
