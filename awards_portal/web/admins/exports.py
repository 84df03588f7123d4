"""Exports: everything of an edition, and everything of one city."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...errors import Refusal
from ...exports import policy, service
from ..shared import access
from ..shared.sending import download
from . import blueprint
from .cities import city_or_404
from .entries import edition_or_404
from .imports import why_not_import
from .rounds import own_cities


@blueprint.get("/editions/<key>/exports")
def exports(key: str) -> str:
    """What everything of an edition is, and the button."""
    team = access.visitor().team
    return render_template(
        "admins/exports.html",
        edition=edition_or_404(key),
        why_not=policy.why_not_export(None if team is None else team.role, []),
    )


@blueprint.post("/editions/<key>/exports")
def order_export(key: str) -> Response:
    """Have everything of an edition put into one file."""
    edition, visitor = edition_or_404(key), access.visitor()
    role = None if visitor.team is None else visitor.team.role
    job = service.order_edition(edition, visitor.person, role, own_cities(), request.form.get("mark", "")[:64])
    return redirect(url_for("admins.work_item", job_id=job.id), 303)


@blueprint.post("/cities/<slug>/export")
def export_city(slug: str) -> Response:
    """Everything of one city as a file. A post, because the ledger keeps who took it."""
    found = city_or_404(slug)
    if (stands := why_not_import()) is not None:
        raise Refusal(stands)
    return download(service.export_city(found, access.visitor().person), "application/zip", f"{found.slug}.zip")
