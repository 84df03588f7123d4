"""Every certificate of an edition, for the organising team."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from ...awards import packing
from ..shared import access
from . import blueprint
from .entries import edition_or_404


@blueprint.post("/editions/<key>/certificates")
def pack_certificates(key: str) -> Response:
    """Have all of them put into one file."""
    job = packing.order_certificates(edition_or_404(key), access.visitor().person, request.form.get("mark", "")[:64])
    return redirect(url_for("admins.work_item", job_id=job.id), 303)
