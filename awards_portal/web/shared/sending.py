"""Handing a city's file to a reader: as a file to save, never as a page of ours."""

from io import BytesIO

from flask import send_file
from werkzeug.wrappers import Response

from ...entries import files
from ...entries.models import Attachment

# A file that a browser would be talked into running runs nowhere: no scripts, no forms, an origin of its own.
SANDBOX = "default-src 'none'; sandbox"


def send(row: Attachment, *, name: str = "", as_attachment: bool = True) -> Response:
    """The content of a file. `name` when the reader is to see another one than it was given.

    Raises:
        storage.Damaged, storage.Unavailable
    """
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
