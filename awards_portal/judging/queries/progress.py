"""The organisers' page of progress: how far each judge of a round is, and who was reminded when."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from ...db import db
from ...programmes.models import Round
from ..models import Assignment, Judge, Nudge
from ..progress import Standing, standings
from .extensions import longer
from .matrix import cells


def last_nudges(round_id: int) -> dict[int, datetime]:
    """When each judge of a round was reminded last, by judge."""
    rows = db.session.execute(
        select(Nudge.judge_id, func.max(Nudge.at)).where(Nudge.round_id == round_id).group_by(Nudge.judge_id)
    )
    return dict(rows.all())


def progress_in(
    round_: Round, at: datetime, hidden: Collection[int] = (), within: Collection[int] | None = None
) -> list[Standing]:
    """Every judge who has an entry in a round and how far, by name. Four statements.

    Args:
        hidden: cities whose entries do not count: whoever speaks for one learns nothing of its judging.
        within: the categories whose entries count alone; None for all.
    """
    assigned = select(Assignment.judge_id).where(Assignment.round_id == round_.id)
    judges = db.session.scalars(
        select(Judge).where(Judge.id.in_(assigned)).order_by(func.lower(Judge.name), Judge.id)
    ).all()
    seen = [cell for cell in cells(round_.id) if cell.city_id not in hidden]
    if within is not None:
        seen = [cell for cell in seen if cell.category_id in within]
    found = standings(seen, judges, last_nudges(round_.id), round_.opens_at, round_.closes_at, at, longer(round_))
    if within is None and not hidden:
        return found
    # That a judge in time with these entries was reminded would tell that others are late which are not to be seen.
    return [each if each.late else replace(each, nudged_at=None) for each in found]
