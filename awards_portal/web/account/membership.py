"""The membership of my city: where it stands, its history, and the application."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import storage
from ...errors import Invalid
from ...people.memberships import policy, queries, service
from ...people.memberships.models import AppliedFor
from ...people.models import Representative
from ...people.profiles import queries as profiles
from ..shared import access
from ..shared.places import applied_for_words, membership_words, step_words
from ..shared.sending import download
from . import blueprint
from .city_team import seat_of


@blueprint.get("/cities/<slug>/membership")
def city_membership(slug: str) -> str:
    """Where the city stands, every step, and the form."""
    return _page(seat_of(slug))


def _page(seat: Representative, errors: dict[str, list[str]] | None = None) -> str:
    open_now = queries.open_application(seat.city_id)
    return render_template(
        "account/city_membership.html",
        city=seat.city,
        memberships=profiles.memberships(seat.city_id),
        applications=queries.applications(seat.city_id),
        steps=queries.steps(seat.city_id),
        approvers=queries.approvers(),
        why_not=policy.why_not_apply(seat, open_now is not None, (), None),
        kinds=membership_words(),
        applied_for=applied_for_words(),
        step_words=step_words(),
        typed=request.form,
        errors=errors or {},
    )


@blueprint.post("/cities/<slug>/membership")
def apply_for_membership(slug: str) -> tuple[str, int] | Response:
    """Apply with the signed page."""
    seat, form, sent = seat_of(slug), request.form, request.files.get("signed")
    signed = (sent.filename, sent.stream.read(service.SIGNED.max_bytes + 1)) if sent and sent.filename else None
    try:
        service.apply(
            seat.city,
            form.get("kind", ""),
            signatory=form.get("signatory", ""),
            office=form.get("office", ""),
            signed=signed,
            by=access.visitor().person,
        )
    except Invalid as error:
        return _page(seat_of(slug), error.fields), error.status
    flash(_("The application has arrived. You get a letter at each step."), "success")
    return redirect(url_for("account.city_membership", slug=slug), 303)


@blueprint.get("/cities/<slug>/membership/page-to-sign")
def page_to_sign(slug: str) -> str:
    """The page to print, to be signed by the mayor or an authorised representative; `?kind=` says for what."""
    seat, kind = seat_of(slug), request.args.get("kind", "")
    if kind not in set(AppliedFor):
        kind = AppliedFor.FULL
    return render_template("account/page_to_sign.html", city=seat.city, kind=applied_for_words()[AppliedFor(kind)])


@blueprint.get("/cities/<slug>/membership/applications/<int:application_id>/signed")
def signed_page(slug: str, application_id: int) -> Response:
    """The signed page that my city sent."""
    seat = seat_of(slug)
    found = next((each for each in queries.applications(seat.city_id) if each.id == application_id), None)
    if found is None:
        abort(404)
    return download(storage.read(found.signed_sha256, found.signed_size), found.signed_type, found.signed_name)
