"""The invented cast: cities with their representatives, organisers, judges."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ..db import db
from ..people.models import (
    City,
    CityKind,
    CoordinatedCategory,
    Person,
    Representative,
    RepresentativeRole,
    TeamMember,
)
from ..programmes import queries as programmes
from ..programmes.models import Edition
from ..text import name_key, slug


@dataclass(frozen=True)
class Cast:
    """Who is there: cities by name, their leads by the city's name, organisers in order, judges' persons by key."""

    cities: dict[str, City]
    leads: dict[str, Person]
    organisers: list[Person]
    judges: dict[str, Person]
    facts: dict[str, dict[str, Any]]


def write_cast(document: Mapping[str, Any], password_hash: str, at: datetime) -> Cast:
    """Write everybody, as if they had come in at a moment. `password_hash` is everybody's."""

    def person(of: Mapping[str, Any]) -> Person:
        made = Person(email=of["email"], name=of["name"], password_hash=password_hash, verified_at=at, created_at=at)
        db.session.add(made)
        db.session.flush()
        return made

    cities, leads = {}, {}
    for each in document["cities"]:
        city = City(
            name=each["name"],
            key=name_key(each["name"]),
            slug=slug(each["name"]),
            country=each["country"],
            region=each["region"],
            kind=CityKind(each["kind"]),
            sources=[],
            sample=True,
            created_at=at,
        )
        db.session.add(city)
        db.session.flush()
        lead = person(each["lead"])
        db.session.add(Representative(person_id=lead.id, city_id=city.id, role=RepresentativeRole.LEAD, since=at))
        if "editor" in each:
            editor = person(each["editor"])
            role = RepresentativeRole.EDITOR
            db.session.add(Representative(person_id=editor.id, city_id=city.id, role=role, since=at))
        cities[city.name], leads[city.name] = city, lead
    organisers = []
    for each in document["organisers"]:
        organisers.append(person(each))
        db.session.add(TeamMember(person_id=organisers[-1].id, role=each["role"], since=at))
    judges = {each["key"]: person(each) for each in document["judges"]}
    return Cast(cities, leads, organisers, judges, {each["key"]: each for each in document["judges"]})


def share_categories(document: Mapping[str, Any], editions: Iterable[Edition]) -> None:
    """Give coordinators their categories of these editions."""
    wanted = {each["email"]: each["coordinates"] for each in document["organisers"] if "coordinates" in each}
    members = select(TeamMember, Person.email).join(Person).where(Person.email.in_(wanted)).order_by(TeamMember.id)
    categories = [category for edition in editions for category in programmes.categories(edition.id)]
    for member, email in db.session.execute(members):
        for category in categories:
            if category.key in wanted[email]:
                db.session.add(CoordinatedCategory(team_member_id=member.id, category_id=category.id))
