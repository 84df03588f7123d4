"""One entry beside its scorecard: read, score, complete, take up again."""

from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import Invalid, PortalError
from ...judging import policy, reading, rules, service
from ...judging.rules import Content
from ...judging.seats import Seat
from ...judging.service import Outcome, Saved
from ..shared import access
from ..shared.errors import wants_json
from . import blueprint
from .desk import find_seat, open_seat
from .pages import Sheet, closed_page, conflict_page, sheet_of, sheet_page
from .queue import skip, to_next

Answer = str | tuple[str, int] | Response | tuple[Response, int]


@blueprint.get("/entries/<reference>")
def entry(reference: str) -> str | tuple[str, int]:
    """The question on conflicts first; then entry and scorecard."""
    seat = open_seat(reference)
    at = clock.now()
    if seat.statement is None and policy.why_not_state(seat, at) is None:
        return conflict_page(seat)
    unseen = policy.why_not_see(seat, at)
    return closed_page(seat, unseen) if unseen else sheet_page(sheet_of(seat))


@blueprint.post("/entries/<reference>/scores")
def scores(reference: str) -> Answer:
    """Save the scorecard: from the page's script as JSON, or from the form; the form may complete it as well."""
    seat = find_seat(reference)
    if wants_json():
        return _save_for_script(open_seat(reference) if seat is None else seat)
    if seat is None:
        return closed_page(None, _("This entry is not yours to judge."), status=404, typed=_typed(None))
    sheet = sheet_of(seat)
    # Read before the deed: what was loaded is forgotten when it begins.
    typed, kept = _typed(sheet), _kept(sheet)
    try:
        content = reading.read_content(_from_form(sheet), seat.assignment.round.rubric, sheet.criteria)
        saved = _save(seat, content, request.form.get("revision", ""), request.form.get("mark", ""))
    except Invalid as error:
        return sheet_page(sheet_of(open_seat(reference), kept, error.fields)), 422
    except PortalError as error:
        return closed_page(find_seat(reference), error.sentence, status=error.status, typed=typed)
    seat = open_seat(reference)
    if saved.outcome is Outcome.LATE:
        can_revise = policy.why_not_reopen(seat, clock.now()) is None
        return closed_page(seat, saved.sentence, status=409, typed=typed, can_revise=can_revise)
    if saved.outcome is Outcome.CONFLICT:
        return sheet_page(sheet_of(seat, content, beaten=saved.sentence)), 409
    then = request.form.get("then")
    if then == "complete":
        return _complete(seat)
    if then == "skip":
        return skip(reference)
    flash(_("%(reference)s is saved.", reference=reference) if then == "next" else _("Saved."), "success")
    if then == "next":
        return to_next(seat)
    return redirect(url_for("judges.entry", reference=reference), 303)


def _complete(seat: Seat) -> Answer:
    sheet = sheet_of(seat)
    gaps = {gap.field: [gap.sentence] for gap in sheet.missing}
    reference = seat.assignment.entry.reference
    if seat.card is None or gaps:
        return sheet_page(sheet_of(seat, errors=gaps)), 422
    try:
        service.complete(seat.card, access.visitor().person)
    except Invalid as error:
        return sheet_page(sheet_of(open_seat(reference), errors=error.fields)), 422
    except PortalError as error:
        return closed_page(open_seat(reference), error.sentence, status=error.status)
    if seat.is_practice:
        flash(
            _("The practice scorecard of %(reference)s is complete. It does not count.", reference=reference), "success"
        )
        return redirect(url_for("judges.practice", reference=reference), 303)
    flash(_("The scorecard of %(reference)s is complete and counts.", reference=reference), "success")
    return redirect(url_for("judges.home"), 303)


@blueprint.post("/entries/<reference>/revision")
def revise(reference: str) -> Answer:
    """Take a completed scorecard up again."""
    seat = open_seat(reference)
    refusal = policy.why_not_reopen(seat, clock.now())
    if seat.card is None or refusal:
        return closed_page(seat, refusal or _("Nothing is scored here yet."), status=409)
    service.reopen(seat.card, access.visitor().person)
    flash(
        _(
            "You can change the scorecard of %(reference)s. Complete it again: until then it does not count.",
            reference=reference,
        ),
        "warning",
    )
    return redirect(url_for("judges.entry", reference=reference), 303)


