"""Substitutes: an entry that lost a judge gets another, the one with the least load whom nothing keeps from it."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ... import clock
from ...db import db, hold, transaction
from ...entries.models import Entry
from ...errors import Refusal
from ...people import queries as people
from ...people.models import Person
from ...programmes.models import Round, RoundKind
from .. import policy, queries
from ..models import Assignment, AssignmentHow, Judge
from ..proposals import Vacancy, vacancy
from ..rules import AWAY, State
from ..shortlisting.queries import contestants
from .ending import recuse
from .pairs import pairs_of, tell_assigned, write_assignment
from .permission import require_organiser


def propose_substitutes(round_: Round, category_id: int, by: Person) -> list[Vacancy]:
    """Entries of a category that lost a judge, each with its substitute. Reads only; nothing once the round is closed.

    Entries of cities that `by` speaks for are left out.
    """
    at = clock.now()
    if at >= round_.closes_at:
        return []
    return _vacancies(round_, category_id, at, by)


def substitute(round_: Round, entry: Entry, judge: Judge, by: Person) -> Assignment:
    """Give an entry that lost a judge to its substitute. The substitute gets the letter of an assignment.

    Args:
        judge: who was proposed when somebody looked.

    Raises:
        Refusal: when nobody is needed (any more), or somebody else would be proposed now.
    """
    round_id = round_.id
    with transaction() as moment:
        judge = hold(judge)
        round_ = queries.share_round(round_id)
        entry = hold(entry, joinedload(Entry.city), joinedload(Entry.category))
        require_organiser(by, entry.city_id)
        found = _vacancies(round_, entry.category_id, moment.at, by, {entry.id})
        stands = policy.why_not_substitute(round_, moment.at, bool(found))
        if stands:
            raise Refusal(stands)
        pair = found[0].substitute
        if pair is None or pair.judge.id != judge.id:
            raise Refusal(
                _("Something has changed since you looked: somebody else would be proposed now. Look again first.")
            )
        made = write_assignment(moment, round_, pair, by, AssignmentHow.SUBSTITUTE)
        tell_assigned(moment, round_, judge)
        db.session.flush()
    return made


def reassign(assignment: Assignment, judge: Judge, reason: str, by: Person) -> Assignment:
    """Take a judge off an entry and give it to another in one act: both get their letter, or nothing is done.

    Raises:
        Refusal: when the first was taken off before, the other may not have the entry, the round is closed, or without
            a reason.
    """
    round_id = assignment.round_id
    with transaction() as moment:
        judge = hold(judge)
        round_ = queries.share_round(round_id)
        if moment.at >= round_.closes_at:
            raise Refusal(_("The round is closed, so a substitute could not score any more."))
        row = hold(assignment, joinedload(Assignment.entry).joinedload(Entry.city))
        recuse(row, reason, by)
        entry = hold(row.entry, joinedload(Entry.city), joinedload(Entry.category))
        mine = people.own_cities(by.id)
        loads = None if round_.kind == RoundKind.CALIBRATION else queries.loads(round_.id, mine)
        pair = pairs_of(round_, [judge], [entry], moment.at, loads)[0]
        if pair.why_not:
            raise Refusal(pair.why_not)
        made = write_assignment(moment, round_, pair, by, AssignmentHow.SUBSTITUTE)
        tell_assigned(moment, round_, judge)
        db.session.flush()
    return made


def able_instead(assignment: Assignment, by: Person) -> list[Judge]:
    """Judges of the entry's category to whom it could be given now, the least loaded first. Reads only.

    `assignment` comes with round (and edition), entry (and city).
    """
    round_, entry = assignment.round, assignment.entry
    mine = people.own_cities(by.id)
    loads = queries.loads(round_.id, mine)
    judges = queries.judges_of_category(round_.id, entry.category_id, mine)
    held = None if round_.kind == RoundKind.CALIBRATION else loads
    able = [pair.judge for pair in pairs_of(round_, judges, [entry], clock.now(), held) if pair.why_not is None]
    return sorted(able, key=lambda each: (loads.get(each.id, 0), each.name, each.id))


def _vacancies(
    round_: Round, category_id: int, at: datetime, by: Person, only: Collection[int] | None = None
) -> list[Vacancy]:
    """As many statements for one entry as for many. What `by` may not see counts for nothing, not even for a load."""
    mine = people.own_cities(by.id)
    judging: dict[int, int] = {}
    lost: dict[int, list[tuple[int, bool]]] = {}
    for cell in queries.cells(round_.id, category_id):
        if cell.state not in AWAY:
            judging[cell.entry_id] = judging.get(cell.entry_id, 0) + 1
        elif cell.state is not State.WITHDRAWN:
            lost.setdefault(cell.entry_id, []).append((cell.judge_id, cell.state is State.ABSTAINED))
    vacant = [
        entry
        for entry in contestants(round_.edition_id, round_.id, category_id)
        if entry.id in lost
        and entry.city_id not in mine
        and judging.get(entry.id, 0) < round_.judges_per_entry
        and (only is None or entry.id in only)
    ]
    if not vacant:
        return []
    judges = queries.judges_of_category(round_.id, category_id, mine)
    names = {judge.id: judge.name for judge in judges}
    loads = queries.loads(round_.id, mine)
    pairs = pairs_of(round_, judges, vacant, at, None if round_.kind == RoundKind.CALIBRATION else loads)
    return [
        vacancy(
            entry,
            [(names[judge_id], abstained) for judge_id, abstained in lost[entry.id]],
            [pair for pair in pairs if pair.entry.id == entry.id and pair.judge.id not in dict(lost[entry.id])],
            loads,
        )
        for entry in vacant
    ]
