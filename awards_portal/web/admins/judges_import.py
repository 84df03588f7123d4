"""Inviting many judges from a spreadsheet: chosen, looked at, confirmed."""

import json
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from werkzeug.wrappers import Response

from ...errors import Invalid, PortalError, Refusal
from ...judging import guests, queries, service
from ...programmes.models import Edition
from ...programmes.vocabularies import countries
from ...sheets import Column
from ...sheets.reading import read_table
from ..shared import access, lists
from . import blueprint
from .entries import edition_or_404
from .rounds import why_not_arrange

COLUMNS = [Column(name) for name in ("name", "email", "organisation", "country", "languages", "expertise", "group")]


@blueprint.get("/editions/<key>/judges/import")
def judges_import(key: str) -> str | Response:
    """What the spreadsheet holds, and a field to choose it; `format=csv` gives an empty one to fill."""
    edition = edition_or_404(key)
    if lists.wants_csv():
        return lists.csv_file(f"{edition.key}-judges-to-invite", COLUMNS, [])
    return _page(edition)


def _page(edition: Edition, **more: Any) -> str:
    return render_template(
        "admins/judges_import.html",
        edition=edition,
        why_not=why_not_arrange(),
        **{"errors": {}, "reading": None, **more},
    )


@blueprint.post("/editions/<key>/judges/import")
def judges_preview(key: str) -> str | tuple[str, int]:
    """Who would be invited, or each cell that is wrong. Nothing is stored and no letter is sent."""
    edition = edition_or_404(key)
    stands = why_not_arrange()
    if stands:
        raise Refusal(stands)
    sent = request.files.get("file")
    try:
        table = read_table(sent.read() if sent is not None else b"")
    except Invalid as error:
        return _page(edition, errors={"file": [error.sentence]}), 422
    known = {row.judge.email for row in queries.judges(edition.id)}
    language = get_locale().language
    groups = [each["group"] for round_ in queries.rounds(edition.id) for each in round_.groups]
    reading = guests.read_guests(table, known, [countries("en"), countries(language)], list(dict.fromkeys(groups)))
    page = _page(
        edition,
        reading=reading,
        document=json.dumps([guest.document() for guest in reading.guests], ensure_ascii=False),
        names=countries(language),
    )
    return (page, 422) if reading.faults else page


@blueprint.post("/editions/<key>/judges/import/confirmation")
def judges_invited(key: str) -> str | tuple[str, int] | Response:
    """Invite everybody who was shown."""
    edition = edition_or_404(key)
    try:
        chosen = guests.guests_of(json.loads(request.form.get("guests", "")))
    except (ValueError, RecursionError):
        abort(400)
    except Invalid as error:
        return _page(edition, errors={"file": [error.sentence]}), 422
    try:
        invited = service.invite_judges(edition, chosen, access.visitor().person)
    except PortalError as error:
        return _page(edition_or_404(key), errors={"": [error.sentence]}), error.status
    flash(
        ngettext(
            "%(num)d judge is invited. The letter is on its way.",
            "%(num)d judges are invited. The letters are on their way.",
            len(invited),
        ),
        "success",
    )
    return redirect(url_for("admins.judges", key=key), 303)
