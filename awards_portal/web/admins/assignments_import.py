"""Assigning from a spreadsheet: chosen, looked at, confirmed."""

import json
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ...entries import queries as entries
from ...errors import Invalid, PortalError, Refusal
from ...judging import queries, service
from ...judging.listed import listed_of, read_listed
from ...sheets import Column
from ...sheets.reading import read_table
from ..shared import access, lists
from . import blueprint
from .rounds import Place, find_place, why_not_arrange

COLUMNS = [Column("entry"), Column("judge")]


@blueprint.get("/editions/<key>/assignments/import")
def assignments_import(key: str) -> str | Response:
    """What the spreadsheet holds, and a field to choose it; `format=csv` gives an empty one to fill."""
    place = find_place(key)
    if lists.wants_csv():
        return lists.csv_file(f"{place.edition.key}-assignments-to-make", COLUMNS, [])
    return _page(place)


def _page(place: Place, **more: Any) -> str:
    return render_template(
        "admins/assignments_import.html",
        place=place,
        edition=place.edition,
        why_not=why_not_arrange(),
        **{"errors": {}, "faults": [], "pairs": [], "unread": [], **more},
    )


@blueprint.post("/editions/<key>/assignments/import")
def assignments_preview(key: str) -> str | tuple[str, int]:
    """What would be assigned, or each cell that is wrong. Nothing is stored and no letter is sent."""
    place = find_place(key)
    stands = why_not_arrange()
    if stands:
        raise Refusal(stands)
    sent = request.files.get("file")
    try:
        table = read_table(sent.read() if sent is not None else b"")
    except Invalid as error:
        return _page(place, errors={"file": [error.sentence]}), 422
    references = {each.entry.reference for each in entries.submitted_entries(place.edition.id)}
    reading = read_listed(table, references, {judge.email for judge in queries.everybody(place.edition.id)})
    if reading.faults:
        return _page(place, faults=reading.faults, unread=reading.unread), 422
    pairs, faults = service.propose_listed(place.round, reading.pairs, access.visitor().person)
    if faults:
        return _page(place, faults=faults, unread=reading.unread), 422
    document = json.dumps([row.document() for row in reading.pairs], ensure_ascii=False)
    return _page(place, pairs=[pair for _row, pair in pairs], document=document, unread=reading.unread)


@blueprint.post("/editions/<key>/assignments/import/confirmation")
def assignments_read(key: str) -> str | tuple[str, int] | Response:
    """Assign all that was shown."""
    place = find_place(key)
    words = place.words
    try:
        made = service.assign_listed(place.round, listed_of(request.form.get("pairs", "")), access.visitor().person)
    except PortalError as error:
        return _page(find_place(key), errors={"": [error.sentence]}), error.status
    flash(ngettext("%(num)d entry is assigned.", "%(num)d assignments are made.", made), "success")
    return redirect(url_for("admins.assignments", **words), 303)
