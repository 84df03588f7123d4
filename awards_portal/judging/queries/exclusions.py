"""Judges whom the organising team keeps away from an entry or a city."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...entries.models import Entry
from ...people.merged import stands_for
from ..models import Exclusion


@dataclass(frozen=True)
class Exclusions:
    """Reasons that hold: by judge and entry, by judge and city."""

    by_entry: dict[tuple[int, int], str]
    by_city: dict[tuple[int, int], str]

    def reason(self, judge_id: int, entry: Entry) -> str | None:
        """Why this judge is kept away from this entry; None when she is not."""
        return self.by_entry.get((judge_id, entry.id)) or self.by_city.get((judge_id, entry.city_id))


def exclusions_of(judge_ids: Collection[int]) -> Exclusions:
    """What holds for these judges."""
    rows = db.session.execute(
        select(Exclusion, _city())
        .outerjoin(Exclusion.entry)
        .where(Exclusion.judge_id.in_(list(judge_ids)), Exclusion.ended_at.is_(None))
        .order_by(Exclusion.id)
    )
    found = Exclusions({}, {})
    for row, city_id in rows:
        if row.whole_city:
            found.by_city[row.judge_id, city_id] = row.reason
        else:
            assert row.entry_id is not None
            found.by_entry[row.judge_id, row.entry_id] = row.reason
    return found


def _city() -> ColumnElement[int]:
    """The city of an exclusion: its entry's, or the one it names; of one entered twice the one that stays."""
    city: ColumnElement[int] = func.coalesce(Entry.city_id, stands_for(Exclusion.city_id))
    return city


def exclusions_of_judge(judge_id: int, hidden: Collection[int] = ()) -> Sequence[Exclusion]:
    """Every exclusion of a judge with its entry or city and who made it, the newest first; of hidden cities none."""
    return db.session.scalars(
        select(Exclusion)
        .outerjoin(Exclusion.entry)
        .where(Exclusion.judge_id == judge_id, _city().not_in(list(hidden)))
        .options(
            joinedload(Exclusion.entry).joinedload(Entry.city),
            joinedload(Exclusion.city),
            joinedload(Exclusion.by),
        )
        .order_by(Exclusion.id.desc())
    ).all()
