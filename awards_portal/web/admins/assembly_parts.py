"""Sessions, documents in versions and participants of an assembly."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import storage
from ...assemblies import queries, service
from ...assemblies.models import Assembly, AssemblyDocument, AssemblySession, DocumentKind
from ...assemblies.service.parts import SessionFacts
from ...errors import Invalid
from ...programmes.vocabularies import countries
from ..shared import access
from ..shared.days import read_day
from ..shared.sending import download, picture
from . import blueprint
from .assemblies import assembly_or_404, assembly_page

Answer = tuple[str, int] | Response


def _back(slug: str, part: str) -> Response:
    return redirect(url_for("admins.assembly", slug=slug) + f"#{part}", 303)


def _refused(slug: str, error: Invalid, part: str, session: AssemblySession | None = None) -> tuple[str, int]:
    """The page again. It holds several forms, so the fields of each begin with what it is about."""
    told = {f"{part}_{name}": words for name, words in error.fields.items()}
    return assembly_page(assembly_or_404(slug), told, part=part, session=session), error.status


def _session(of: Assembly, session_id: int) -> AssemblySession:
    return queries.session(of.id, session_id) or abort(404)


@blueprint.get("/assemblies/<slug>/sessions/<int:session_id>")
def assembly_session(slug: str, session_id: int) -> str:
    """The form of one session."""
    found = assembly_or_404(slug)
    return assembly_page(found, session=_session(found, session_id))


@blueprint.post("/assemblies/<slug>/sessions")
def add_session(slug: str) -> Answer:
    """Add a session to the programme."""
    return _write(slug, None)


@blueprint.post("/assemblies/<slug>/sessions/<int:session_id>")
def change_session(slug: str, session_id: int) -> Answer:
    """Change a session."""
    return _write(slug, _session(assembly_or_404(slug), session_id))


def _write(slug: str, session: AssemblySession | None) -> Answer:
    form = request.form
    texts = {name: form.get(f"session_{name}", "") for name in ("title", "hours", "speakers", "text")}
    facts = SessionFacts(on=read_day(form.get("session_on", "")), **texts)
    try:
        service.write_session(assembly_or_404(slug), session, facts, access.visitor().person)
    except Invalid as error:
        return _refused(slug, error, "session", session)
    flash(_("The programme is saved."), "success")
    return _back(slug, "programme")


@blueprint.post("/assemblies/<slug>/sessions/<int:session_id>/removal")
def remove_session(slug: str, session_id: int) -> Response:
    """Take a session out of the programme."""
    found = assembly_or_404(slug)
    service.remove_session(found, _session(found, session_id), access.visitor().person)
    return _back(slug, "programme")


def _sent(field: str) -> tuple[str, bytes] | None:
    sent = request.files.get(field)
    if sent is None or not sent.filename:
        return None
    return sent.filename, sent.stream.read(service.FILE.max_bytes + 1)


@blueprint.post("/assemblies/<slug>/documents")
def add_document(slug: str) -> Answer:
    """Add a document, a presentation of a session or a photograph."""
    found, form = assembly_or_404(slug), request.form
    wanted = form.get("document_session", "")
    number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 18 else 0
    session = queries.session(found.id, number) if number else None
    kind = DocumentKind.PRESENTATION.value if session is not None else form.get("document_kind", "")
    try:
        service.add_document(
            found,
            kind=kind,
            title=form.get("document_title", ""),
            sent=_sent("document_file"),
            session=session,
            by=access.visitor().person,
        )
    except Invalid as error:
        return _refused(slug, error, "document")
    flash(_("The document is on the page."), "success")
    return _back(slug, "documents")


def _document(of: Assembly, document_id: int) -> AssemblyDocument:
    return queries.document(of.id, document_id) or abort(404)


@blueprint.post("/assemblies/<slug>/documents/<int:document_id>/versions")
def add_version(slug: str, document_id: int) -> Answer:
    """Give a document another version."""
    found = assembly_or_404(slug)
    try:
        service.add_version(_document(found, document_id), _sent(f"file-{document_id}"), access.visitor().person)
    except Invalid as error:
        told = {f"file-{document_id}" if name == "file" else name: words for name, words in error.fields.items()}
        return assembly_page(assembly_or_404(slug), told, part="version"), error.status
    flash(_("The new version is offered; the ones before can still be read."), "success")
    return _back(slug, "documents")


@blueprint.post("/assemblies/<slug>/documents/<int:document_id>/removal")
def remove_document(slug: str, document_id: int) -> Response:
    """Take a document off the page."""
    service.remove_document(_document(assembly_or_404(slug), document_id), access.visitor().person)
    flash(_("The document is off the page; it stays in the record."), "success")
    return _back(slug, "documents")


@blueprint.get("/assemblies/<slug>/files/<int:file_id>")
def assembly_file(slug: str, file_id: int) -> Response:
    """A version of a document, before the assembly is public too."""
    found = queries.file(assembly_or_404(slug).id, file_id)
    if found is None:
        abort(404)
    if found.media_type.startswith("image/"):
        return picture(found.sha256, found.size, found.media_type, kept=False)
    return download(storage.read(found.sha256, found.size), found.media_type, found.name)


@blueprint.post("/assemblies/<slug>/participants")
def add_participant(slug: str) -> Answer:
    """Name somebody who took part and agreed to be named."""
    form = request.form
    country = form.get("participant_country", "")
    try:
        service.add_participant(
            assembly_or_404(slug),
            name=form.get("participant_name", ""),
            office=form.get("participant_office", ""),
            organisation=form.get("participant_organisation", ""),
            country=country if country in countries() else "",
            consent=bool(form.get("participant_consent")),
            by=access.visitor().person,
        )
    except Invalid as error:
        return _refused(slug, error, "participant")
    return _back(slug, "participants")


@blueprint.post("/assemblies/<slug>/participants/<int:participant_id>/removal")
def remove_participant(slug: str, participant_id: int) -> Response:
    """Name somebody no longer."""
    found = assembly_or_404(slug)
    row = queries.participant(found.id, participant_id)
    if row is None:
        abort(404)
    service.remove_participant(row, access.visitor().person)
    flash(_("This person is named no longer."), "success")
    return _back(slug, "participants")
