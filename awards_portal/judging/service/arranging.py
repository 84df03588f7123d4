"""Who judges what: panels, assignments, taking a judge off an entry."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.orm import joinedload

from ... import clock, ledger, mail
from ...db import Transaction, db, hold, transaction
from ...entries import queries as entries
from ...entries.models import Entry
from ...errors import Refusal
from ...people import queries as people
from ...people.models import Person
from ...programmes.models import Category, Round
from .. import policy, queries
from ..models import Assignment, AssignmentHow, ConflictStatement, Judge, Panel, PanelMember, Recusal
from ..proposals import Pair, Proposal


def require_organiser(by: Person, city_id: int | None = None) -> None:
    """Refuse whoever may not arrange judging (for an entry of this city).

    Raises:
        Refusal: with the sentence.
    """
    member = people.team_member(by.id)
    speaks = city_id is not None and any(each.city_id == city_id for each in people.representations(by.id))
    reason = policy.why_not_arrange(member.role if member else None, speaks)
    if reason:
        raise Refusal(reason)


def form_panel(round_: Round, category: Category, judges: Iterable[Judge], by: Person) -> Panel:
    """Make these judges the panel of a category in a round: who is missing is added, who is not named leaves.

    Assignments stay as they are. Raises Refusal, naming the first judge who may not sit there.
    """
    category_id, wanted = category.id, {judge.id for judge in judges}
    with transaction() as moment:
        require_organiser(by)
        panel = _hold_panel(round_, category_id)
        seated = {judge.id for judge in queries.members([panel.id])[panel.id]}
        for judge in queries.hold_judges(wanted ^ seated):
            if judge.id in wanted:
                _seat(moment, panel, judge, by)
            else:
                _unseat(moment, panel, judge, by)
    return panel


def _hold_panel(round_: Round, category_id: int) -> Panel:
    # The round is held first: two organisers who form the same panel make one.
    round_ = hold(round_)
    panel = queries.panel_of(round_.id, category_id)
    if panel is None:
        db.session.add(Panel(round_id=round_.id, category_id=category_id))
        db.session.flush()
        panel = queries.panel_of(round_.id, category_id)
    assert panel is not None
    return hold(panel, joinedload(Panel.round), joinedload(Panel.category))


def seat_judge(round_: Round, category: Category, judge: Judge, by: Person) -> Panel:
    """Give a judge a seat on the panel of a category, which is formed by its first seat.

    Raises:
        Refusal: when the judge may not sit there (see `policy.why_not_seat`).
    """
    category_id = category.id
    with transaction() as moment:
        require_organiser(by)
        panel = _hold_panel(round_, category_id)
        _seat(moment, panel, hold(judge), by)
    return panel


def add_member(panel: Panel, judge: Judge, by: Person) -> None:
    """Give a judge a seat on a panel."""
    with transaction() as moment:
        require_organiser(by)
        panel = hold(panel, joinedload(Panel.round), joinedload(Panel.category))
        _seat(moment, panel, hold(judge), by)


def remove_member(panel: Panel, judge: Judge, by: Person) -> None:
    """Take a judge's seat on a panel back. Assignments stay; they are taken back or ended one by one."""
    with transaction() as moment:
        require_organiser(by)
        panel = hold(panel, joinedload(Panel.round), joinedload(Panel.category))
        if queries.seat_on_panel(panel.id, judge.id) is not None:
            _unseat(moment, panel, hold(judge), by)


def _seat(moment: Transaction, panel: Panel, judge: Judge, by: Person) -> None:
    seated = queries.seat_on_panel(panel.id, judge.id) is not None
    reason = policy.why_not_seat(judge, panel.round.edition_id, seated)
    if reason:
        raise Refusal(reason)
    db.session.add(PanelMember(panel_id=panel.id, judge_id=judge.id, since=moment.at))
    _write_seat("panel.joined", moment, panel, judge, by)


