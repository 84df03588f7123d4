"""In which language the entry is written."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...entries.language import set_language
from ..shared import access
from ..shared.filters import language_in_words
from . import blueprint
from .desk import open_desk


@blueprint.post("/<reference>/language")
def language(reference: str) -> Response:
    """Say it."""
    desk = open_desk(reference)
    chosen = request.form.get("language", "")
    set_language(desk.entry, chosen, access.visitor().person)
    flash(_("The entry is written in %(language)s.", language=language_in_words(chosen)), "done")
    return redirect(url_for("applicants.entry", reference=reference), 303)
