"""One judge's group as it is written, inside another deed's transaction."""

from sqlalchemy import delete

from ... import ledger
from ...db import Transaction, db
from ...people.models import Person
from ...programmes.models import Round
from ..models import Judge
from .models import JudgeGroup


def write_group(
    moment: Transaction, round_: Round, judge: Judge, before: str, group: str, by: Person, reason: str = ""
) -> None:
    """Write a judge's group in a held round, with its ledger line."""
    db.session.execute(delete(JudgeGroup).where(JudgeGroup.round_id == round_.id, JudgeGroup.judge_id == judge.id))
    if group:
        db.session.add(JudgeGroup(round_id=round_.id, judge_id=judge.id, group=group, by_id=by.id, at=moment.at))
    ledger.write(
        "judge.grouped",
        actor=by,
        at=moment.at,
        subject=judge,
        label=judge.name,
        edition_id=round_.edition_id,
        before={"round": round_.key, "group": before or None},
        after={"round": round_.key, "group": group or None},
        reason=reason or None,
    )
