"""Who judges what: the matrix of a category, giving and taking back, taking a judge off."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ...entries import queries as entries
from ...errors import PortalError, Refusal
from ...judging import policy, queries, service
from ...judging.models import Judge
from ...judging.seats import Seat
from ...sheets import Column, Kind
from ..shared import access, lists
from . import blueprint
from .entries import edition_or_404
from .rounds import Place, find_place, own_cities, why_not_arrange

COLUMNS = [
    Column("reference"),
    Column("title"),
    Column("city"),
    Column("judge"),
    Column("state"),
    Column("completed", Kind.INSTANT),
]


@blueprint.get("/editions/<key>/assignments")
def assignments(key: str) -> str | Response:
    """Entries by judges with the state of each scorecard; `format=csv` gives the assigned pairs as a file."""
    place = find_place(key)
    search = lists.asked("q")
    found = lists.listing(
        lambda limit, offset: queries.entries_to_judge(place.round, place.category.id, search, limit, offset)
    )
    judges = queries.judges_of_category(place.round.id, place.category.id)
    hidden = own_cities()
    cells = {(cell.entry_id, cell.judge_id): cell for cell in queries.cells(place.round.id, place.category.id)}
    if lists.wants_csv():
        rows = [
            (entry.reference, entry.title, entry.city.name, judge.name, str(cell.state), cell.completed_at)
            for entry in found.rows
            if entry.city_id not in hidden
            for judge in judges
            if (cell := cells.get((entry.id, judge.id))) is not None
        ]
        return lists.csv_file(f"{place.edition.key}-{place.category.key}-assignments", COLUMNS, rows)
    return render_template(
        "admins/assignments.html",
        place=place,
        edition=place.edition,
        listing=found,
        judges=judges,
        cells=cells,
        hidden=hidden,
        q=search,
        able=[judge for judge in queries.everybody(place.edition.id) if policy.why_not_take_part(judge) is None],
        why_not=why_not_arrange(),
    )


@blueprint.post("/editions/<key>/assignments")
def assign(key: str) -> Response:
    """Give one entry to one judge."""
    place = find_place(key)
    entry = entries.entry_by_reference(request.form.get("entry", ""))
    judge_id = request.form.get("judge", type=int)
    judge = None if judge_id is None else queries.judge_in(place.edition.id, judge_id)
    if entry is None or entry.edition_id != place.edition.id or judge is None:
        raise Refusal(_("Choose an entry and a judge. Go back and choose both."))
    reference, name, words = entry.reference, judge.name, place.words
    service.assign(place.round, entry, judge, access.visitor().person)
    flash(_("%(name)s judges %(reference)s.", name=name, reference=reference), "success")
    return redirect(url_for("admins.assignments", **words), 303)


@dataclass(frozen=True)
class Preview:
    """A proposal in figures and sentences: who gets how many, who is left out and why."""

    new: int
    kept: int
    loads: list[tuple[str, int, int]]
    skipped: list[tuple[str, str, str]]


def _preview(place: Place) -> Preview:
    panel = queries.panel_of(place.round.id, place.category.id)
    if panel is None:
        return Preview(0, 0, [], [])
    proposal = service.propose_whole_panel(panel)
    hidden = own_cities()
    new, kept, skipped = (
        [pair for pair in pairs if pair.entry.city_id not in hidden]
        for pairs in (proposal.new, proposal.kept, proposal.skipped)
    )
    # Of an entry whose city this visitor speaks for one line is told, whoever judges it.
    own = [entry for entry in proposal.entries if entry.city_id in hidden]
    return Preview(
        len(new),
        len(kept),
        [
            (judge.name, sum(pair.judge is judge for pair in new), sum(pair.judge is judge for pair in kept))
            for judge in proposal.judges
        ],
        [(pair.entry.reference, pair.judge.name, pair.why_not or "") for pair in skipped]
        + [(entry.reference, "", policy.why_not_arrange("organiser", True) or "") for entry in own],
    )


@blueprint.get("/editions/<key>/assignments/whole-panel")
def whole_panel(key: str) -> str:
    """What giving every entry to every judge of the panel would do. Nothing is done yet."""
    place = find_place(key)
    return render_template(
        "admins/whole_panel.html",
        place=place,
        edition=place.edition,
        preview=_preview(place),
        why_not=why_not_arrange(),
    )


@blueprint.post("/editions/<key>/assignments/whole-panel")
def assign_whole_panel(key: str) -> Response:
    """Do it, by what is true now."""
    place = find_place(key)
    words = place.words
    panel = queries.panel_of(place.round.id, place.category.id)
    if panel is None:
        raise Refusal(_("Nobody sits on this panel yet. Seat judges first."))
    done = service.assign_whole_panel(panel, access.visitor().person)
    left_out = sum(pair.entry.city_id not in own_cities() for pair in done.skipped)
    told = ngettext("%(num)d assignment was made.", "%(num)d assignments were made.", len(done.new))
    flash(f"{told} {_('Left out: %(n)s.', n=left_out)}" if left_out else told, "success")
    return redirect(url_for("admins.assignments", **words), 303)


@blueprint.get("/editions/<key>/assignments/sharing")
def sharing(key: str) -> str:
    """What sharing the entries out among the panel would do. Nothing is done yet."""
    place = find_place(key)
    panel = queries.panel_of(place.round.id, place.category.id)
    return render_template(
        "admins/sharing.html",
        place=place,
        edition=place.edition,
        plan=None if panel is None else service.propose_matching(panel, access.visitor().person),
        why_not=why_not_arrange(),
    )


@blueprint.post("/editions/<key>/assignments/sharing")
def share_out(key: str) -> Response:
    """Do it, when it is still the plan that was looked at."""
    place = find_place(key)
    words = place.words
    panel = queries.panel_of(place.round.id, place.category.id)
    if panel is None:
        raise Refusal(_("Nobody sits on this panel yet. Seat judges first."))
    done = service.assign_matching(panel, request.form.get("plan", ""), access.visitor().person)
    told = ngettext("%(num)d assignment was made.", "%(num)d assignments were made.", len(done.new))
    flash(told, "success")
    return redirect(url_for("admins.assignments", **words), 303)


def _seat(key: str, assignment_id: int) -> Seat:
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
    return _assignment_page(_seat(key, assignment_id), {})


def _assignment_page(seat: Seat, errors: Mapping[str, list[str]]) -> str:
    return render_template(
        "admins/assignment.html",
        seat=seat,
        edition=seat.assignment.round.edition,
        words=_words(seat),
        why_not=why_not_arrange(),
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
    seat = _seat(key, assignment_id)
    words, told = _words(seat), _who(seat)
    try:
        service.unassign(seat.assignment, access.visitor().person)
    except PortalError as error:
        return _assignment_page(_seat(key, assignment_id), {"": [error.sentence]}), error.status
    flash(_("The assignment of %(who)s is taken back.", who=told), "success")
    return redirect(url_for("admins.assignments", **words), 303)


@blueprint.post("/editions/<key>/assignments/<int:assignment_id>/recusal")
def recuse(key: str, assignment_id: int) -> str | tuple[str, int] | Response:
    """Take the judge off, with a reason."""
    seat = _seat(key, assignment_id)
    words, told = _words(seat), _who(seat)
    try:
        service.recuse(seat.assignment, request.form.get("reason", ""), access.visitor().person)
    except PortalError as error:
        return _assignment_page(_seat(key, assignment_id), {"reason": [error.sentence]}), error.status
    flash(_("%(who)s: the judge is taken off and told why.", who=told), "success")
    return redirect(url_for("admins.assignments", **words), 303)


@blueprint.post("/editions/<key>/assignments/<int:assignment_id>/conflict-removal")
def clear_conflict(key: str, assignment_id: int) -> str | tuple[str, int] | Response:
    """Take back a conflict stated by mistake: the judge is asked again."""
    seat = _seat(key, assignment_id)
    told = _who(seat)
    judge: Judge = seat.assignment.judge
    try:
        service.clear_conflict(judge, seat.assignment.entry, request.form.get("reason", ""), access.visitor().person)
    except PortalError as error:
        return _assignment_page(_seat(key, assignment_id), {"reason": [error.sentence]}), error.status
    flash(_("%(who)s: the conflict is taken back; the judge is asked again.", who=told), "success")
    return redirect(url_for("admins.assignment", key=key, assignment_id=assignment_id), 303)


def _who(seat: Seat) -> str:
    return f"{seat.assignment.entry.reference}, {seat.assignment.judge.name}"


@blueprint.post("/editions/<key>/rounds/<round_key>/closing")
def close_round(key: str, round_key: str) -> Response:
    """End scoring now."""
    edition = edition_or_404(key)
    round_ = next((each for each in queries.rounds(edition.id) if each.key == round_key), None) or abort(404)
    title = round_.title
    service.close_round(round_, access.visitor().person)
    flash(_("%(round)s is closed.", round=title), "success")
    return redirect(url_for("admins.assignments", key=key, round=round_key), 303)
