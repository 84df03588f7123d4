"""Who gets a letter about an entry."""

from ...people.models import Person
from .. import queries
from ..models import Entry


def told(entry: Entry, by: Person) -> list[Person]:
    """Who gets a letter about what was done: who did it, and the city's other leads."""
    return [by, *(lead for lead in queries.leads(entry.city_id) if lead.id != by.id)]
