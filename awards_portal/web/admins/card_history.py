"""The history of one scorecard, for whoever may see the judging of its entry."""

from flask import render_template

from ...judging import history
from ..shared import lists, recorded
from . import blueprint
from .assignment import find_seat


@blueprint.get("/editions/<key>/assignments/<int:assignment_id>/history")
@recorded.viewed("scorecard")
def card_history(key: str, assignment_id: int) -> str:
    """Every state the scorecard ever had, the newest first."""
    seat = find_seat(key, assignment_id)
    row = seat.assignment
    recorded.about(row, row.label)
    page = lists.listing(lambda limit, offset: history.states(seat, limit, offset))
    return render_template(
        "admins/card_history.html",
        seat=seat,
        edition=seat.assignment.round.edition,
        page=page,
        first=page.total - (page.page - 1) * lists.SIZE,
        address=lists.address,
    )
