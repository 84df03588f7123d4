"""Who speaks for a city: invite, take back, remove, leave."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import Invalid
from ...people import policy, queries, service
from ...people.models import Representative, RepresentativeRole
from ..shared import access
from . import blueprint


def seat_of(slug: str) -> Representative:
    """My place in this city's team; for everybody else there is nothing here."""
    return _seat(slug) or abort(404)


def _seat(slug: str) -> Representative | None:
    return next((each for each in access.visitor().cities if each.city.slug == slug), None)


@blueprint.get("/cities/<slug>")
def city_team(slug: str) -> str | Response:
    """The people of my city; the address it had before it was merged with another row leads here."""
    seat = _seat(slug)
    if seat is None:
        stays = queries.city_by_slug(slug)
        mine = None if stays is None else _seat(stays.slug)
        return redirect(url_for("account.city_team", slug=mine.city.slug), 301) if mine is not None else abort(404)
    return _page(seat)


def _page(seat: Representative, errors: dict[str, list[str]] | None = None) -> str:
    people = queries.representatives(seat.city_id)
    return render_template(
        "account/city_team.html",
        seat=seat,
        city=seat.city,
        people=people,
        why_not_leave=policy.why_not_remove(seat, queries.count_leads(people)),
        invitations=queries.open_invitations(seat.city_id, clock.now()),
        why_not=policy.why_not_manage(seat),
        typed=request.form,
        errors=errors or {},
    )


@blueprint.post("/cities/<slug>/invitations")
def invite_representative(slug: str) -> tuple[str, int] | Response:
    """Invite a colleague."""
    seat = seat_of(slug)
    role = request.form.get("role", "")
    if role not in set(RepresentativeRole):
        return _page(seat, {"role": [_("Choose what your colleague may do.")]}), 422
    email = request.form.get("email", "")
    try:
        service.invite_representative(
            seat.city, email, request.form.get("name", ""), RepresentativeRole(role), access.visitor().person
        )
    except Invalid as error:
        return _page(seat, error.fields), error.status
    flash(_("The invitation is on its way to %(email)s.", email=email.strip()), "success")
    return redirect(url_for("account.city_team", slug=slug), 303)


@blueprint.post("/cities/<slug>/invitations/<int:invitation_id>/end")
def revoke_invitation(slug: str, invitation_id: int) -> Response:
    """Take an invitation back."""
    seat = seat_of(slug)
    found = next(
        (each for each in queries.open_invitations(seat.city_id, clock.now()) if each.id == invitation_id), None
    )
    if found is None:
        abort(404)
    service.revoke_invitation(found, access.visitor().person)
    flash(_("The invitation is taken back; its link does not work any more."), "success")
    return redirect(url_for("account.city_team", slug=slug), 303)


@blueprint.post("/cities/<slug>/people/<int:representative_id>/end")
def remove_representative(slug: str, representative_id: int) -> Response:
    """End somebody's speaking for my city, or leave."""
    seat = seat_of(slug)
    found = next((each for each in queries.representatives(seat.city_id) if each.id == representative_id), None)
    if found is None:
        abort(404)
    # Read before the deed: what was loaded is forgotten in its transaction.
    city, name, own = seat.city.name, found.person.name, found.id == seat.id
    service.remove_representative(found, access.visitor().person)
    if own:
        flash(_("You do not speak for %(city)s any more.", city=city), "success")
        return redirect(url_for("account.home"), 303)
    flash(_("%(name)s does not speak for the city any more.", name=name), "success")
    return redirect(url_for("account.city_team", slug=slug), 303)