def _unseat(moment: Transaction, panel: Panel, judge: Judge, by: Person) -> None:
    db.session.execute(delete(PanelMember).where(PanelMember.panel_id == panel.id, PanelMember.judge_id == judge.id))
    _write_seat("panel.left", moment, panel, judge, by)


def _write_seat(event: str, moment: Transaction, panel: Panel, judge: Judge, by: Person) -> None:
    ledger.write(
        event,
        actor=by,
        at=moment.at,
        subject=panel,
        label=f"{panel.category.title}, {panel.round.title}",
        edition_id=panel.round.edition_id,
        after={"judge": judge.id, "name": judge.name},
    )


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
        pair = pairs_of(round_, [judge], [entry])[0]
        if pair.why_not:
            raise Refusal(pair.why_not)
        made = write_assignment(moment, round_, pair, by, how)
        tell_assigned(moment, round_, judge)
        db.session.flush()
    return made


def propose_whole_panel(panel: Panel) -> Proposal:
    """What `assign_whole_panel` would do now. Reads only. `panel` comes with its round and category."""
    judges = queries.members([panel.id])[panel.id]
    submitted = [each.entry for each in entries.submitted_entries(panel.round.edition_id, panel.category_id)]
    return Proposal(tuple(pairs_of(panel.round, judges, submitted)), tuple(judges), tuple(submitted))


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
        submitted = [each.entry for each in entries.submitted_entries(round_.edition_id, panel.category_id)]
        mine = {each.city_id for each in people.representations(by.id)}
        pairs = [
            Pair(pair.judge, pair.entry, policy.why_not_arrange("organiser", True))
            if pair.entry.city_id in mine and pair.why_not is None
            else pair
            for pair in pairs_of(round_, judges, submitted)
        ]
        proposal = Proposal(tuple(pairs), tuple(judges), tuple(submitted))
        for pair in proposal.new:
            write_assignment(moment, round_, pair, by, AssignmentHow.WHOLE_PANEL)
        for judge in {pair.judge.id: pair.judge for pair in proposal.new}.values():
            tell_assigned(moment, round_, judge)
        db.session.flush()
    return proposal


def pairs_of(round_: Round, judges: Sequence[Judge], submitted: Sequence[Entry]) -> list[Pair]:
    """Every judge by every entry, each with why they may not meet. Four statements, however many there are."""
    ids = [judge.id for judge in judges]
    speaks = queries.cities_spoken_for([judge.person_id for judge in judges if judge.person_id is not None])
    conflicted, assigned = queries.conflicts_stated(ids), queries.pairs_assigned(round_.id, ids)
    withdrawn = entries.out_of_competition([entry.id for entry in submitted])
    sent = queries.ever_submitted([entry.id for entry in submitted])
    return [
        Pair(
            judge,
            entry,
            policy.why_not_assign(
                judge,
                same_edition=judge.edition_id == entry.edition_id == round_.edition_id,
                submitted=entry.id in sent,
                withdrawn=entry.id in withdrawn,
                represents=(judge.person_id, entry.city_id) in speaks,
                conflicted=(judge.id, entry.id) in conflicted,
                assigned=(judge.id, entry.id) in assigned,
            ),
            kept=(judge.id, entry.id) in assigned,
        )
        for entry in submitted
        for judge in judges
    ]


def write_assignment(moment: Transaction, round_: Round, pair: Pair, by: Person, how: AssignmentHow) -> Assignment:
    """Write one assignment and its line of history, inside a deed that has judged whether the two may meet."""
    made = Assignment(
        round_id=round_.id, entry_id=pair.entry.id, judge_id=pair.judge.id, how=how, by_id=by.id, at=moment.at
    )
    db.session.add(made)
    ledger.write(
        "assignment.made",
        actor=by,
        at=moment.at,
        subject=made,
        label=f"{pair.entry.reference}, {pair.judge.name}",
        edition_id=round_.edition_id,
        after={"round": round_.key, "how": str(how)},
    )
    return made


