"""Sharing entries out: as many judges an entry as the round asks for, loads level, nobody with a conflict."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ... import clock
from ...db import db, hold, transaction
from ...entries.language import language_of
from ...entries.models import Entry
from ...entries.oversight.marking import tags_of
from ...entries.queries import Submitted
from ...errors import Refusal
from ...people import queries as people
from ...people.models import Person
from ...programmes.forms import QuestionType
from ...programmes.models import Round
from ...programmes.queries import form_of
from ...programmes.regions import region_of
from .. import policy, queries
from ..connecting import connection_of
from ..models import AssignmentHow, Judge, Panel
from ..preferences import Needs, Skills, field_of, skills_of, suited, weights
from ..proposals import Plan, Suiting
from ..rules import AWAY
from ..shortfalls import told
from ..shortlisting.queries import contesting
from .pairs import pairs_of, tell_assigned, write_assignment
from .permission import require_organiser


def propose_matching(panel: Panel, by: Person) -> Plan:
    """What `assign_matching` would do now. Reads only. `panel` comes with its round and category."""
    return _plan(panel.round, panel, queries.members([panel.id])[panel.id], by, clock.now())


def assign_matching(panel: Panel, seen: str, by: Person) -> Plan:
    """Share the panel's entries out among its judges. What is assigned already stays.

    Args:
        seen: the fingerprint of the plan that was looked at.

    Raises:
        Refusal: when something changed since, so that another plan than the one looked at would be carried out.
    """
    with transaction() as moment:
        require_organiser(by)
        panel = hold(panel, joinedload(Panel.category))
        round_ = queries.share_round(panel.round_id)
        queries.hold_judges([judge.id for judge in queries.members([panel.id])[panel.id]])
        plan = _plan(round_, panel, queries.members([panel.id])[panel.id], by, moment.at)
        if plan.fingerprint != seen:
            raise Refusal(
                _("Something has changed since you looked: another plan would be carried out. Look at it again first.")
            )
        for pair in plan.new:
            write_assignment(moment, round_, pair, by, AssignmentHow.MATCHED)
        for judge in {pair.judge.id: pair.judge for pair in plan.new}.values():
            tell_assigned(moment, round_, judge)
        db.session.flush()
    return plan


def _plan(round_: Round, panel: Panel, members: list[Judge], by: Person, at: datetime) -> Plan:
    # numpy and OR-Tools take a second to load, and only this needs them.
    from ... import matching

    mine = people.own_cities(by.id)
    submitted = contesting(round_.edition_id, round_.id, panel.category_id)
    versions = [each for each in submitted if each.entry.city_id not in mine]
    shared = [each.entry for each in versions]
    judges = [judge for judge in members if policy.why_not_take_part(judge) is None]
    pairs = pairs_of(round_, judges, shared, at)
    away = {
        (cell.judge_id, cell.entry_id) for cell in queries.cells(round_.id, panel.category_id) if cell.state in AWAY
    }
    of_judge = {judge.id: at for at, judge in enumerate(judges)}
    of_entry = {entry.id: at for at, entry in enumerate(shared)}
    kept = {(p.judge.id, p.entry.id) for p in pairs if p.kept and (p.judge.id, p.entry.id) not in away}
    barred = {(p.judge.id, p.entry.id) for p in pairs if p.why_not is not None} - kept
    # Only what an organiser made and can take back is told as an exclusion.
    excluded = {(p.judge.id, p.entry.id) for p in pairs if p.excluded and not p.conflict and not p.kept} & barred
    # What a judge has in other categories of the round is taken already; what is kept here counts once, as kept.
    here = Counter(judge for judge, _entry in kept)
    taken = {judge: load - here[judge] for judge, load in queries.loads(round_.id, mine).items()}
    most = {
        judge.id: len(shared)
        if judge.max_load is None
        else max(judge.max_load - taken.get(judge.id, 0), here[judge.id], 0)
        for judge in judges
    }
    skills, needs = [skills_of(judge.languages, judge.expertise) for judge in judges], _needs(round_, versions)
    found = matching.match(
        matching.Problem(
            [matching.Entry(entry.reference) for entry in shared],
            [matching.Judge(judge.id, max_load=most[judge.id], region=region_of(judge.country)) for judge in judges],
            per_entry=round_.judges_per_entry,
            conflicts=frozenset((of_judge[judge], of_entry[entry]) for judge, entry in barred - excluded),
            exclusions=frozenset((of_judge[judge], of_entry[entry]) for judge, entry in excluded),
            preferences=weights(skills, needs),
            keep=sorted((of_judge[judge], of_entry[entry]) for judge, entry in kept),
        )
    )
    in_all = {judge.id: taken.get(judge.id, 0) + most[judge.id] for judge in judges}
    names = {judge.id: judge.name for judge in judges}
    by_reference = {entry.reference: entry for entry in shared}
    met = {(pair.judge.id, pair.entry.id): pair for pair in pairs}
    new = [
        met[int(judge), by_reference[str(reference)].id]
        for judge, reference in found.assignments
        if (int(judge), by_reference[str(reference)].id) not in kept
    ]
    return Plan(
        tuple(new),
        tuple(
            (judge, sum(pair.judge is judge for pair in new), sum(each == judge.id for each, _entry in kept))
            for judge in judges
        ),
        # An entry that has more judges than asked keeps them; the matching names those, and they stay all the same.
        tuple(told(each, names, in_all) for each in found.unmet if each["kind"] == "entry short"),
        connection_of(found.design, judges),
        tuple((pair.entry.reference, pair.why_not or "") for pair in pairs if pair.excluded and not pair.kept),
        tuple(each.entry.reference for each in submitted if each.entry.city_id in mine),
        _suiting(found.assignments, dict(zip(judges, skills, strict=True)), dict(zip(shared, needs, strict=True))),
        (found.spread.entries, found.spread.before, found.spread.after),
    )


def _needs(round_: Round, versions: Sequence[Submitted]) -> list[Needs]:
    """What each entry asks of its judges: goals by the version that counts, tags as the organising team put them."""
    tags = tags_of(each.entry.id for each in versions)
    found = []
    for each in versions:
        entry = each.entry
        asked = [q.key for q in form_of(entry.form_version).questions.values() if q.type is QuestionType.SDGS]
        answers = each.snapshot["answers"] if asked else {}
        goals = [str(goal) for key in asked for goal in answers.get(key, [])]
        words = [tag.words for tag in tags.get(entry.id, [])]
        field = field_of((entry.category.key, entry.category.title), goals, words)
        found.append(Needs(language_of(entry, round_.edition), field))
    return found


def _suiting(
    assignments: Sequence[tuple[str | int, str | int]], skills: Mapping[Judge, Skills], needs: Mapping[Entry, Needs]
) -> Suiting:
    judges = {judge.id: judge for judge in skills}
    entries = {entry.reference: entry for entry in needs}
    met = suited(
        [(int(judge), entries[str(reference)].id) for judge, reference in assignments],
        {judge.id: mine for judge, mine in skills.items()},
        {entry.id: asked for entry, asked in needs.items()},
    )
    by_id = {entry.id: (entry, asked.language) for entry, asked in needs.items()}
    unread = [(judges[judge].name, by_id[entry][0].reference, by_id[entry][1]) for judge, entry in met.unread]
    unnamed = sorted(judge.name for judge, mine in skills.items() if not mine.languages)
    return Suiting(met.pairs, met.language, met.expertise, tuple(sorted(unread)), tuple(unnamed))
