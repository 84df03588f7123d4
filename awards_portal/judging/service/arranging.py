"""Who judges what: one entry by hand, or a whole category to its panel."""

from collections.abc import Collection

from sqlalchemy.orm import joinedload

from ... import clock
from ...db import db, hold, transaction
from ...entries.models import Entry
from ...errors import Refusal
from ...people import queries as people
from ...people.models import Person
from ...programmes.models import Round, RoundKind
from .. import policy, queries
from ..models import Assignment, AssignmentHow, Judge, Panel
from ..proposals import Pair, Proposal
from ..shortlisting.queries import contestants
from .pairs import pairs_of, tell_assigned, write_assignment
from .permission import require_organiser


def assign(
    round_: Round, entry: Entry, judge: Judge, by: Person, how: AssignmentHow = AssignmentHow.BY_HAND
) -> Assignment:
    """Give an entry to a judge. The judge gets a letter, one a round and day at most.

    Raises:
        Refusal: when the judge may not have it (see `policy.why_not_assign`).
    """
    round_id = round_.id
    with transaction() as moment:
        judge = hold(judge)
        round_ = queries.share_round(round_id)
        entry = hold(entry, joinedload(Entry.city), joinedload(Entry.category))
        require_organiser(by, entry.city_id)
        mine = people.own_cities(by.id)
        pair = pairs_of(round_, [judge], [entry], moment.at, _loads(round_, mine))[0]
        if pair.why_not:
            raise Refusal(pair.why_not)
        made = write_assignment(moment, round_, pair, by, how)
        tell_assigned(moment, round_, judge)
        db.session.flush()
    return made


def _loads(round_: Round, hidden: Collection[int]) -> dict[int, int] | None:
    # Practice is on top of what a judge takes.
    return None if round_.kind == RoundKind.CALIBRATION else queries.loads(round_.id, hidden)


def propose_whole_panel(panel: Panel, hidden: Collection[int] = ()) -> Proposal:
    """What `assign_whole_panel` would do now. Reads only. `panel` comes with its round and category.

    Entries of hidden cities count in nobody's load.
    """
    judges = queries.members([panel.id])[panel.id]
    submitted = contestants(panel.round.edition_id, panel.round_id, panel.category_id)
    loads = _loads(panel.round, hidden)
    pairs = pairs_of(panel.round, judges, submitted, clock.now(), loads, together=True)
    return Proposal(tuple(pairs), tuple(judges), tuple(submitted))


def assign_whole_panel(panel: Panel, by: Person) -> Proposal:
    """Give every submitted entry of the panel's category to every judge of the panel. Answers what was done.

    Pairs that may not meet are skipped with the reason; what is assigned already is kept; entries of a city that `by`
    speaks for are skipped.
    """
    with transaction() as moment:
        require_organiser(by)
        panel = hold(panel, joinedload(Panel.category))
        round_ = queries.share_round(panel.round_id)
        queries.hold_judges([judge.id for judge in queries.members([panel.id])[panel.id]])
        judges = queries.members([panel.id])[panel.id]
        submitted = contestants(round_.edition_id, round_.id, panel.category_id)
        mine = people.own_cities(by.id)
        pairs = [
            Pair(pair.judge, pair.entry, policy.why_not_arrange("organiser", True))
            if pair.entry.city_id in mine and pair.why_not is None
            else pair
            for pair in pairs_of(round_, judges, submitted, moment.at, _loads(round_, mine), together=True)
        ]
        proposal = Proposal(tuple(pairs), tuple(judges), tuple(submitted))
        for pair in proposal.new:
            write_assignment(moment, round_, pair, by, AssignmentHow.WHOLE_PANEL)
        for judge in {pair.judge.id: pair.judge for pair in proposal.new}.values():
            tell_assigned(moment, round_, judge)
        db.session.flush()
    return proposal
