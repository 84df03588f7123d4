"""Handing a city's file to a reader: as a file to save, never as a page of ours."""

from io import BytesIO
from typing import Any, Protocol

from flask import abort, request, send_file
from werkzeug.wrappers import Response

from ... import storage
from ...documents import first_page
from ...documents.uploads import ENDINGS
from ...entries import files
from ...entries.models import Attachment
from .assets import FOREVER

# A file that a browser would be talked into running runs nowhere: no scripts, no forms, an origin of its own.
SANDBOX = "default-src 'none'; sandbox"


def send(row: Attachment, *, name: str = "", as_attachment: bool = True) -> Response:
    """The content of a file. `name` when the reader is to see another one than it was given.

    A stranger's page that asks for it, as an image or by a link, gets nothing: browsers say where a request began.

    Raises:
        NotFound: when another site's page asks.
        storage.Damaged, storage.Unavailable
    """
    _refuse_strangers()
    return _harmless(files.read(row), row.media_type, name or row.name, as_attachment)


def show(row: Attachment) -> Response:
    """A picture of a file for its page: an image as it is, the first page of a PDF.

    Raises:
        NotFound: when another site's page asks, or there is nothing that can be drawn.
        storage.Damaged, storage.Unavailable
    """
    _refuse_strangers()
    content = files.read(row)
    if row.media_type.startswith("image/"):
        return _harmless(content, row.media_type, row.name, as_attachment=False)
    picture = first_page.draw(content)
    if picture is None:
        abort(404)
    return _harmless(picture, "image/png", f"{row.name}.png", as_attachment=False)


class Pictured(Protocol):
    """A row with a photo, or without one."""

    name: Any
    photo_sha256: Any
    photo_size: Any
    photo_type: Any


def show_picture(row: Pictured) -> Response:
    """A photo for its page.

    Raises:
        NotFound: when another site's page asks, or there is none.
        storage.Damaged, storage.Unavailable
    """
    _refuse_strangers()
    if row.photo_sha256 is None:
        abort(404)
    content = storage.read(row.photo_sha256, row.photo_size)
    return _harmless(content, row.photo_type, f"{row.name}{ENDINGS[row.photo_type]}", as_attachment=False)


def download(content: bytes, media_type: str, name: str) -> Response:
    """A file that is no city's entry, to be saved by whoever may read it.

    Raises:
        NotFound: when another site's page asks.
    """
    _refuse_strangers()
    return _harmless(content, media_type, name, as_attachment=True)


def picture(digest: str, size: int, media_type: str, *, kept: bool) -> Response:
    """A picture that anybody may see. With `kept` its address carries its digest, and browsers keep it for ever.

    Raises:
        storage.Damaged, storage.Unavailable
    """
    response = _harmless(storage.read(digest, size), media_type, "picture", as_attachment=False)
    response.headers["Cache-Control"] = FOREVER if kept else "no-cache"
    return response


def _refuse_strangers() -> None:
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        abort(404)


def _harmless(content: bytes, media_type: str, name: str, as_attachment: bool) -> Response:
    response = send_file(
        BytesIO(content),
        mimetype=media_type,
        as_attachment=as_attachment,
        download_name=name,
        etag=False,
        conditional=False,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
