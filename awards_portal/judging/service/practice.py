"""Practice before the real entries open: an entry for everybody, and an anchor to measure by."""

from sqlalchemy.orm import joinedload

from ... import ledger
from ...db import db, hold, transaction
from ...entries.models import Entry
from ...errors import Refusal
from ...people.models import Person
from ...programmes.models import Round
from .. import policy, queries
from ..models import Anchor, AssignmentHow, Judge
from ..proposals import Pair
from .pairs import pairs_of, tell_assigned, write_assignment
from .permission import require_organiser


def assign_practice(round_: Round, entry: Entry, by: Person) -> list[Pair]:
    """Give an entry to every judge of the edition for practice. Answers each pair, with why it was left out.

    Raises:
        Refusal: when the round is not for practice, or `by` may not.
    """
    round_id = round_.id
    with transaction() as moment:
        everybody = queries.hold_judges([judge.id for judge in queries.everybody(round_.edition_id)])
        round_ = queries.share_round(round_id)
        entry = hold(entry, joinedload(Entry.city), joinedload(Entry.category))
        require_organiser(by, entry.city_id)
        stands = policy.why_not_practise(round_)
        if stands:
            raise Refusal(stands)
        judges = [judge for judge in everybody if policy.why_not_take_part(judge) is None]
        pairs = pairs_of(round_, judges, [entry], moment.at)
        for pair in pairs:
            if pair.why_not is None:
                write_assignment(moment, round_, pair, by, AssignmentHow.WHOLE_PANEL)
                tell_assigned(moment, round_, pair.judge)
        db.session.flush()
    return pairs


def set_anchor(round_: Round, judge: Judge, by: Person) -> None:
    """Measure a round of practice by this judge's scores; whoever it was before is forgotten.

    Raises:
        Refusal: when the round is not for practice, or the judge may not judge.
    """
    with transaction() as moment:
        require_organiser(by)
        round_, judge = hold(round_), hold(judge)
        stands = policy.why_not_practise(round_) or policy.why_not_take_part(judge)
        if stands:
            raise Refusal(stands)
        found = queries.anchor_of(round_.id)
        before = None if found is None else {"judge": found.judge_id}
        if found is None:
            db.session.add(Anchor(round_id=round_.id, judge_id=judge.id, by_id=by.id, at=moment.at))
        else:
            found.judge_id, found.by_id, found.at = judge.id, by.id, moment.at
        ledger.write(
            "round.anchored",
            actor=by,
            at=moment.at,
            subject=round_,
            label=f"{round_.title}, {judge.name}",
            edition_id=round_.edition_id,
            before=before,
            after={"judge": judge.id},
        )
