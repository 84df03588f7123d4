"""Dossiers of submissions, for the organising team: one, and all of an edition."""

from io import BytesIO

from flask import abort, redirect, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...awards import packing
from ...awards.queries import has_category
from ...entries import dossier, queries
from ...errors import NotHere
from ..shared import access
from . import blueprint
from .entries import edition_or_404, entry_or_404


@blueprint.get("/editions/<key>/entries/<reference>/dossier/<int:version>")
def entry_dossier(key: str, reference: str, version: int) -> Response:
    """A version of an entry as PDF."""
    entry = entry_or_404(edition_or_404(key), reference)
    submission = next((each for each in queries.submissions(entry.id) if each.number == version), None) or abort(404)
    found = dossier.of_submission(submission.id)
    if found is None:
        raise NotHere(_("The dossier of this version is being made. Try again in a minute."))
    name = f"{reference}-{version}.pdf"
    return send_file(BytesIO(dossier.read(found)), "application/pdf", as_attachment=True, download_name=name, max_age=0)


@blueprint.post("/editions/<key>/dossiers")
def pack_dossiers(key: str) -> Response:
    """Have the dossiers of all entries that stand put into one archive; with `category` only those in it."""
    edition, category = edition_or_404(key), request.form.get("category") or None
    if category and not has_category(edition.id, category):
        abort(404)
    job = packing.order_dossiers(edition, category, access.visitor().person, request.form.get("mark", "")[:64])
    return redirect(url_for("admins.work_item", job_id=job.id), 303)
