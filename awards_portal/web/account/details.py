"""One's own name, time zone, password and sessions."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import Invalid
from ...people import queries, rules, service
from ..shared import access
from . import blueprint


@blueprint.get("/details")
def details() -> str:
    """My details and where I am signed in."""
    return _page()


def _page(errors: dict[str, list[str]] | None = None) -> str:
    visitor = access.visitor()
    return render_template(
        "account/details.html",
        person=visitor.person,
        typed=request.form,
        current=visitor.sign_in,
        sign_ins=queries.sign_ins(visitor.person.id, clock.now()),
        shortest=rules.SHORTEST_FOR_TEAM if visitor.team else rules.SHORTEST,
        zones=sorted(rules.zones()),
        errors=errors or {},
    )


@blueprint.post("/details")
def change_details() -> tuple[str, int] | Response:
    """Store name and time zone."""
    try:
        service.change_details(access.visitor().person, request.form.get("name", ""), request.form.get("time_zone", ""))
    except Invalid as error:
        return _page(error.fields), error.status
    flash(_("Saved."), "success")
    return redirect(url_for("account.details"), 303)


@blueprint.post("/password")
def change_password() -> tuple[str, int] | Response:
    """Change the password; every other session ends."""
    try:
        service.change_password(
            access.visitor().sign_in,
            request.form.get("old", ""),
            request.form.get("password", ""),
            address=request.remote_addr or "",
        )
    except Invalid as error:
        return _page(error.fields), error.status
    flash(_("Your password is changed. Everywhere else you are signed out."), "success")
    return redirect(url_for("account.details"), 303)


@blueprint.post("/sessions/<int:sign_in_id>/end")
def end_session(sign_in_id: int) -> Response:
    """End one of my sessions elsewhere."""
    service.end_sign_in(access.visitor().person, sign_in_id)
    flash(_("That session has ended."), "success")
    return redirect(url_for("account.details"), 303)


@blueprint.post("/sessions/end")
def end_other_sessions() -> Response:
    """End all my other sessions."""
    visitor = access.visitor()
    service.end_other_sign_ins(visitor.person, visitor.sign_in, visitor.person)
    flash(_("Everywhere else you are signed out."), "success")
    return redirect(url_for("account.details"), 303)
