"""The rubric of an edition: changed until the first scorecard, then only by a new version for a later round."""

import copy
from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, NotHere, Refusal
from .. import policy, queries
from ..models import Criterion, Edition, EditionChange, Round, Rubric
from ..rubrics import RubricPlan, read_rubric, rubric_document
from .creating import write_rubric
from .members import check_member

Document = dict[str, Any]


def change_rubric(
    edition: Edition, edit: Callable[[Document], Document], *, by: ledger.Actor, reason: str = ""
) -> Rubric:
    """Change the newest rubric of an edition. After the call was published the change and its reason are shown on it.

    Args:
        edit: given the rubric's document as it is now, answers what it is to be. It is called under the rubric's lock.

    Raises:
        Invalid: a sentence for each fault, by path; no reason after the call.
        Refusal: not an organiser, or judges score with it.
        FasterElsewhere: raised by `edit` when what it changes is no longer what its page showed.
    """
    with transaction() as moment:
        check_member(by)
        edition = hold(edition)
        found = queries.current_rubric(edition.id)
        if found is None:
            raise NotHere(_("This edition has no rubric."))
        rubric = hold(found)
        refusal = policy.why_not_change_rubric(rubric.locked_at is not None)
        if refusal:
            raise Refusal(refusal)
        published = edition.published_at is not None
        before = rubric_document(rubric, queries.criteria(rubric.id))
        plan = read_rubric(edit(copy.deepcopy(before)), moment.at, partial=not published, on_page=True)
        _write(rubric, plan)
        after = rubric_document(rubric, queries.criteria(rubric.id))
        if before == after:
            return rubric
        missing = policy.why_no_reason(published, reason)
        if missing:
            raise Invalid(missing, {"reason": [missing]})
        if published:
            told = {"edition_id": edition.id, "at": moment.at, "by_id": by.id, "reason": reason.strip()}
            db.session.add(EditionChange(before={"rubric": before}, after={"rubric": after}, **told))
        ledger.write(
            "rubric.changed",
            actor=by,
            at=moment.at,
            subject=rubric,
            label=edition.title,
            edition_id=edition.id,
            before=before,
            after=after,
            reason=reason.strip() or None,
        )
    return rubric


def _write(rubric: Rubric, plan: RubricPlan) -> None:
    rubric.scale_min, rubric.scale_max, rubric.steps_per_point = plan.scale
    stored = {each.key: each for each in queries.criteria(rubric.id)}
    kept = {each["key"] for each in plan.criteria}
    # Two criteria may never stand in one place, not even while they change places.
    for number, row in enumerate(stored.values()):
        if row.key not in kept:
            db.session.delete(row)
        row.position = len(plan.criteria) + len(stored) + number
    db.session.flush()
    for position, each in enumerate(plan.criteria):
        found = stored.get(each["key"])
        if found is None:
            db.session.add(Criterion(rubric_id=rubric.id, position=position, **each))
            continue
        for column, value in {**each, "position": position}.items():
            setattr(found, column, value)
    db.session.flush()


def new_rubric_version(edition: Edition, *, by: ledger.Actor) -> Rubric:
    """Make the next version of the rubric, the same to begin with; rounds that have not opened can be given it.

    Raises:
        Refusal: not an organiser, or nobody scores with the newest version yet, so that one can still be changed.
    """
    with transaction() as moment:
        check_member(by)
        edition = hold(edition)
        last = queries.current_rubric(edition.id)
        if last is None or last.locked_at is None:
            raise Refusal(_("Nobody has scored with the newest version yet. Change that one."))
        document = rubric_document(last, queries.criteria(last.id))
        made = write_rubric(edition, last.number + 1, read_rubric(document, moment.at), moment)
        _note("rubric.created", moment, edition, made, by)
    return made


def use_rubric(round_: Round, rubric: Rubric, *, by: ledger.Actor) -> Round:
    """Judge a round with another version of the edition's rubric.

    Raises:
        Refusal: not an organiser, or the round has opened: its judges score with what it has.
        NotHere: the version belongs to another edition.
    """
    with transaction() as moment:
        check_member(by)
        round_, rubric = hold(round_), hold(rubric)
        if rubric.edition_id != round_.edition_id:
            raise NotHere(_("This edition has no such rubric."))
        if rubric.id == round_.rubric_id:
            return round_
        refusal = policy.why_not_change_rubric_of_round(round_.opens_at, moment.at)
        if refusal:
            raise Refusal(refusal)
        round_.rubric_id = rubric.id
        _note("round.rubric_chosen", moment, db.session.get_one(Edition, round_.edition_id), rubric, by)
    return round_


def _note(event: str, moment: Transaction, edition: Edition, rubric: Rubric, by: ledger.Actor) -> None:
    ledger.write(
        event,
        actor=by,
        at=moment.at,
        subject=rubric,
        label=edition.title,
        edition_id=edition.id,
        after={"number": rubric.number},
    )
