"""Questions about assemblies. Each says what it loads and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..db import db
from .models import Assembly, AssemblyDocument, AssemblyFile, AssemblySession, Participant


def published() -> Sequence[Assembly]:
    """The assemblies that anybody may read about, the latest first."""
    return db.session.scalars(
        select(Assembly).where(Assembly.published_at.is_not(None)).order_by(Assembly.year.desc(), Assembly.id.desc())
    ).all()


def every() -> Sequence[Assembly]:
    """Every assembly, the latest first: for the organising team."""
    return db.session.scalars(select(Assembly).order_by(Assembly.year.desc(), Assembly.id.desc())).all()


def assembly(slug: str) -> Assembly | None:
    """The assembly with this address, published or not."""
    return db.session.scalar(select(Assembly).where(Assembly.slug == slug))


@dataclass(frozen=True)
class Offered:
    """A document with its versions, the last one first."""

    document: AssemblyDocument
    files: Sequence[AssemblyFile]

    @property
    def last(self) -> AssemblyFile:
        """The version that is offered."""
        return self.files[0]


@dataclass(frozen=True)
class Contents:
    """All of an assembly's page: sessions in their order, documents by session (None: of the assembly), people."""

    sessions: Sequence[AssemblySession]
    documents: dict[int | None, list[Offered]]
    photographs: Sequence[Offered]
    participants: Sequence[Participant]


def contents(assembly_id: int) -> Contents:
    """What an assembly's page shows, in four statements."""
    sessions = db.session.scalars(
        select(AssemblySession)
        .where(AssemblySession.assembly_id == assembly_id)
        .order_by(AssemblySession.on, AssemblySession.hours, AssemblySession.id)
    ).all()
    rows = db.session.scalars(
        select(AssemblyFile)
        .join(AssemblyDocument, AssemblyDocument.id == AssemblyFile.document_id)
        .where(AssemblyDocument.assembly_id == assembly_id, AssemblyDocument.removed_at.is_(None))
        .options(joinedload(AssemblyFile.document))
        .order_by(AssemblyDocument.id, AssemblyFile.number.desc())
    ).all()
    by_document: dict[int, list[AssemblyFile]] = {}
    for row in rows:
        by_document.setdefault(row.document_id, []).append(row)
    documents: dict[int | None, list[Offered]] = {}
    photographs = []
    for files in by_document.values():
        offered = Offered(files[0].document, files)
        if offered.document.kind == "photograph":
            photographs.append(offered)
        else:
            documents.setdefault(offered.document.session_id, []).append(offered)
    people = select(Participant).where(Participant.assembly_id == assembly_id)
    return Contents(
        sessions,
        documents,
        photographs,
        db.session.scalars(people.order_by(Participant.name, Participant.id)).all(),
    )


def session(assembly_id: int, session_id: int) -> AssemblySession | None:
    """A session of an assembly."""
    return db.session.scalar(
        select(AssemblySession).where(AssemblySession.id == session_id, AssemblySession.assembly_id == assembly_id)
    )


def document(assembly_id: int, document_id: int) -> AssemblyDocument | None:
    """A document of an assembly that was not removed."""
    return db.session.scalar(
        select(AssemblyDocument).where(
            AssemblyDocument.id == document_id,
            AssemblyDocument.assembly_id == assembly_id,
            AssemblyDocument.removed_at.is_(None),
        )
    )


def file(assembly_id: int, file_id: int) -> AssemblyFile | None:
    """A version of a document that was not removed, with the document."""
    return db.session.scalar(
        select(AssemblyFile)
        .join(AssemblyDocument, AssemblyDocument.id == AssemblyFile.document_id)
        .where(
            AssemblyFile.id == file_id,
            AssemblyDocument.assembly_id == assembly_id,
            AssemblyDocument.removed_at.is_(None),
        )
        .options(joinedload(AssemblyFile.document))
    )


def last_file(document_id: int) -> AssemblyFile | None:
    """The last version of a document."""
    return db.session.scalar(
        select(AssemblyFile)
        .where(AssemblyFile.document_id == document_id)
        .order_by(AssemblyFile.number.desc())
        .limit(1)
    )


def has_documents(session_id: int) -> bool:
    """Whether a session has a presentation, or had one."""
    question = select(AssemblyDocument.id).where(AssemblyDocument.session_id == session_id).limit(1)
    return db.session.scalar(question) is not None


def participant(assembly_id: int, participant_id: int) -> Participant | None:
    """A participant of an assembly."""
    return db.session.scalar(
        select(Participant).where(Participant.id == participant_id, Participant.assembly_id == assembly_id)
    )
