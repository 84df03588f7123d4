"""The history of a judge's own scorecard."""

from flask import render_template

from ... import clock
from ...judging import history, policy
from ..shared import lists
from . import blueprint
from .desk import cover, open_seat
from .pages import closed_page


@blueprint.get("/entries/<reference>/history")
def card_history(reference: str) -> str | tuple[str, int]:
    """Every state the scorecard ever had, the newest first."""
    seat = open_seat(reference)
    unseen = policy.why_not_see(seat, clock.now())
    if unseen:
        return closed_page(seat, unseen)
    page = lists.listing(lambda limit, offset: history.states(seat, limit, offset))
    return render_template(
        "judges/card_history.html",
        cover=cover(seat),
        round=seat.assignment.round,
        page=page,
        first=page.total - (page.page - 1) * lists.SIZE,
        address=lists.address,
    )
