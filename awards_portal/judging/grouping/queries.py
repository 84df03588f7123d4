"""Questions about the groups of a round."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select

from ...db import db
from ...programmes.models import Category
from ..models import Assignment, Judge, Panel, PanelMember, Scorecard
from .models import JudgeGroup


@dataclass(frozen=True)
class Grouped:
    """A judge of a round. `group` is empty without one; `begun`: whether she began a scorecard in it."""

    judge: Judge
    group: str
    begun: bool


def judges(round_id: int) -> list[Grouped]:
    """Everybody who sits on a panel of the round, is assigned in it or is of a group, by name."""
    seated = select(PanelMember.judge_id).join(PanelMember.panel).where(Panel.round_id == round_id)
    assigned = select(Assignment.judge_id).where(Assignment.round_id == round_id)
    begun = (
        exists()
        .where(
            Assignment.judge_id == Judge.id, Assignment.round_id == round_id, Scorecard.assignment_id == Assignment.id
        )
        .correlate(Judge)
    )
    rows = db.session.execute(
        select(Judge, func.coalesce(JudgeGroup.group, ""), begun)
        .outerjoin(JudgeGroup, (JudgeGroup.judge_id == Judge.id) & (JudgeGroup.round_id == round_id))
        .where(Judge.id.in_(seated) | Judge.id.in_(assigned) | JudgeGroup.id.is_not(None))
        .order_by(func.lower(Judge.name), Judge.id)
    )
    return [Grouped(*row) for row in rows]


def panels(round_id: int) -> dict[int, list[str]]:
    """In which categories each judge sits, by title."""
    found: dict[int, list[str]] = {}
    rows = db.session.execute(
        select(PanelMember.judge_id, Category.title)
        .join(PanelMember.panel)
        .join(Panel.category)
        .where(Panel.round_id == round_id)
        .order_by(PanelMember.judge_id, Category.position, Category.id)
    )
    for judge_id, title in rows:
        found.setdefault(judge_id, []).append(title)
    return found
