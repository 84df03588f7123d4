"""Who judges what, from a spreadsheet: looked at first, then all of it or nothing."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from ... import clock
from ...db import db, transaction
from ...entries import queries as entries
from ...errors import Refusal
from ...people import queries as people
from ...people.models import Person
from ...programmes.models import Round, RoundKind
from .. import policy, queries
from ..guests import Fault
from ..listed import Listed
from ..models import AssignmentHow
from ..proposals import Pair
from ..shortlisting.queries import standing_among
from .pairs import pairs_of, tell_assigned, write_assignment
from .permission import require_organiser


def propose_listed(
    round_: Round, listed: Sequence[Listed], by: Person
) -> tuple[list[tuple[Listed, Pair]], list[Fault]]:
    """What `assign_listed` would do now, and a fault for each row that may not be. Reads only.

    `round_` comes with its edition; every row names an entry and a judge of it.
    """
    found = _pairs(round_, listed, by, clock.now())
    # An entry that is not on the shortlist is wrong whoever the judge is.
    standing = standing_among(round_.id, [pair.entry.id for _row, pair in found])
    faults = []
    for row, pair in found:
        if pair.why_not is not None and not pair.kept:
            cell = row.judge_cell if pair.entry.id in standing else row.entry_cell
            faults.append(Fault(cell, f"{cell}: {pair.why_not}"))
    return found, faults


def assign_listed(round_: Round, listed: Sequence[Listed], by: Person) -> int:
    """Give every listed entry to its judge; what is assigned already stays. Answers how many are new.

    Raises:
        Refusal: when one of them may not be (any more): then none is made, and the sentence names the row.
    """
    round_id = round_.id
    with transaction() as moment:
        require_organiser(by)
        round_ = queries.share_round(round_id)
        queries.hold_judges([judge.id for judge in queries.everybody(round_.edition_id)])
        found = _pairs(round_, listed, by, moment.at)
        for row, pair in found:
            if pair.why_not is not None and not pair.kept:
                raise Refusal(
                    _("Nothing was assigned, because of row %(row)s: %(sentence)s", row=row.row, sentence=pair.why_not)
                )
        new = [pair for _row, pair in found if not pair.kept]
        for pair in new:
            write_assignment(moment, round_, pair, by, AssignmentHow.BY_HAND)
        for judge in {pair.judge.id: pair.judge for pair in new}.values():
            tell_assigned(moment, round_, judge)
        db.session.flush()
    return len(new)


def _pairs(round_: Round, listed: Sequence[Listed], by: Person, at: datetime) -> list[tuple[Listed, Pair]]:
    known = {each.entry.reference: each.entry for each in entries.submitted_entries(round_.edition_id)}
    judges = {judge.email: judge for judge in queries.everybody(round_.edition_id)}
    lost = [row for row in listed if row.reference not in known or row.email not in judges]
    if lost:
        raise Refusal(
            _("Row %(row)s names an entry or a judge that is no longer here. Choose the file again.", row=lost[0].row)
        )
    mine = people.own_cities(by.id)
    wanted = {(judges[row.email].id, known[row.reference].id) for row in listed}
    pairs = pairs_of(
        round_,
        list({row.email: judges[row.email] for row in listed}.values()),
        list({row.reference: known[row.reference] for row in listed}.values()),
        at,
        None if round_.kind == RoundKind.CALIBRATION else queries.loads(round_.id, mine),
        together=True,
        only=wanted,
    )
    met = {(pair.judge.email, pair.entry.reference): pair for pair in pairs}
    found = [(row, met[row.email, row.reference]) for row in listed]
    # Of the entries of an own city nothing is told, not even whether the judge has it already.
    hidden = policy.why_not_arrange("organiser", True)
    return [(row, Pair(pair.judge, pair.entry, hidden) if pair.entry.city_id in mine else pair) for row, pair in found]
