"""Imports: a spreadsheet is chosen, looked at, carried out, undone."""

from io import BytesIO
from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...awards.packing import MEDIA_TYPES
from ...errors import Invalid, Refusal
from ...imports import carrying, explained, keeping, policy, queries, service
from ...imports.models import Import, ImportKind
from ...programmes import queries as programmes
from ...programmes.models import Edition
from ...programmes.vocabularies import countries
from ...sheets import Column, Kind, write_xlsx
from ..shared import access, lists
from . import blueprint
from .entries import edition_or_404

COLUMNS = [
    Column("file"),
    Column("kind"),
    Column("rows", Kind.NUMBER),
    Column("looked at", Kind.INSTANT),
    Column("by"),
    Column("done", Kind.INSTANT),
    Column("undone", Kind.INSTANT),
    Column("reason"),
    Column("sha256"),
]


@blueprint.get("/editions/<key>/imports")
def imports(key: str) -> str | Response:
    """What was imported, and the form; `format=csv` gives the list, `empty=entries` a table to fill in.

    The table is a workbook with a second sheet that explains its columns, or with `as=csv` its headings alone.
    """
    edition = edition_or_404(key)
    empty = lists.asked("empty", ImportKind)
    if not empty:
        return _page(edition)
    version = programmes.current_form(edition.id)
    book = explained.workbook(edition, empty, None if version is None else programmes.form_of(version))
    if lists.asked("as", ["csv"]):
        return lists.csv_file(book.title, explained.headings(book), [])
    to = BytesIO()
    write_xlsx(book, to)
    to.seek(0)
    return send_file(to, MEDIA_TYPES["xlsx"], as_attachment=True, download_name=f"{book.title}.xlsx", max_age=0)


def why_not_import() -> str | None:
    """Why this visitor reads imports and makes none."""
    team = access.visitor().team
    return policy.why_not_import(None if team is None else team.role)


def _page(edition: Edition, **more: Any) -> str | Response:
    asked = {
        "q": lists.asked("q"),
        "kind": lists.asked("kind", ImportKind),
        "standing": lists.asked("standing", queries.STANDINGS),
    }
    found = lists.listing(
        lambda limit, offset: queries.imports(edition.id, asked["q"], asked["kind"], asked["standing"], limit, offset)
    )
    if lists.wants_csv():
        return lists.csv_file(f"{edition.key}-imports", COLUMNS, [_cells(row) for row in found.rows])
    return render_template(
        "admins/imports.html",
        edition=edition,
        listing=found,
        asked=asked,
        why_not=why_not_import(),
        form=programmes.current_form(edition.id),
        **{"errors": {}, "reading": None, "chosen": "", **more},
    )


def _cells(row: Import) -> list[Any]:
    return [
        row.name,
        row.kind,
        row.rows,
        row.at,
        row.by.name,
        row.done_at,
        row.undone_at,
        row.undone_because,
        row.sha256,
    ]


@blueprint.post("/editions/<key>/imports")
def look_at_import(key: str) -> str | Response | tuple[str | Response, int]:
    """Each cell that is wrong, or on to what would be made. No row is made."""
    edition = edition_or_404(key)
    kind, sent = request.form.get("kind", ""), request.files.get("file")
    if kind not in set(ImportKind):
        return _page(edition, errors={"kind": [_("Choose what the rows are.")]}), 422
    content = b"" if sent is None else sent.read()
    name = "" if sent is None else sent.filename or ""
    try:
        kept, reading = service.look(edition, kind, name, content, access.visitor().person)
    except Invalid as error:
        return _page(edition_or_404(key), errors={"file": [error.sentence]}, chosen=kind), 422
    if kept is None:
        return _page(edition_or_404(key), reading=reading, chosen=kind), 422
    return redirect(url_for("admins.import_page", key=key, import_id=kept.id), 303)


def _import_or_404(edition: Edition, import_id: int) -> Import:
    return queries.import_(edition.id, import_id) or abort(404)


@blueprint.get("/editions/<key>/imports/<int:import_id>")
def import_page(key: str, import_id: int) -> str:
    """What an import would make, or what it made."""
    edition = edition_or_404(key)
    return _record(edition, _import_or_404(edition, import_id))


def _record(edition: Edition, found: Import, errors: dict[str, list[str]] | None = None) -> str:
    reading = None
    job = carrying.of_import(found) if found.done_at is None and carrying.is_large(found) else None
    if found.done_at is None and job is None:
        reading = service.read(edition, found.kind, queries.content(found.id) or b"", access.visitor().person)
    return render_template(
        "admins/import.html",
        edition=edition,
        found=found,
        reading=reading,
        job=job,
        kept_until=keeping.until(found) if found.done_at is None else None,
        is_own=job is not None and job.owner_id == access.visitor().person.id,
        countries=countries(),
        categories={each.key: each.title for each in programmes.categories(edition.id)},
        why_not=why_not_import(),
        why_not_undo=service.why_not_undo(found, access.visitor().person),
        errors=errors or {},
    )


@blueprint.post("/editions/<key>/imports/<int:import_id>/confirmation")
def carry_out_import(key: str, import_id: int) -> Response:
    """Make every row that was shown, or none; of many rows as long work."""
    found = _import_or_404(edition_or_404(key), import_id)
    if carrying.is_large(found):
        job = carrying.order(found, access.visitor().person)
        return redirect(url_for("admins.work_item", job_id=job.id), 303)
    done = service.carry_out(found, access.visitor().person)
    flash(carrying.told(done), "success")
    return redirect(url_for("admins.import_page", key=key, import_id=import_id), 303)


@blueprint.post("/editions/<key>/imports/<int:import_id>/undoing")
def undo_import(key: str, import_id: int) -> Response | tuple[str, int]:
    """Take back what an import made."""
    edition = edition_or_404(key)
    found = _import_or_404(edition, import_id)
    try:
        service.undo(found, request.form.get("reason", ""), access.visitor().person)
    except (Invalid, Refusal) as error:
        edition = edition_or_404(key)
        fields = {"reason": [error.sentence]}
        return _record(edition, _import_or_404(edition, import_id), fields), error.status
    flash(_("The import is undone."), "success")
    return redirect(url_for("admins.import_page", key=key, import_id=import_id), 303)
