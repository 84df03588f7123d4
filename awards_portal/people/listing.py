"""The organising team's table of cities and who speaks for them: one question, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, case, func, select

from ..db import db
from ..text import name_key
from .merged import is_merged
from .models import City, Person, Representative, RepresentativeRole

# What the table can be narrowed to. A city that came with a spreadsheet has nobody yet.
SPOKEN, GONE, NEVER, ENTERED = "spoken", "none", "never", "entered"


@dataclass(frozen=True)
class CityRow:
    """A line of the table: `leads` counts those who lead now and can sign in, `people` everybody who speaks for it.

    `ever` counts those who spoke for it too.
    """

    slug: str
    name: str
    country: str
    leads: int
    people: int
    ever: int


def city_rows(
    *,
    search: str = "",
    lead: str = "",
    entered: Select[int] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[Sequence[CityRow], int]:
    """Cities by name, and how many there are in all; one that was entered twice stands under the name that stayed.

    Args:
        search: part of a name; case and accents do not matter.
        lead: `SPOKEN` for those that somebody speaks for, `GONE` for those where somebody spoke and nobody leads,
            `NEVER` for those that nobody ever spoke for, `ENTERED` for those of `entered` where nobody leads.
        entered: ids of the cities that have an entry.
    """
    here = and_(Representative.id.is_not(None), Representative.ended_at.is_(None))
    leading = here & (Representative.role == RepresentativeRole.LEAD) & Person.disabled_at.is_(None)
    leads = func.sum(case((leading, 1), else_=0))
    people, ever = func.sum(case((here, 1), else_=0)), func.count(Representative.id)
    question = (
        select(City.slug, City.name, City.country, leads.label("leads"), people.label("people"), ever.label("ever"))
        .outerjoin(Representative, Representative.city_id == City.id)
        .outerjoin(Person, Person.id == Representative.person_id)
        .where(~is_merged(City.id))
        .group_by(City.id)
    )
    if search.strip():
        question = question.where(City.key.contains(name_key(search), autoescape=True))
    if lead == SPOKEN:
        question = question.having(people > 0)
    elif lead == GONE:
        question = question.having(leads == 0, ever > 0)
    elif lead == NEVER:
        question = question.having(ever == 0)
    elif lead == ENTERED and entered is not None:
        question = question.where(City.id.in_(entered)).having(leads == 0)
    total = db.session.scalar(select(func.count()).select_from(question.subquery())) or 0
    rows = db.session.execute(question.order_by(City.key, City.id).limit(limit).offset(offset))
    return [CityRow(*row[:3], *map(int, row[3:])) for row in rows], total
