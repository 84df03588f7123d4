"""Tables of assemblies. What was uploaded stays, version by version; texts are Markdown."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, Words, guarded, identity, left, one_of, short
from ..people.models import Person


class DocumentKind(Words):
    """What a document of an assembly is."""

    REPORT = "final report"
    PROGRAMME = "programme book"
    DECLARATION = "declaration"
    PRESENTATION = "presentation"
    PHOTOGRAPH = "photograph"
    OTHER = "other"


class Assembly(Base):
    """A General Assembly. Until it is published only the organising team finds it. What is unknown is empty."""

    __tablename__ = "assembly"

    id: Mapped[int] = identity()
    slug: Mapped[str] = mapped_column(short(100), unique=True)
    number: Mapped[int | None]
    title: Mapped[str]
    theme: Mapped[str]
    place: Mapped[str]
    year: Mapped[int]
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    text: Mapped[str]
    sources: Mapped[list[str]]
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR (begins_on IS NOT NULL AND ends_on >= begins_on)", name="days"),
    )


class AssemblySession(Base):
    """A part of the programme. `hours` is a text such as `09:30 to 11:00`, in the time of the place."""

    __tablename__ = "assembly_session"

    id: Mapped[int] = identity()
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    on: Mapped[date]
    hours: Mapped[str] = mapped_column(short(40))
    title: Mapped[str]
    speakers: Mapped[str]
    text: Mapped[str]


class AssemblyDocument(Base):
    """A document, a presentation of a session, or a photograph; `title` is its name, and what a picture shows."""

    __tablename__ = "assembly_document"

    id: Mapped[int] = identity()
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("assembly_session.id"), index=True)
    kind: Mapped[str] = mapped_column(short(20))
    title: Mapped[str]
    removed_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint(one_of("kind", DocumentKind), name="kind"),)


class AssemblyFile(Base):
    """A version of a document: the last one is offered, the ones before stay to be read."""

    __tablename__ = "assembly_file"

    id: Mapped[int] = identity()
    document_id: Mapped[int] = mapped_column(ForeignKey("assembly_document.id"))
    number: Mapped[int]
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(short(40))
    sha256: Mapped[str] = mapped_column(short(64))
    size: Mapped[int]
    pages: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    document: Mapped[AssemblyDocument] = left("AssemblyDocument")
    by: Mapped[Person] = left("Person")

    __table_args__ = (UniqueConstraint("document_id", "number"),)


guarded(AssemblyFile.__table__)  # type: ignore[arg-type]


class Participant(Base):
    """Somebody who took part and agreed to be named."""

    __tablename__ = "participant"

    id: Mapped[int] = identity()
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    name: Mapped[str]
    office: Mapped[str]
    organisation: Mapped[str]
    country: Mapped[str] = mapped_column(short(2))
    consented_at: Mapped[datetime]
