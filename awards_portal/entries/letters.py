"""Letters about one entry: who gets them, and what every one of them says."""

from typing import Any

from .. import mail
from ..db import Transaction
from ..mail.models import Letter
from ..people.models import Person
from . import queries
from .models import Entry


def told(entry: Entry, by: Person) -> list[Person]:
    """Who gets a letter about what was done: who did it, and the city's other leads."""
    return [by, *(lead for lead in queries.leads(entry.city_id) if lead.id != by.id)]


def post(
    moment: Transaction, kind: str, entry: Entry, person: Person, /, *, key: str | None = None, **values: Any
) -> Letter | None:
    """Write a letter about an entry to a person, as `mail.post`: its edition, reference and title are given always."""
    return mail.post(
        moment,
        kind,
        to=person.email,
        name=person.name,
        key=key,
        person_id=person.id,
        edition_id=entry.edition_id,
        edition=entry.edition.title,
        reference=entry.reference,
        title=entry.title,
        **values,
    )
