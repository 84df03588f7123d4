"""What the portal knows of judges and cities that may join them: who speaks or spoke for whom."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from ...db import db
from ...people.merged import other_names
from ...people.models import City, Person, Representative
from ..detection import CityFacts, Found, JudgeFacts, Rules, Spell, detect
from ..models import Judge
from ..seats import Seat


def likeness_facts(
    judges: Sequence[Judge], cities: Iterable[City]
) -> tuple[dict[int, JudgeFacts], dict[int, CityFacts]]:
    """Facts of judges and of cities, by id. Two statements, however many there are."""
    places = {city.id: city for city in cities}
    persons = [judge.person_id for judge in judges if judge.person_id is not None]
    theirs = select(Representative.person_id).where(Representative.city_id.in_(list(places)))
    rows = db.session.execute(
        select(Representative.person_id, Representative.city_id, Representative.ended_at, Person.email)
        .join(Representative.person)
        .where(or_(Representative.person_id.in_(persons), Representative.person_id.in_(theirs)))
        .order_by(Representative.id)
    )
    names = other_names(places)
    spells: dict[int, list[Spell]] = {}
    addresses: dict[int, list[str]] = {}
    at: dict[int, set[int]] = {}
    for person_id, city_id, ended_at, email in rows:
        spells.setdefault(person_id, []).append(Spell(person_id, city_id, ended_at))
        if ended_at is None:
            addresses.setdefault(city_id, []).append(email)
            at.setdefault(city_id, set()).add(person_id)
    return (
        {
            judge.id: JudgeFacts(
                judge.organisation,
                judge.country,
                judge.email,
                [] if judge.person_id is None else spells.get(judge.person_id, []),
            )
            for judge in judges
        },
        {
            city.id: CityFacts(
                city.id,
                city.name,
                city.country,
                city.website,
                addresses.get(city.id, []),
                [spell for person_id in sorted(at.get(city.id, ())) for spell in spells[person_id]],
                names.get(city.id, []),
            )
            for city in places.values()
        },
    )


def found_between(
    judges: Sequence[Judge], cities: Iterable[City], rules: Mapping[str, Any], at: datetime
) -> dict[tuple[int, int], list[Found]]:
    """What joins each judge and each city by an edition's rules, by their ids; pairs with nothing are left out."""
    of_judges, of_cities = likeness_facts(judges, cities)
    told = {
        (judge_id, city_id): detect(judge, city, Rules(rules), at)
        for judge_id, judge in of_judges.items()
        for city_id, city in of_cities.items()
    }
    return {pair: found for pair, found in told.items() if found}


def questions_for(seat: Seat, at: datetime) -> list[Found]:
    """What a judge is asked about before the entry opens. In a blind round nothing: it would tell the city."""
    round_ = seat.assignment.round
    if round_.blind:
        return []
    judge, city = seat.assignment.judge, seat.assignment.entry.city
    return found_between([judge], [city], round_.edition.conflict_rules, at).get((judge.id, city.id), [])
