"""The profile of my city: written by a representative, shown once an organiser approved it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...errors import Invalid
from ...people.models import Representative
from ...people.profiles import policy, queries, rules, service
from ..shared import access
from ..shared.sending import picture
from . import blueprint
from .city_team import seat_of

FIELDS = ("text", "website", "population", "population_source", "contact_name", "contact_email")


@blueprint.get("/cities/<slug>/profile")
def city_profile(slug: str) -> str:
    """What the public reads of my city, what waits, and the form."""
    seat = seat_of(slug)
    last = queries.last(seat.city_id)
    typed = {}
    if last is not None:
        typed = {name: getattr(last, name) for name in FIELDS} | {"consent": bool(last.contact_name)}
    return _page(seat, typed)


def _page(seat: Representative, typed: dict[str, object], errors: dict[str, list[str]] | None = None) -> str:
    last = queries.last(seat.city_id)
    return render_template(
        "account/city_profile.html",
        city=seat.city,
        last=last,
        decision=None if last is None else queries.decision(last.id),
        public=queries.approved(seat.city_id),
        why_not=policy.why_not_propose(seat),
        typed=typed,
        most=rules.MOST_WORDS,
        errors=errors or {},
    )


@blueprint.post("/cities/<slug>/profile")
def propose_profile(slug: str) -> tuple[str, int] | Response:
    """Put the profile before the organising team."""
    seat = seat_of(slug)
    typed = {name: request.form.get(name, "") for name in FIELDS}
    consent, sent = bool(request.form.get("consent")), request.files.get("logo")
    logo = (sent.filename, sent.stream.read(service.LOGO.max_bytes + 1)) if sent and sent.filename else None
    try:
        service.propose(
            seat.city,
            rules.Proposal(**typed, consent=consent),
            access.visitor().person,
            logo=logo,
            no_logo=bool(request.form.get("no_logo")),
        )
    except Invalid as error:
        return _page(seat_of(slug), {**typed, "consent": consent}, error.fields), error.status
    flash(_("The profile waits for the organising team. You get a letter when it is public."), "success")
    return redirect(url_for("account.city_profile", slug=slug), 303)


@blueprint.get("/cities/<slug>/profile/logo")
def proposed_logo(slug: str) -> Response:
    """The logo of the version my city proposed last."""
    last = queries.last(seat_of(slug).city_id)
    if last is None or last.logo_sha256 is None:
        abort(404)
    return picture(last.logo_sha256, last.logo_size or 0, last.logo_type or "", kept=False)