def tell_assigned(moment: Transaction, round_: Round, judge: Judge) -> None:
    """Write the letter that tells a judge of new entries, one a round and day. `round_` comes with its edition."""
    zone = round_.edition.time_zone
    mail.post(
        moment,
        "assignment",
        to=judge.email,
        name=judge.name,
        # Somebody who assigns ten entries one after another does not send ten letters.
        key=f"assignment:{round_.id}:{judge.id}:{moment.at:%Y-%m-%d}",
        person_id=judge.person_id,
        edition_id=round_.edition_id,
        edition=round_.edition.title,
        round=round_.title,
        opens=clock.tell(round_.opens_at, zone),
        closes=clock.tell(round_.closes_at, zone),
        link=mail.address("judging"),
    )


def _hold_seat(assignment: Assignment, by: Person) -> tuple[Assignment, int]:
    row = hold(assignment, joinedload(Assignment.entry), joinedload(Assignment.judge), joinedload(Assignment.round))
    require_organiser(by, row.entry.city_id)
    return row, row.round.edition_id


def unassign(assignment: Assignment, by: Person) -> None:
    """Take an assignment back as if it had never been. Only before anything was scored.

    Raises:
        Refusal: when the judge has begun; take the judge off with `recuse` then.
    """
    with transaction() as moment:
        row, edition_id = _hold_seat(assignment, by)
        seat = queries.seat(row.id)
        reason = policy.why_not_unassign(seat.card is not None, seat.recusal is not None)
        if reason:
            raise Refusal(reason)
        ledger.write(
            "assignment.taken_back",
            actor=by,
            at=moment.at,
            subject=row,
            label=f"{row.entry.reference}, {row.judge.name}",
            edition_id=edition_id,
            before={"round": row.round.key, "how": row.how},
        )
        db.session.delete(row)


def recuse(assignment: Assignment, reason: str, by: Person) -> Recusal:
    """Take a judge off an entry, with a reason that the judge is told. What was scored stays and does not count.

    Raises:
        Refusal: when that was done before, or without a reason.
    """
    with transaction() as moment:
        row, edition_id = _hold_seat(assignment, by)
        seat = queries.seat(row.id)
        refusal = policy.why_not_recuse(seat.recusal is not None, reason)
        if refusal:
            raise Refusal(refusal)
        made = Recusal(assignment_id=row.id, by_id=by.id, reason=reason.strip(), at=moment.at)
        db.session.add(made)
        ledger.write(
            "assignment.recused",
            actor=by,
            at=moment.at,
            subject=row,
            label=f"{row.entry.reference}, {row.judge.name}",
            edition_id=edition_id,
            reason=reason.strip(),
        )
        mail.post(
            moment,
            "recusal",
            to=row.judge.email,
            name=row.judge.name,
            person_id=row.judge.person_id,
            edition_id=edition_id,
            entry=seat.title,
            reference=row.entry.reference,
            reason=reason.strip(),
            link=mail.address("judging"),
        )
        db.session.flush()
    return made


def clear_conflict(judge: Judge, entry: Entry, reason: str, by: Person) -> None:
    """Take back a conflict that a judge stated by mistake: the judge is asked again.

    Raises:
        Refusal: without a reason, or when the judge has stated none.
    """
    judge_id, entry_id = judge.id, entry.id
    with transaction() as moment:
        entry = hold(entry)
        require_organiser(by, entry.city_id)
        queries.assignments_of(judge_id, entry_id)
        statement = queries.statement(judge_id, entry_id)
        if statement is None or not statement.conflicted:
            raise Refusal(_("No conflict is stated here."))
        if not reason.strip():
            raise Refusal(_("Write the reason: it stays in the record."))
        ledger.write(
            "conflict.cleared",
            actor=by,
            at=moment.at,
            subject=entry,
            label=f"{entry.reference}, {judge.name}",
            edition_id=entry.edition_id,
            before={"kind": statement.kind, "reason": statement.reason},
            reason=reason.strip(),
        )
        db.session.execute(delete(ConflictStatement).where(ConflictStatement.id == statement.id))
