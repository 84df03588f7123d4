"""Keeping a judge away from an entry or a city, and taking that back."""

from typing import Any

from sqlalchemy.orm import joinedload

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...entries.models import Entry
from ...errors import Invalid
from ...people.models import City, Person
from .. import policy, queries
from ..models import Exclusion, Judge
from .permission import require_organiser


def exclude(judge: Judge, entry: Entry, whole_city: bool, reason: str, by: Person) -> Exclusion:
    """Keep a judge away from an entry, or from every entry of its city. What is assigned already stays.

    The same again is the same act.

    Raises:
        Refusal: not an organiser, or one who speaks for the city.
        Invalid: the entry is of another edition, or without a reason; by field.
    """
    with transaction() as moment:
        judge = hold(judge)
        entry = hold(entry, joinedload(Entry.city))
        require_organiser(by, entry.city_id)
        faults = policy.why_not_exclude(judge.edition_id == entry.edition_id, reason)
        return _keep_apart(moment, judge, faults, reason, by, entry.reference, entry_id=entry.id, whole_city=whole_city)


def exclude_city(judge: Judge, city: City, reason: str, by: Person) -> Exclusion:
    """Keep a judge away from a city, whether it has an entry already or not. What is assigned already stays.

    The same again is the same act.

    Raises:
        Refusal: not an organiser, or one who speaks for the city.
        Invalid: without a reason; by field.
    """
    with transaction() as moment:
        judge = hold(judge)
        city = hold(city)
        require_organiser(by, city.id)
        faults = policy.why_not_exclude(True, reason)
        return _keep_apart(moment, judge, faults, reason, by, city.name, city_id=city.id, whole_city=True)


def _keep_apart(
    moment: Transaction, judge: Judge, faults: dict[str, str], reason: str, by: Person, label: str, **of: Any
) -> Exclusion:
    if faults:
        raise Invalid(next(iter(faults.values())), {name: [told] for name, told in faults.items()})
    for each in queries.exclusions_of_judge(judge.id):
        if each.ended_at is None and all(getattr(each, name) == value for name, value in of.items()):
            return each
    made = Exclusion(judge_id=judge.id, reason=reason.strip(), by_id=by.id, at=moment.at, **of)
    db.session.add(made)
    db.session.flush()
    _write(moment, "judge.excluded", judge, label, made, by)
    return made


def end_exclusion(exclusion: Exclusion, by: Person) -> Exclusion:
    """Take an exclusion back. Doing it twice is doing it once.

    Raises:
        Refusal: not an organiser, or one who speaks for the city.
    """
    with transaction() as moment:
        exclusion = hold(exclusion, joinedload(Exclusion.entry).joinedload(Entry.city), joinedload(Exclusion.city))
        entry, city = exclusion.entry, exclusion.city
        require_organiser(by, exclusion.city_id if entry is None else entry.city_id)
        if exclusion.ended_at is None:
            exclusion.ended_at, exclusion.ended_by_id = moment.at, by.id
            judge = db.session.get_one(Judge, exclusion.judge_id)
            label = entry.reference if entry is not None else "" if city is None else city.name
            _write(moment, "judge.exclusion_ended", judge, label, exclusion, by)
    return exclusion


def _write(moment: Transaction, event: str, judge: Judge, label: str, row: Exclusion, by: Person) -> None:
    ledger.write(
        event,
        actor=by,
        at=moment.at,
        subject=row,
        label=f"{label}, {judge.name}",
        edition_id=judge.edition_id,
        after={"whole city": row.whole_city},
        reason=row.reason,
    )
