"""The organisers' pages of assignments: a round's entries by judges, with the state of each pair."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ...db import db
from ...entries.models import Entry
from ...people.models import City
from ...programmes.models import Round, RoundKind
from ..models import Assignment, ConflictStatement, Judge, Panel, PanelMember, Recusal, Scorecard
from ..rules import State
from ..seats import Seat, state
from ..shortlisting.queries import stands_in
from .seats import seats_loaded, submitted, with_state, withdrawn


def rounds(edition_id: int) -> Sequence[Round]:
    """The rounds of an edition in which judges score, with edition and rubric, first to last."""
    return db.session.scalars(
        select(Round)
        .where(Round.edition_id == edition_id, Round.kind != RoundKind.ELIGIBILITY)
        .options(joinedload(Round.edition), joinedload(Round.rubric))
        .order_by(Round.position, Round.id)
    ).all()


@dataclass(frozen=True)
class Cell:
    """Where one judge stands with one entry, without anything of what either wrote."""

    assignment_id: int
    entry_id: int
    judge_id: int
    state: State
    completed_at: datetime | None
    assigned_at: datetime
    city_id: int
    category_id: int


def cards_by_round(hidden: Collection[int] = ()) -> dict[int, tuple[int, int]]:
    """How many scorecards of every round are completed, and of how many that judges still have. One statement.

    Args:
        hidden: cities whose entries do not count: whoever speaks for one learns nothing of its judging.
    """
    rows = db.session.execute(
        with_state(select(Assignment.round_id, func.count(Scorecard.completed_at), func.count()).join(Assignment.entry))
        .where(
            Recusal.id.is_(None),
            submitted(),
            ~withdrawn(),
            or_(ConflictStatement.id.is_(None), ConflictStatement.conflicted.is_(False)),
            Entry.city_id.not_in(list(hidden)),
        )
        .group_by(Assignment.round_id)
        .order_by(Assignment.round_id)
    )
    return {round_id: (completed, given) for round_id, completed, given in rows}


def cells(round_id: int, category_id: int | None = None) -> list[Cell]:
    """Every assignment of a round, or of one category in it, by entry and judge."""
    rows = db.session.execute(
        with_state(
            select(
                Assignment.id,
                Assignment.entry_id,
                Assignment.judge_id,
                Recusal.id.is_not(None),
                or_(withdrawn(), ~submitted()),
                ConflictStatement.conflicted,
                Scorecard.id.is_not(None),
                Scorecard.completed_at,
                Assignment.at,
                Entry.city_id,
                Entry.category_id,
            ).join(Assignment.entry)
        )
        .where(Assignment.round_id == round_id, *([] if category_id is None else [Entry.category_id == category_id]))
        .order_by(Assignment.entry_id, Assignment.judge_id)
    )
    return [
        Cell(
            found,
            entry_id,
            judge_id,
            state(
                recused=bool(recused),
                withdrawn=bool(out),
                conflicted=conflicted,
                begun=bool(begun),
                completed=completed_at is not None,
            ),
            completed_at,
            assigned_at,
            *where,
        )
        for found, entry_id, judge_id, recused, out, conflicted, begun, completed_at, assigned_at, *where in rows
    ]


def entries_to_judge(
    round_: Round, category_id: int, search: str = "", limit: int | None = None, offset: int = 0
) -> tuple[Sequence[Entry], int]:
    """Entries of a category that can be judged or are assigned in a round, with their city, and how many in all."""
    assigned = select(Assignment.id).where(Assignment.entry_id == Entry.id, Assignment.round_id == round_.id).exists()
    question = (
        select(Entry)
        .join(Entry.city)
        .where(
            Entry.edition_id == round_.edition_id,
            Entry.category_id == category_id,
            or_(and_(submitted(), ~withdrawn(), stands_in(Entry.id, round_.id)), assigned),
        )
    )
    if search:
        columns = (Entry.title, Entry.reference, City.name)
        question = question.where(or_(*(column.icontains(search, autoescape=True) for column in columns)))
    total = db.session.scalar(select(func.count()).select_from(question.with_only_columns(Entry.id).subquery())) or 0
    rows = question.options(contains_eager(Entry.city)).order_by(Entry.reference).limit(limit).offset(offset)
    return db.session.scalars(rows).all(), total


def judges_of_category(round_id: int, category_id: int, hidden: Collection[int] = ()) -> Sequence[Judge]:
    """Who sits on a category's panel or has an entry of it in a round, by name. Hidden cities' entries do not count."""
    sits = (
        select(PanelMember.judge_id)
        .join(PanelMember.panel)
        .where(Panel.round_id == round_id, Panel.category_id == category_id)
    )
    has = (
        select(Assignment.judge_id)
        .join(Assignment.entry)
        .where(Assignment.round_id == round_id, Entry.category_id == category_id, Entry.city_id.not_in(list(hidden)))
    )
    return db.session.scalars(
        select(Judge).where(Judge.id.in_(sits.union(has))).order_by(func.lower(Judge.name), Judge.id)
    ).all()


def everybody(edition_id: int) -> Sequence[Judge]:
    """Every judge of an edition who judges or may still accept, by name."""
    return db.session.scalars(
        select(Judge)
        .where(Judge.edition_id == edition_id, Judge.declined_at.is_(None), Judge.revoked_at.is_(None))
        .order_by(func.lower(Judge.name), Judge.id)
    ).all()


def seats_in(round_id: int, category_id: int) -> list[Seat]:
    """Every seat of a round's category, by entry's reference and judge's name. Scores are not loaded."""
    question = seats_loaded().where(Assignment.round_id == round_id, Entry.category_id == category_id)
    rows = db.session.execute(question.order_by(Entry.reference, Judge.name, Judge.id))
    return [Seat(*row) for row in rows]


def seats_of_entry(entry_id: int) -> list[Seat]:
    """Who judges an entry, for the organising team: by round and judge's name. Scores are not loaded."""
    question = seats_loaded().where(Assignment.entry_id == entry_id)
    rows = db.session.execute(question.order_by(Round.position, Judge.name, Judge.id))
    return [Seat(*row) for row in rows]
