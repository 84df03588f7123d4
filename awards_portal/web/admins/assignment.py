"""One judge and one entry: where they stand; taking back, taking off, clearing a conflict."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import PortalError
from ...judging import policy, queries, service
from ...judging.models import Judge
from ...judging.rules import AWAY, State
from ...judging.seats import Seat
from ..shared import access
from . import blueprint
from .entries import edition_or_404
from .rounds import own_cities, why_not_arrange


def find_seat(key: str, assignment_id: int) -> Seat:
    """One judge and one entry, for whoever may see its judging; otherwise there is nothing here."""
    edition = edition_or_404(key)
    if queries.assignment(assignment_id) is None:
        abort(404)
    seat = queries.seat(assignment_id)
    # An entry of a city this visitor speaks for looks as if nobody judged it.
    if seat.assignment.round.edition_id != edition.id or seat.assignment.entry.city_id in own_cities():
        abort(404)
    return seat


@blueprint.get("/editions/<key>/assignments/<int:assignment_id>")
def assignment(key: str, assignment_id: int) -> str:
    """One judge and one entry: where they stand, and what can be done."""
    return _assignment_page(find_seat(key, assignment_id), {})


def _assignment_page(seat: Seat, errors: Mapping[str, list[str]]) -> str:
    row = seat.assignment
    found = queries.found_between([row.judge], [row.entry.city], row.round.edition.conflict_rules, clock.now())
    lost = seat.state in {State.ABSTAINED, State.RECUSED}
    vacancies = service.propose_substitutes(row.round, row.entry.category_id, access.visitor().person) if lost else []
    vacancy = next((each for each in vacancies if each.entry.id == row.entry_id), None)
    return render_template(
        "admins/assignment.html",
        lost=lost,
        vacancy=vacancy,
        why_not_substitute=policy.why_not_substitute(row.round, clock.now(), vacancy is not None),
        seat=seat,
        edition=seat.assignment.round.edition,
        words=_words(seat),
        found=found.get((row.judge_id, row.entry.city_id), ()),
        able=service.able_instead(row, access.visitor().person) if seat.state not in AWAY else [],
        why_not=why_not_arrange(),
        paper=queries.paper_entries(seat),
        why_not_paper=policy.why_not_state_from_paper(seat, clock.now()),
        why_not_return=policy.why_not_return(seat, clock.now()),
        why_not_unassign=policy.why_not_unassign(seat.card is not None, seat.recusal is not None),
        reason=request.form.get("reason", ""),
        errors=errors,
    )


def _words(seat: Seat) -> dict[str, Any]:
    round_ = seat.assignment.round
    return {"key": round_.edition.key, "round": round_.key, "category": seat.assignment.entry.category.key}


@blueprint.post("/editions/<key>/assignments/<int:assignment_id>/removal")
def unassign(key: str, assignment_id: int) -> str | tuple[str, int] | Response:
    """Take the assignment back as if it had never been."""
    seat = find_seat(key, assignment_id)
    words, told = _words(seat), seat.assignment.label
    try:
        service.unassign(seat.assignment, access.visitor().person)
    except PortalError as error:
        return _assignment_page(find_seat(key, assignment_id), {"": [error.sentence]}), error.status
    flash(_("The assignment of %(who)s is taken back.", who=told), "success")
    return redirect(url_for("admins.assignments", **words), 303)


@blueprint.post("/editions/<key>/assignments/<int:assignment_id>/recusal")
def recuse(key: str, assignment_id: int) -> str | tuple[str, int] | Response:
    """Take the judge off, with a reason."""
    seat = find_seat(key, assignment_id)
    words, told = _words(seat), seat.assignment.label
    try:
        service.recuse(seat.assignment, request.form.get("reason", ""), access.visitor().person)
    except PortalError as error:
        return _assignment_page(find_seat(key, assignment_id), {"reason": [error.sentence]}), error.status
    flash(_("%(who)s: the judge is taken off and told why.", who=told), "success")
    return redirect(url_for("admins.assignments", **words), 303)


@blueprint.post("/editions/<key>/assignments/<int:assignment_id>/successor")
def reassign(key: str, assignment_id: int) -> str | tuple[str, int] | Response:
    """Take the judge off and give the entry to another, in one act."""
    seat = find_seat(key, assignment_id)
    judge_id = request.form.get("successor", type=int)
    edition_id, words = seat.assignment.round.edition_id, _words(seat)
    judge = None if judge_id is None or not 0 < judge_id < 2**63 else queries.judge_in(edition_id, judge_id)
    if judge is None:
        told = _("Choose the judge who gets the entry.")
        return _assignment_page(seat, {"successor": [told]}), 422
    name, reference = judge.name, seat.assignment.entry.reference
    try:
        service.reassign(seat.assignment, judge, request.form.get("reassign_reason", ""), access.visitor().person)
    except PortalError as error:
        return _assignment_page(find_seat(key, assignment_id), {"reassign_reason": [error.sentence]}), error.status
    flash(_("%(name)s judges %(reference)s now. Both judges get a letter.", name=name, reference=reference), "success")
    return redirect(url_for("admins.assignments", **words), 303)


@blueprint.post("/editions/<key>/assignments/<int:assignment_id>/return")
def return_card(key: str, assignment_id: int) -> str | tuple[str, int] | Response:
    """Give the completed scorecard back to its judge, with a reason."""
    seat = find_seat(key, assignment_id)
    told = seat.assignment.label
    try:
        service.return_card(seat.assignment, request.form.get("return_reason", ""), access.visitor().person)
    except PortalError as error:
        return _assignment_page(find_seat(key, assignment_id), {"return_reason": [error.sentence]}), error.status
    flash(_("%(who)s: the scorecard is back with the judge, who is told why.", who=told), "success")
    return redirect(url_for("admins.assignment", key=key, assignment_id=assignment_id), 303)


@blueprint.post("/editions/<key>/assignments/<int:assignment_id>/conflict-removal")
def clear_conflict(key: str, assignment_id: int) -> str | tuple[str, int] | Response:
    """Take back a conflict stated by mistake: the judge is asked again."""
    seat = find_seat(key, assignment_id)
    told = seat.assignment.label
    judge: Judge = seat.assignment.judge
    try:
        service.clear_conflict(judge, seat.assignment.entry, request.form.get("reason", ""), access.visitor().person)
    except PortalError as error:
        return _assignment_page(find_seat(key, assignment_id), {"reason": [error.sentence]}), error.status
    flash(_("%(who)s: the conflict is taken back; the judge is asked again.", who=told), "success")
    return redirect(url_for("admins.assignment", key=key, assignment_id=assignment_id), 303)
