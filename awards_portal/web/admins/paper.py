"""A judge who scores by hand: her sheets as PDF, and what she wrote entered on her behalf."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...documents.typesetting import CannotDraw
from ...errors import Invalid, PortalError, Refusal
from ...judging import paper, policy, queries, reading, rules, service
from ...judging.models import ConflictKind
from ...judging.rules import Content
from ...judging.seats import Seat
from ...programmes import queries as programmes
from ...programmes.models import Criterion
from ..shared import access
from . import blueprint
from .assignment import find_seat
from .entries import edition_or_404
from .rounds import own_cities, why_not_arrange

Answer = str | tuple[str, int] | Response


@blueprint.get("/editions/<key>/judges/<int:judge_id>/paper")
def paper_sheets(key: str, judge_id: int) -> Response:
    """A PDF for one judge: each entry as she may read it, with a sheet to fill in."""
    judge = queries.judge_in(edition_or_404(key).id, judge_id) or abort(404)
    try:
        made = paper.sheets(judge, clock.now(), own_cities())
    except CannotDraw as fault:
        raise Refusal(_("The sheets could not be drawn. Try again; if it happens again, look at the log.")) from fault
    if made is None:
        raise Refusal(_("There is nothing to put on paper: no entry is open to this judge now."))
    name = f"{key}-score-sheets-{judge_id}.pdf"
    return send_file(BytesIO(made), "application/pdf", as_attachment=True, download_name=name)


@blueprint.get("/editions/<key>/assignments/<int:assignment_id>/paper")
def paper_form(key: str, assignment_id: int) -> str:
    """The form for what stands on a judge's paper: first her word on conflicts, then the scores."""
    return _page(find_seat(key, assignment_id))


@blueprint.post("/editions/<key>/assignments/<int:assignment_id>/paper/conflict")
def paper_conflict(key: str, assignment_id: int) -> Answer:
    """Enter what the judge says on conflicts."""
    seat = find_seat(key, assignment_id)
    form = request.form
    if form.get("conflicted") not in {"yes", "no"}:
        return _page(seat, {"conflicted": [_("Say what stands on the paper.")]}), 422
    try:
        service.state_from_paper(
            seat.assignment,
            form["conflicted"] == "yes",
            form.get("kind") or None,
            form.get("reason", ""),
            access.visitor().person,
        )
    except PortalError as error:
        errors = (error.fields if isinstance(error, Invalid) else {}) or {"": [error.sentence]}
        return _page(find_seat(key, assignment_id), errors), error.status
    flash(_("It is entered on the judge's behalf; a letter tells her."), "success")
    where = "admins.assignment" if form["conflicted"] == "yes" else "admins.paper_form"
    return redirect(url_for(where, key=key, assignment_id=assignment_id), 303)


@blueprint.post("/editions/<key>/assignments/<int:assignment_id>/paper/scores")
def paper_scores(key: str, assignment_id: int) -> Answer:
    """Enter the scores; with `then=complete` they count at once."""
    seat = find_seat(key, assignment_id)
    criteria = programmes.criteria(seat.assignment.round.rubric_id)
    form, revision = request.form, request.form.get("revision", "")
    try:
        content = reading.read_content(_from_form(criteria), seat.assignment.round.rubric, criteria)
        service.score_from_paper(
            seat.assignment,
            content,
            int(revision) if revision.isdecimal() and len(revision) < 9 else -1,
            access.visitor().person,
            complete=form.get("then") == "complete",
            mark=form.get("mark", "")[:64] or None,
        )
    except PortalError as error:
        errors = (error.fields if isinstance(error, Invalid) else {}) or {"": [error.sentence]}
        return _page(find_seat(key, assignment_id), errors, typed=True), error.status
    flash(_("It is entered on the judge's behalf; a letter tells her."), "success")
    return redirect(url_for("admins.assignment", key=key, assignment_id=assignment_id), 303)


def _from_form(criteria: Sequence[Criterion]) -> dict[str, Any]:
    form = request.form
    return {
        "scores": {
            each.key: {"step": form.get(f"score-{each.key}", ""), "comment": form.get(f"comment-{each.key}", "")}
            for each in criteria
        },
        "comment_for_city": form.get("comment_for_city", ""),
        "private_note": form.get("private_note", ""),
    }


def _typed(criteria: Sequence[Criterion], top: int) -> Content:
    """What was typed, for showing it again although it could not be stored."""
    sent = _from_form(criteria)
    steps: dict[str, int | str] = {str(step): step for step in range(top + 1)}
    answers = steps | {rules.NOT_APPLICABLE: rules.NOT_APPLICABLE}
    given = {key: rules.given_as(answers.get(each["step"]), each["comment"]) for key, each in sent["scores"].items()}
    return Content(given, sent["comment_for_city"], sent["private_note"])


def _page(seat: Seat, errors: Mapping[str, list[str]] | None = None, *, typed: bool = False) -> str:
    round_, at = seat.assignment.round, clock.now()
    criteria = programmes.criteria(round_.rubric_id)
    stored = queries.content(seat.card, criteria)
    shown = _typed(criteria, rules.top_step(round_.rubric)) if typed else stored

    def points(content: Content, key: str) -> str:
        return rules.told(round_.rubric, content.given(key))

    pairs = [(each.title, points(stored, each.key), points(shown, each.key)) for each in criteria]
    pairs += [
        (_("%(title)s: comment", title=c.title), stored.given(c.key).comment, shown.given(c.key).comment)
        for c in criteria
    ]
    kinds = {
        ConflictKind.EMPLOYMENT: _("Employment"),
        ConflictKind.PERSONAL: _("Personal"),
        ConflictKind.FINANCIAL: _("Financial"),
        ConflictKind.ADVISED: _("Advised the project"),
        ConflictKind.OTHER: _("Other"),
    }
    return render_template(
        "admins/paper.html",
        seat=seat,
        edition=round_.edition,
        rubric=round_.rubric,
        criteria=criteria,
        content=shown,
        revision=seat.card.revision if seat.card else 0,
        differences=[pair for pair in pairs if pair[1] != pair[2]] if typed and seat.card else [],
        kinds=[(str(kind), words) for kind, words in kinds.items()],
        why_not=why_not_arrange() or policy.why_not_state_from_paper(seat, at),
        why_not_score=policy.why_not_score_from_paper(seat, at),
        errors=errors or {},
    )
