"""Keeping a judge away from an entry or a city, and taking that back."""

from sqlalchemy.orm import joinedload

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...entries.models import Entry
from ...errors import Invalid
from ...people.models import Person
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
        if faults:
            raise Invalid(next(iter(faults.values())), {name: [told] for name, told in faults.items()})
        for each in queries.exclusions_of_judge(judge.id):
            if each.ended_at is None and (each.entry_id, each.whole_city) == (entry.id, whole_city):
                return each
        made = Exclusion(
            judge_id=judge.id,
            entry_id=entry.id,
            whole_city=whole_city,
            reason=reason.strip(),
            by_id=by.id,
            at=moment.at,
        )
        db.session.add(made)
        db.session.flush()
        _write(moment, "judge.excluded", judge, entry, made, by)
    return made


def end_exclusion(exclusion: Exclusion, by: Person) -> Exclusion:
    """Take an exclusion back. Doing it twice is doing it once.

    Raises:
        Refusal: not an organiser, or one who speaks for the city.
    """
    with transaction() as moment:
        exclusion = hold(exclusion, joinedload(Exclusion.entry).joinedload(Entry.city))
        require_organiser(by, exclusion.entry.city_id)
        if exclusion.ended_at is None:
            exclusion.ended_at, exclusion.ended_by_id = moment.at, by.id
            judge = db.session.get_one(Judge, exclusion.judge_id)
            _write(moment, "judge.exclusion_ended", judge, exclusion.entry, exclusion, by)
    return exclusion


def _write(moment: Transaction, event: str, judge: Judge, entry: Entry, row: Exclusion, by: Person) -> None:
    ledger.write(
        event,
        actor=by,
        at=moment.at,
        subject=row,
        label=f"{entry.reference}, {judge.name}",
        edition_id=entry.edition_id,
        after={"whole city": row.whole_city},
        reason=row.reason,
    )
