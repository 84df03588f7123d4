"""How long data is kept: the rules, what would go by them, and the button."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ... import clock
from ...errors import Invalid
from ...privacy import policy
from ...privacy import retention as keeping
from ..shared import access
from . import blueprint
from .rounds import own_cities

# How many contacts are named before they go.
SHOWN = 50


@blueprint.get("/retention")
def retention() -> str:
    """The rules and what is over by them."""
    return _page()


def _page(errors: dict[str, list[str]] | None = None) -> str:
    team = access.visitor().team
    return render_template(
        "admins/retention.html",
        rules=keeping.rules(),
        counts=keeping.counts(clock.now()),
        contacts=keeping.contacts_over(clock.now(), SHOWN),
        for_good=keeping.kept_for_good(own_cities()),
        why_not=policy.why_not_retain(None if team is None else team.role),
        typed=request.form,
        errors=errors or {},
    )


@blueprint.post("/retention")
def set_retention() -> Response | tuple[str, int]:
    """Store how many months each kind is kept. Nothing is removed by it."""
    try:
        keeping.set_rules(request.form, access.visitor().person)
    except Invalid as error:
        return _page(error.fields), error.status
    flash(_("Saved. Nothing is removed yet."), "success")
    return redirect(url_for("admins.retention"), 303)


@blueprint.post("/retention/removal")
def remove_what_is_over() -> Response:
    """Remove what is over."""
    gone = keeping.carry_out(access.visitor().person)
    told = ngettext("%(num)d row is gone.", "%(num)d rows are gone.", sum(gone.values()))
    flash(told, "success")
    return redirect(url_for("admins.retention"), 303)
