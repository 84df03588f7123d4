"""Handing a city's file to a reader: as a file to save, never as a page of ours."""

from io import BytesIO

from flask import abort, request, send_file
from werkzeug.wrappers import Response

from ...entries import files
from ...entries.models import Attachment

# A file that a browser would be talked into running runs nowhere: no scripts, no forms, an origin of its own.
SANDBOX = "default-src 'none'; sandbox"


def send(row: Attachment, *, name: str = "", as_attachment: bool = True) -> Response:
    """The content of a file. `name` when the reader is to see another one than it was given.

    A stranger's page that asks for it, as an image or by a link, gets nothing: browsers say where a request began.

    Raises:
        NotFound: when another site's page asks.
        storage.Damaged, storage.Unavailable
    """
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        abort(404)
    response = send_file(
        BytesIO(files.read(row)),
        mimetype=row.media_type,
        as_attachment=as_attachment,
        download_name=name or row.name,
        etag=False,
        conditional=False,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
