"""The question before everything else: is there a conflict of interest?"""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import Invalid
from ...judging import policy, service
from . import blueprint
from .desk import find_seat, open_seat
from .pages import closed_page, conflict_page


@blueprint.get("/entries/<reference>/conflict")
def conflict_form(reference: str) -> str | tuple[str, int]:
    """State a conflict that came to light later."""
    seat = open_seat(reference)
    stands = policy.why_not_state(seat, clock.now())
    return closed_page(seat, stands) if stands else conflict_page(seat)


@blueprint.post("/entries/<reference>/conflict")
def conflict(reference: str) -> str | tuple[str, int] | Response:
    """Say whether there is a conflict."""
    seat = find_seat(reference)
    typed = [(_("Your reason"), request.form.get("reason", ""))]
    if seat is None:
        return closed_page(None, _("This entry is not yours to judge."), status=404, typed=typed)
    stands = policy.why_not_state(seat, clock.now())
    if stands:
        return closed_page(seat, stands, status=409, typed=typed)
    answer = request.form.get("conflicted", "")
    if answer not in {"yes", "no"}:
        return conflict_page(seat, {"conflicted": [_("Say whether you have a conflict with this entry.")]}), 422
    try:
        service.state_conflict(
            seat.assignment.judge,
            seat.assignment.entry,
            answer == "yes",
            request.form.get("kind") or None,
            request.form.get("reason", ""),
            asked=request.form.getlist("asked"),
        )
    except Invalid as error:
        return conflict_page(open_seat(reference), error.fields), 422
    if answer == "no":
        return redirect(url_for("judges.entry", reference=reference), 303)
    flash(_("Thank you. Entry %(reference)s is closed to you; the organising team sees why.", reference=reference))
    return redirect(url_for("judges.home"), 303)