def _save(seat: Seat, content: Content, revision: Any, mark: Any) -> Saved:
    seen = int(revision) if str(revision).isdecimal() and len(str(revision)) < 9 else -1
    # A mark is made by our own page; anything else is no mark.
    mark = mark[:64] if isinstance(mark, str) and mark.isprintable() and mark else None
    return service.save_scores(seat.assignment, content, seen, access.visitor().person, mark)


def _save_for_script(seat: Seat) -> Answer:
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise Invalid(_("The page sent something that could not be read. Open the scorecard again."))
    sheet = sheet_of(seat)
    rubric = seat.assignment.round.rubric
    content = reading.read_content(sent, rubric, sheet.criteria)
    total, left = (
        rules.total(content, rubric, sheet.criteria).words,
        len(rules.missing(content, rubric, sheet.criteria)),
    )
    shows_total = seat.assignment.round.shows_total
    stored_total, zone = sheet.total.words, seat.assignment.round.edition.time_zone
    saved = _save(seat, content, sent.get("revision", ""), sent.get("mark", ""))
    state = {Outcome.CONFLICT: "conflict", Outcome.LATE: "late"}.get(saved.outcome, "saved")
    told = saved.sentence or (_("Nothing to save yet.") if saved.at is None else _saved_at(saved, zone))
    body: dict[str, Any] = {"state": state, "message": told, "revision": saved.revision, "left": left}
    if state == "saved" and sent.get("then") == "complete":
        body |= _completed_for_script(seat.assignment.entry.reference)
    if state != "saved":
        body["stored"] = saved.content.document()
    if shows_total:
        body |= {"total": total} if state == "saved" else {"total": total, "total_stored": stored_total}
    return jsonify(body), 200 if state == "saved" else 409


def _completed_for_script(reference: str) -> dict[str, Any]:
    """Complete what has just been saved: "Complete" was pressed while there was no network."""
    card = open_seat(reference).card
    if card is None:
        return {"missing": [_("Nothing is scored here yet.")]}
    try:
        service.complete(card, access.visitor().person)
    except Invalid as error:
        return {"missing": [sentence for sentences in error.fields.values() for sentence in sentences]}
    except PortalError as error:
        return {"missing": [error.sentence]}
    return {"completed": True}


def _saved_at(saved: Saved, zone: str) -> str:
    assert saved.at is not None
    return _("Saved %(at)s", at=clock.tell(saved.at, zone))


def _from_form(sheet: Sheet) -> dict[str, Any]:
    form = request.form
    return {
        "scores": {
            criterion.key: {
                "step": form.get(f"score-{criterion.key}", ""),
                "comment": form.get(f"comment-{criterion.key}", ""),
            }
            for criterion in sheet.criteria
        },
        "comment_for_city": form.get("comment_for_city", ""),
        "private_note": form.get("private_note", ""),
    }


def _kept(sheet: Sheet) -> Content:
    """What the form sent, for showing it again although it cannot be stored as it is."""
    top = rules.top_step(sheet.seat.assignment.round.rubric)
    sent = _from_form(sheet)
    answers: dict[str, int | str] = {str(step): step for step in range(top + 1)}
    answers[rules.NOT_APPLICABLE] = rules.NOT_APPLICABLE
    given = {key: rules.given_as(answers.get(each["step"]), each["comment"]) for key, each in sent["scores"].items()}
    return Content(given, sent["comment_for_city"], sent["private_note"])


def _typed(sheet: Sheet | None) -> list[tuple[str, str]]:
    """What the form sent, as words to copy: for a page that cannot take it any more."""
    titles = {} if sheet is None else {criterion.key: criterion.title for criterion in sheet.criteria}
    found = []
    for name, value in request.form.items():
        kind, _dash, key = name.partition("-")
        if not value.strip() or name in {"csrf_token", "revision", "mark", "then"}:
            continue
        if kind == "score":
            is_step = value.isdecimal() and len(value) < 6
            given = rules.given_as(int(value) if is_step else value, "")
            points = sheet.told(given) if sheet is not None and (is_step or given.not_applicable) else value
            found.append((titles.get(key, key), points))
        elif kind == "comment" and key:
            found.append((_("%(title)s: comment", title=titles.get(key, key)), value))
        else:
            words = {"comment_for_city": _("Comment for the city"), "private_note": _("Private note")}
            found.append((words.get(name, name), value))
    return found
