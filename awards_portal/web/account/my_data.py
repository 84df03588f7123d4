"""What the portal keeps of me and of my city, to take home."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...errors import Invalid, Refusal
from ...exports import policy, service
from ...privacy import forgetting
from ..shared import access
from ..shared.sending import download
from . import blueprint
from .city_team import seat_of


@blueprint.get("/data")
def my_data() -> str:
    """What can be taken home, and deleting the account."""
    return _page()


def _page(errors: dict[str, list[str]] | None = None) -> str:
    visitor = access.visitor()
    return render_template(
        "account/my_data.html",
        cities=[(seat.city, policy.why_not_export_city(seat.role)) for seat in visitor.cities],
        person=visitor.person,
        why_not_delete=forgetting.why_not(visitor.person),
        judges=bool(visitor.judgeships),
        errors=errors or {},
    )


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


@blueprint.post("/deletion")
def delete_account() -> Response | tuple[str, int]:
    """Close my account and forget my name and address."""
    try:
        forgetting.delete_account(access.visitor().person, request.form.get("address", ""))
    except (Invalid, Refusal) as error:
        return _page({"address": [error.sentence]}), error.status
    session.clear()
    flash(_("Your account is deleted. Your name and address are gone from it."), "success")
    return redirect(url_for("account.sign_in"), 303)
