"""Every certificate of an edition, for the organising team."""

import zipfile
from tempfile import TemporaryFile

from flask import send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...awards import certificates as drawn
from ...errors import NotHere
from . import blueprint
from .entries import edition_or_404

# The same certificates give the same archive: their own times are inside them.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@blueprint.get("/editions/<key>/certificates.zip")
def certificates(key: str) -> Response:
    """All of them as a ZIP file, awards and those who took part in folders of their own."""
    edition = edition_or_404(key)
    found = drawn.of_edition(edition.id, clock.now())
    if not found:
        raise NotHere(_("There are no certificates yet. They are made within minutes after the results are public."))
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, each in found.items():
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), drawn.read(each))
    file.seek(0)
    return send_file(
        file, "application/zip", as_attachment=True, download_name=f"{edition.key}-certificates.zip", max_age=0
    )
