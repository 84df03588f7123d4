"""Questions about rounds in their order, the rules of results, and how they changed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...db import db
from ...judging.models import Assignment, Scorecard
from ...programmes.models import COUNTING, Round, Rubric
from ..models import RulesChange


def rules_changes(edition_id: int) -> Sequence[RulesChange]:
    """What was decided on the rules after judging began, the latest first, with who decided it."""
    return db.session.scalars(
        select(RulesChange)
        .where(RulesChange.edition_id == edition_id)
        .options(joinedload(RulesChange.by))
        .order_by(RulesChange.at.desc(), RulesChange.id.desc())
    ).all()


def next_round(round_: Round) -> Round | None:
    """The round that follows one and counts."""
    return db.session.scalar(
        select(Round)
        .where(
            Round.edition_id == round_.edition_id,
            Round.position > round_.position,
            Round.kind.in_(COUNTING),
        )
        .order_by(Round.position, Round.id)
        .limit(1)
    )


def previous_round(round_: Round) -> Round | None:
    """The round before one, of those that count."""
    return db.session.scalar(
        select(Round)
        .where(
            Round.edition_id == round_.edition_id,
            Round.position < round_.position,
            Round.kind.in_(COUNTING),
        )
        .order_by(Round.position.desc(), Round.id)
        .limit(1)
    )


def rubric_of(round_: Round) -> Rubric:
    """The rubric a round is scored with."""
    return db.session.get_one(Rubric, round_.rubric_id)


def rounds_with_scorecards(edition_id: int) -> Sequence[Round]:
    """The rounds that count and in which a scorecard was begun, first to last."""
    begun = select(Assignment.round_id).join(Scorecard, Scorecard.assignment_id == Assignment.id)
    return db.session.scalars(
        select(Round)
        .where(Round.edition_id == edition_id, Round.kind.in_(COUNTING), Round.id.in_(begun))
        .order_by(Round.position, Round.id)
    ).all()
