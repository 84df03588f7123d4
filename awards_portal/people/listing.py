"""The organising team's table of cities that somebody speaks for or spoke for: one question, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from ..db import db
from ..text import name_key
from .models import City, Person, Representative, RepresentativeRole


@dataclass(frozen=True)
class CityRow:
    """A line of the table: `leads` counts those who lead now and can sign in, `people` everybody who speaks for it."""

    slug: str
    name: str
    country: str
    leads: int
    people: int


def city_rows(
    *, search: str = "", leaderless: bool = False, limit: int | None = None, offset: int = 0
) -> tuple[Sequence[CityRow], int]:
    """Cities that ever had a representative, by name, and how many there are in all.

    Args:
        search: part of a name; case and accents do not matter.
        leaderless: only those where nobody leads.
    """
    here = Representative.ended_at.is_(None)
    leading = here & (Representative.role == RepresentativeRole.LEAD) & Person.disabled_at.is_(None)
    leads = func.sum(case((leading, 1), else_=0))
    question = (
        select(
            City.slug, City.name, City.country, leads.label("leads"), func.sum(case((here, 1), else_=0)).label("people")
        )
        .join(Representative, Representative.city_id == City.id)
        .join(Person, Person.id == Representative.person_id)
        .group_by(City.id)
    )
    if search.strip():
        question = question.where(City.key.contains(name_key(search), autoescape=True))
    if leaderless:
        question = question.having(leads == 0)
    total = db.session.scalar(select(func.count()).select_from(question.subquery())) or 0
    rows = db.session.execute(question.order_by(City.key, City.id).limit(limit).offset(offset))
    return [CityRow(row.slug, row.name, row.country, int(row.leads), int(row.people)) for row in rows], total
