"""Two finalists side by side: which is better, or that they cannot be told apart."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...awards.models import PairwiseFinal
from ...awards.pairing import queries
from ...errors import Invalid
from ...judging import policy
from ..shared import access
from . import blueprint
from .desk import cover


@blueprint.get("/pairs/<int:final_id>")
def pair(final_id: int) -> str:
    """The next pair for this judge, what must be said first, or that all is answered."""
    return _page(_final(final_id))


def _page(final: PairwiseFinal, errors: dict[str, list[str]] | None = None) -> str:
    at, person = clock.now(), access.visitor().person
    seats = queries.seats_in(final, person.id)
    readable = queries.readable(seats, at)
    answered = [each for each in queries.comparisons(final.id) if each.judge.person_id == person.id]
    left = [] if final.closed_at else queries.pairs_left(readable, answered)
    # Late: pandas takes a second to load, and only this page needs it.
    from ...awards.pairing.order import next_pair

    typed = request.form
    again = next(
        (
            (one, other)
            for one, other in left
            if (one.assignment.entry.reference, other.assignment.entry.reference)
            == (typed.get("first"), typed.get("second"))
        ),
        None,
    )
    asked = (again or next_pair(final, left)) if left else None
    return render_template(
        "judges/pair.html",
        final=final,
        pair=[(cover(each), each.view) for each in asked] if asked else [],
        done=len(answered),
        left=len(left),
        unstated=[cover(each) for each in seats if each.statement is None and policy.why_not_state(each, at) is None],
        why_closed=_("The comparing is closed. Thank you for your answers.")
        if final.closed_at
        else policy.why_closed(final.round, at),
        typed=typed,
        errors=errors or {},
    )


@blueprint.post("/pairs/<int:final_id>")
def compare(final_id: int) -> tuple[str, int] | Response:
    """Take the answer to a pair."""
    final = _final(final_id)
    # Late, as above.
    from ...awards.pairing import service

    try:
        service.compare(
            final,
            request.form.get("first", ""),
            request.form.get("second", ""),
            request.form.get("choice", ""),
            request.form.get("comment", ""),
            access.visitor().person,
        )
    except Invalid as error:
        return _page(_final(final_id), error.fields), error.status
    flash(_("Your answer is kept."), "success")
    return redirect(url_for("judges.pair", final_id=final_id), 303)


def _final(final_id: int) -> PairwiseFinal:
    """A final in which this judge has two entries or more."""
    found = queries.final(final_id)
    if found is None or len(queries.seats_in(found, access.visitor().person.id)) < 2:
        abort(404)
    return found
