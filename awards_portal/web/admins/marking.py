"""Tags and notes on an entry, the organising team's own; and the language it is written in."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...entries import language
from ...entries.oversight import marking
from ...errors import Invalid
from ..shared import access
from ..shared.filters import language_in_words
from . import blueprint
from .entries import edition_or_404, entry_or_404, entry_page


@blueprint.post("/editions/<key>/entries/<reference>/tags")
def add_tag(key: str, reference: str) -> tuple[str, int] | Response:
    """Put a tag on the entry."""
    entry, words = entry_or_404(edition_or_404(key), reference), request.form.get("tag", "")
    try:
        marking.add_tag(entry, words, access.visitor().person)
    except Invalid as error:
        return _again(key, reference, error, tag=words)
    return _back(key, reference)


@blueprint.post("/editions/<key>/entries/<reference>/tags/<int:tag_id>/removal")
def remove_tag(key: str, reference: str, tag_id: int) -> Response:
    """Take a tag off the entry."""
    entry = entry_or_404(edition_or_404(key), reference)
    found = marking.tag_of(entry.id, tag_id) or abort(404)
    marking.remove_tag(found, access.visitor().person)
    return _back(key, reference)


@blueprint.post("/editions/<key>/entries/<reference>/notes")
def add_note(key: str, reference: str) -> tuple[str, int] | Response:
    """Write a note for colleagues."""
    entry, text = entry_or_404(edition_or_404(key), reference), request.form.get("note", "")
    try:
        marking.add_note(entry, text, request.form.get("mark", "")[:64], access.visitor().person)
    except Invalid as error:
        return _again(key, reference, error, note=text)
    flash(_("The note is kept. Only the organising team reads it."), "success")
    return _back(key, reference)


@blueprint.post("/editions/<key>/entries/<reference>/language")
def correct_language(key: str, reference: str) -> Response:
    """Say in which language the entry is written, when the city did not."""
    entry, chosen = entry_or_404(edition_or_404(key), reference), request.form.get("language", "")
    language.correct_language(entry, chosen, access.visitor().person)
    flash(_("The entry is written in %(language)s.", language=language_in_words(chosen)), "success")
    return redirect(url_for("admins.entry", key=key, reference=reference), 303)


def _again(key: str, reference: str, error: Invalid, **typed: str) -> tuple[str, int]:
    edition = edition_or_404(key)
    return entry_page(edition, entry_or_404(edition, reference), error.fields, **typed), 422


def _back(key: str, reference: str) -> Response:
    return redirect(url_for("admins.entry", key=key, reference=reference, _anchor="own"), 303)
