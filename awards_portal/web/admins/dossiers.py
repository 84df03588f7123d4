"""The dossier of a submission, for the organising team."""

from io import BytesIO

from flask import abort, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...entries import dossier, queries
from ...errors import NotHere
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
