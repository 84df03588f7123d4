"""What the portal keeps of me and of my city, to take home."""

from flask import render_template
from werkzeug.wrappers import Response

from ...errors import Refusal
from ...exports import policy, service
from ..shared import access
from ..shared.sending import download
from . import blueprint
from .city_team import seat_of


@blueprint.get("/data")
def my_data() -> str:
    """What can be taken home."""
    visitor = access.visitor()
    cities = [(seat.city, policy.why_not_export_city(seat.role)) for seat in visitor.cities]
    return render_template("account/my_data.html", cities=cities)


@blueprint.post("/data")
def export_me() -> Response:
    """Everything that is kept of me as a file."""
    return download(service.export_person(access.visitor().person), "application/zip", "my-data.zip")


@blueprint.post("/cities/<slug>/export")
def export_my_city(slug: str) -> Response:
    """Everything of my city as a file, for its leads."""
    seat = seat_of(slug)
    if (stands := policy.why_not_export_city(seat.role)) is not None:
        raise Refusal(stands)
    return download(service.export_city(seat.city, access.visitor().person), "application/zip", f"{slug}.zip")
