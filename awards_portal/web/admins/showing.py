"""A photograph and a summary beside the awards of an entry, added in the browser after publication."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...awards import queries, showing
from ...awards.models import Award
from ...entries import queries as entries
from ...entries.models import Entry
from ...errors import Invalid
from ..shared import access
from . import blueprint
from .entries import edition_or_404, entry_or_404
from .rounds import own_cities


def _find(key: str, reference: str) -> tuple[Entry, list[Award]]:
    edition = edition_or_404(key)
    # Who speaks for a city that takes part reads an award when everybody may.
    competes = entries.competes(edition.id, access.visitor().person.id)
    awards = list(queries.awards_of(edition.id, reference, clock.now() if competes else None))
    return (entry_or_404(edition, reference), awards) if awards else abort(404)


@blueprint.get("/editions/<key>/awards/<reference>")
def award(key: str, reference: str) -> str:
    """What hangs beside the awards of an entry, and the form to change it."""
    return _page(key, reference, {})


def _page(key: str, reference: str, errors: dict[str, list[str]]) -> str:
    entry, awards = _find(key, reference)
    team = access.visitor().team
    return render_template(
        "admins/award.html",
        edition=edition_or_404(key),
        entry=entry,
        awards=awards,
        shown=queries.last_showing(entry.id),
        why_not=showing.why_not_show(None if team is None else team.role, entry.city_id in own_cities(), awards),
        typed=request.form,
        errors=errors,
    )


@blueprint.post("/editions/<key>/awards/<reference>")
def show_award(key: str, reference: str) -> tuple[str, int] | Response:
    """Hang it there."""
    entry, _awards = _find(key, reference)
    sent = request.files.get("photo")
    photo = (sent.filename or "", sent.read()) if sent is not None and sent.filename else None
    seen = request.form.get("seen", "")
    typed = showing.Typed(
        summary=request.form.get("summary", ""),
        alt=request.form.get("alt", ""),
        credit=request.form.get("credit", ""),
        seen=int(seen) if seen.isdecimal() and len(seen) < 18 else 0,
        no_photo=bool(request.form.get("no-photo")),
    )
    try:
        showing.show(entry, typed, access.visitor().person, photo)
    except Invalid as error:
        return _page(key, reference, error.fields), error.status
    flash(_("Saved. It is shown where the award is public."), "success")
    return redirect(url_for("admins.award", key=key, reference=reference), 303)
