"""Inviting many judges from a spreadsheet: what it holds, and a field to choose it; from then on it is an import."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...errors import Invalid, Refusal
from ...imports import service
from ...imports.models import ImportKind
from ...programmes.models import Edition
from ..shared import access
from . import blueprint
from .entries import edition_or_404
from .rounds import why_not_arrange


@blueprint.get("/editions/<key>/judges/import")
def judges_import(key: str) -> str:
    """What the spreadsheet holds, and a field to choose it."""
    return _page(edition_or_404(key))


def _page(edition: Edition, **more: Any) -> str:
    return render_template(
        "admins/judges_import.html",
        edition=edition,
        why_not=why_not_arrange(),
        **{"errors": {}, "reading": None, **more},
    )


@blueprint.post("/editions/<key>/judges/import")
def judges_preview(key: str) -> tuple[str, int] | Response:
    """Each cell that is wrong, or on to who would be invited. No letter is sent."""
    edition = edition_or_404(key)
    stands = why_not_arrange()
    if stands:
        raise Refusal(stands)
    sent = request.files.get("file")
    content, name = (b"", "") if sent is None else (sent.read(), sent.filename or "")
    try:
        kept, reading = service.look(edition, ImportKind.JUDGES, name, content, access.visitor().person)
    except Invalid as error:
        return _page(edition_or_404(key), errors={"file": [error.sentence]}), 422
    if kept is None:
        return _page(edition_or_404(key), reading=reading), 422
    return redirect(url_for("admins.import_page", key=key, import_id=kept.id), 303)
