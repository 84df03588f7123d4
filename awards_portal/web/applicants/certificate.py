"""An entry's certificate, for its city."""

from io import BytesIO

from flask import send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...awards import certificates
from ...errors import NotHere
from . import blueprint
from .desk import open_desk


@blueprint.get("/<reference>/certificate")
def certificate(reference: str) -> Response:
    """The certificate as PDF, once the results are public."""
    desk = open_desk(reference)
    found = certificates.of_entry(desk.entry.edition_id, desk.entry.id, desk.at)
    if found is None:
        raise NotHere(_("There is no certificate of this entry yet. It is made when the results are public."))
    name = f"{reference}-certificate.pdf"
    return send_file(
        BytesIO(certificates.read(found)), "application/pdf", as_attachment=True, download_name=name, max_age=0
    )
