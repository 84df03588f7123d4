"""Panels: who sits where."""

from collections.abc import Iterable

from sqlalchemy import delete
from sqlalchemy.orm import joinedload

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...errors import Refusal
from ...people.models import Person
from ...programmes.models import Category, Round
from .. import policy, queries
from ..models import Judge, Panel, PanelMember
from .permission import require_organiser


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


def seat_judges(round_: Round, category: Category, judges: Iterable[Judge], by: Person) -> Panel:
    """Give judges seats on the panel of a category, which is formed by its first seat: all of them or none.

    Raises:
        Refusal: when one of them may not sit there (see `policy.why_not_seat`); it names the first who may not.
    """
    category_id, wanted = category.id, {judge.id for judge in judges}
    with transaction() as moment:
        require_organiser(by)
        panel = _hold_panel(round_, category_id)
        for judge in queries.hold_judges(wanted):
            _seat(moment, panel, judge, by)
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
