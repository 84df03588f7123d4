"""The organisers' page of panels: who sits where, and how far each category is."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...entries.models import Entry
from ...programmes.models import Category, Round
from ..models import Assignment, ConflictStatement, Judge, Panel, PanelMember, Recusal, Scorecard
from .seats import submitted, withdrawn


def panel_of(round_id: int, category_id: int) -> Panel | None:
    """The panel of a category in a round, with both."""
    return db.session.scalar(
        select(Panel)
        .where(Panel.round_id == round_id, Panel.category_id == category_id)
        .options(joinedload(Panel.round).joinedload(Round.edition), joinedload(Panel.category))
    )


def members(panel_ids: Iterable[int]) -> dict[int, list[Judge]]:
    """The judges of these panels, each by name."""
    found: dict[int, list[Judge]] = {panel_id: [] for panel_id in panel_ids}
    rows = db.session.execute(
        select(PanelMember.panel_id, Judge)
        .join(PanelMember.judge)
        .where(PanelMember.panel_id.in_(list(found)))
        .order_by(PanelMember.panel_id, func.lower(Judge.name), Judge.id)
    )
    for panel_id, judge in rows:
        found[panel_id].append(judge)
    return found


def seat_on_panel(panel_id: int, judge_id: int) -> PanelMember | None:
    """A judge's seat on a panel."""
    return db.session.scalar(
        select(PanelMember).where(PanelMember.panel_id == panel_id, PanelMember.judge_id == judge_id)
    )


def panels(round_id: int) -> Sequence[Panel]:
    """A round's panels with category and round, in the categories' order."""
    return db.session.scalars(
        select(Panel)
        .join(Panel.category)
        .where(Panel.round_id == round_id)
        .options(joinedload(Panel.category), joinedload(Panel.round).joinedload(Round.edition))
        .order_by(Category.position, Panel.id)
    ).all()


@dataclass(frozen=True)
class Coverage:
    """One category in one round: entries that stand, how many have enough completed cards, how far judging is."""

    category: Category
    entries: int
    covered: int
    given: int
    completed: int
    unassigned: int


def coverage(round_: Round, hidden: Collection[int] = ()) -> list[Coverage]:
    """How far each category of a round is, in order. Entries of hidden cities do not count."""
    counts = and_(Recusal.id.is_(None), ConflictStatement.conflicted.is_not(True), Assignment.id.is_not(None))
    per_entry = (
        select(
            Entry.id,
            Entry.category_id,
            func.count(case((counts, 1))).label("given"),
            func.count(case((counts & Scorecard.completed_at.is_not(None), 1))).label("completed"),
        )
        .outerjoin(Assignment, and_(Assignment.entry_id == Entry.id, Assignment.round_id == round_.id))
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .outerjoin(Scorecard, Scorecard.assignment_id == Assignment.id)
        .where(
            Entry.edition_id == round_.edition_id,
            Entry.city_id.not_in(list(hidden)),
            ~withdrawn(),
            submitted(),
        )
        .group_by(Entry.id, Entry.category_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Category,
            func.count(per_entry.c.id),
            func.count(case((per_entry.c.completed >= round_.minimum_cards, 1))),
            func.coalesce(func.sum(per_entry.c.given), 0),
            func.coalesce(func.sum(per_entry.c.completed), 0),
            func.count(case((per_entry.c.given < round_.judges_per_entry, 1))),
        )
        .outerjoin(per_entry, per_entry.c.category_id == Category.id)
        .where(Category.edition_id == round_.edition_id)
        .group_by(Category.id)
        .order_by(Category.position, Category.id)
    )
    return [Coverage(c, n, covered, int(given), int(done), short) for c, n, covered, given, done, short in rows]
