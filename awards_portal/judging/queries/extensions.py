"""Judges who may score longer than the others."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...db import db
from ...programmes.models import Round
from ..models import JudgeExtension


def longer(round_: Round) -> dict[int, datetime]:
    """Until when each judge may score who may longer than the round is open."""
    rows = db.session.execute(
        select(JudgeExtension.judge_id, JudgeExtension.until)
        .where(JudgeExtension.round_id == round_.id, JudgeExtension.ended_at.is_(None))
        .order_by(JudgeExtension.id)
    )
    return {judge_id: until for judge_id, until in rows if until > round_.closes_at}


def extensions_of_judge(judge_id: int) -> Sequence[JudgeExtension]:
    """Every extension a judge was given, with its round and who gave it, the newest first."""
    return db.session.scalars(
        select(JudgeExtension)
        .where(JudgeExtension.judge_id == judge_id)
        .options(joinedload(JudgeExtension.round), joinedload(JudgeExtension.by))
        .order_by(JudgeExtension.id.desc())
    ).all()


def extensions_running(round_id: int, at: datetime) -> Sequence[JudgeExtension]:
    """Extensions of a round that still let a judge score."""
    return db.session.scalars(
        select(JudgeExtension)
        .where(JudgeExtension.round_id == round_id, JudgeExtension.ended_at.is_(None), JudgeExtension.until > at)
        .order_by(JudgeExtension.id)
    ).all()
