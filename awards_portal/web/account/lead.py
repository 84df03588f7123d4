"""What colleagues may do for a city, and handing the lead over."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...people import policy, queries, service
from ...people.models import Representative, RepresentativeRole
from ..shared import access
from . import blueprint
from .city_team import seat_of


@blueprint.get("/cities/<slug>/lead")
def hand_over_page(slug: str) -> str:
    """Choose who leads from now on."""
    return _page(seat_of(slug))


def _page(seat: Representative, errors: dict[str, list[str]] | None = None) -> str:
    people = queries.representatives(seat.city_id)
    return render_template(
        "account/hand_over.html",
        seat=seat,
        city=seat.city,
        why_not=policy.why_not_manage(seat),
        people=[each for each in people if policy.why_not_hand_over(seat, each) is None],
        typed=request.form if request.method == "POST" else request.args,
        errors=errors or {},
    )


@blueprint.post("/cities/<slug>/lead")
def hand_over(slug: str) -> tuple[str, int] | Response:
    """Hand the lead over."""
    seat = seat_of(slug)
    found = _colleague(seat, request.form.get("to", ""))
    then = request.form.get("then", "")
    errors: dict[str, list[str]] = {}
    if found is None:
        errors["to"] = [_("Choose who leads from now on.")]
    if then not in {"stay", "leave"}:
        errors["then"] = [_("Choose what becomes of you.")]
    if errors or found is None:
        return _page(seat, errors), 422
    # Before the deed: what was loaded is forgotten in its transaction.
    done = _("%(name)s leads for %(city)s now.", name=found.person.name, city=seat.city.name)
    service.hand_over(found, access.visitor().person, leave=then == "leave")
    flash(done, "success")
    if then == "leave":
        return redirect(url_for("account.home"), 303)
    return redirect(url_for("account.city_team", slug=slug), 303)


@blueprint.post("/cities/<slug>/people/<int:representative_id>/role")
def change_role(slug: str, representative_id: int) -> Response:
    """Let a colleague do more or less."""
    seat = seat_of(slug)
    found, role = _colleague(seat, str(representative_id)), request.form.get("role", "")
    if found is None:
        abort(404)
    if role not in set(RepresentativeRole):
        flash(_("Choose what your colleague may do."), "warning")
    else:
        done = _("Saved. %(name)s gets a letter when this is new.", name=found.person.name)
        service.change_role(found, RepresentativeRole(role), access.visitor().person)
        flash(done, "success")
    return redirect(url_for("account.city_team", slug=slug), 303)


def _colleague(seat: Representative, representative_id: str) -> Representative | None:
    people = queries.representatives(seat.city_id)
    return next((each for each in people if str(each.id) == representative_id), None)
