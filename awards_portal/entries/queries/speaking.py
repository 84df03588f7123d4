"""Who speaks for the city of an entry."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from ...db import db
from ...people.models import Person, Representative, RepresentativeRole


def role_of(person_id: int, city_id: int) -> RepresentativeRole | None:
    """What a person may do for a city now; None when they do not speak for it."""
    role = db.session.scalar(
        select(Representative.role).where(
            Representative.person_id == person_id,
            Representative.city_id == city_id,
            Representative.ended_at.is_(None),
        )
    )
    return None if role is None else RepresentativeRole(role)


def leads(city_id: int) -> Sequence[Person]:
    """The people who lead for a city now, by name."""
    return db.session.scalars(
        select(Person)
        .join(Representative, Representative.person_id == Person.id)
        .where(
            Representative.city_id == city_id,
            Representative.role == RepresentativeRole.LEAD,
            Representative.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.name, Person.id)
    ).all()


def writers_of(city_ids: Iterable[int]) -> dict[int, list[Person]]:
    """The people who write for these cities now, leads and editors, by city and name."""
    rows = db.session.execute(
        select(Representative.city_id, Person)
        .join(Person, Person.id == Representative.person_id)
        .where(
            Representative.city_id.in_(list(city_ids)),
            Representative.role.in_([RepresentativeRole.LEAD, RepresentativeRole.EDITOR]),
            Representative.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .order_by(Representative.city_id, Person.name, Person.id)
    )
    found: dict[int, list[Person]] = {}
    for city_id, person in rows:
        found.setdefault(city_id, []).append(person)
    return found


def speakers(city_id: int) -> Sequence[Person]:
    """Everybody who speaks for a city now, whatever their role, by name."""
    return db.session.scalars(
        select(Person)
        .join(Representative, Representative.person_id == Person.id)
        .where(Representative.city_id == city_id, Representative.ended_at.is_(None), Person.disabled_at.is_(None))
        .order_by(Person.name, Person.id)
    ).all()
