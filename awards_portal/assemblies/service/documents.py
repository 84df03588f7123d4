"""Documents and photographs: added, given another version, removed. Files pass the same checks as an entry's."""

from flask_babel import gettext as _

from ... import ledger, storage
from ...db import Transaction, db, hold, transaction
from ...documents import uploads
from ...errors import Invalid
from ...people.models import Person
from ...storage import antivirus
from .. import queries
from ..models import Assembly, AssemblyDocument, AssemblyFile, AssemblySession, DocumentKind
from .permission import check_editor

_IMAGES = ("image/jpeg", "image/png", "image/webp")
FILE = uploads.Limits("file", (uploads.PDF, *_IMAGES))
_PICTURE = uploads.Limits("file", _IMAGES)


def add_document(
    assembly: Assembly,
    *,
    kind: str,
    title: str,
    sent: tuple[str, bytes] | None,
    by: Person,
    session: AssemblySession | None = None,
) -> AssemblyFile:
    """Add a document, a presentation of a session, or a photograph with its first version. The same again is one.

    Raises:
        Refusal: when this person may not, or a virus was found.
        Invalid: without a title, or when the file is not what it must be; `fields` says what.
    """
    check_editor(by)
    title, faults = " ".join(title.split()), {}
    if kind not in set(DocumentKind):
        faults["kind"] = [_("Choose what this is.")]
    if not title or len(title) > 200:
        faults["title"] = [_("Write what it is called, or what the picture shows, at most %(n)s characters.", n=200)]
    checked = _checked(sent, faults, _PICTURE if kind == DocumentKind.PHOTOGRAPH else FILE)
    digest = storage.put(checked.content)
    with transaction() as moment:
        assembly = hold(assembly)
        check_editor(by)
        found = queries.contents(assembly.id)
        for each in [*found.photographs, *(each for group in found.documents.values() for each in group)]:
            if (each.document.title, each.document.kind, each.last.sha256) == (title, kind, digest):
                return each.last
        document = AssemblyDocument(
            assembly_id=assembly.id, session_id=None if session is None else session.id, kind=kind, title=title
        )
        db.session.add(document)
        db.session.flush()
        return _version(moment, document, digest, checked, by)


def add_version(document: AssemblyDocument, sent: tuple[str, bytes] | None, by: Person) -> AssemblyFile:
    """Give a document another version; the ones before stay to be read. The same file again is no version.

    Raises:
        Refusal, Invalid: as `add_document`.
    """
    check_editor(by)
    checked = _checked(sent, {}, _PICTURE if document.kind == DocumentKind.PHOTOGRAPH else FILE)
    digest = storage.put(checked.content)
    with transaction() as moment:
        document = hold(document)
        check_editor(by)
        last = queries.last_file(document.id)
        if last is not None and last.sha256 == digest:
            return last
        return _version(moment, document, digest, checked, by)


def remove_document(document: AssemblyDocument, by: Person) -> None:
    """Take a document off the page. Its files stay in the record.

    Raises:
        Refusal: when this person may not.
    """
    with transaction() as moment:
        check_editor(by)
        document = hold(document)
        if document.removed_at is None:
            document.removed_at = moment.at
            ledger.write("document.removed", actor=by, at=moment.at, subject=document, label=document.title)


def _checked(sent: tuple[str, bytes] | None, faults: dict[str, list[str]], takes: uploads.Limits) -> uploads.Checked:
    checked = None
    if sent is None:
        faults["file"] = [_("Choose a file.")]
    else:
        try:
            antivirus.scan(sent[1])
            checked = uploads.check(takes, *sent)
        except Invalid as wrong:
            faults |= wrong.fields
    if faults or checked is None:
        raise Invalid(_("The document is not complete."), faults)
    return checked


def _version(
    moment: Transaction, document: AssemblyDocument, digest: str, checked: uploads.Checked, by: Person
) -> AssemblyFile:
    last = queries.last_file(document.id)
    made = AssemblyFile(
        document_id=document.id,
        number=1 if last is None else last.number + 1,
        name=checked.name,
        media_type=checked.media_type,
        sha256=digest,
        size=len(checked.content),
        pages=checked.pages,
        width=checked.width,
        height=checked.height,
        by_id=by.id,
        at=moment.at,
    )
    db.session.add(made)
    ledger.write(
        "document.added",
        actor=by,
        at=moment.at,
        subject=made,
        label=document.title,
        after={"version": made.number, "sha256": digest, "size": made.size},
    )
    return made
