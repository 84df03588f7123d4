"""What was attached, and files on their way in pieces."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, identity, short


class Attachment(Base):
    """A file given as an answer. Its content lives in storage under its digest; removing it keeps the row."""

    __tablename__ = "attachment"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    question: Mapped[str] = mapped_column(short(80))
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(short(60))
    sha256: Mapped[str] = mapped_column(short(64), index=True)
    size: Mapped[int]
    pages: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    # The reference of the entry it was taken from, when it was not uploaded here.
    copied_from: Mapped[str | None] = mapped_column(short(24))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Upload(Base):
    """A file on its way in pieces: `received` bytes of it are here. Whole, it knows its attachment."""

    __tablename__ = "upload"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    question: Mapped[str] = mapped_column(short(80))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # The browser's own mark of the file: the same file chosen again goes on where it stopped.
    key: Mapped[str] = mapped_column(short(64))
    name: Mapped[str]
    size: Mapped[int]
    received: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(index=True)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))

    __table_args__ = (UniqueConstraint("entry_id", "question", "person_id", "key", "size"),)


class UploadPiece(Base):
    """Bytes of a file on its way, until it is whole."""

    __tablename__ = "upload_piece"

    id: Mapped[int] = identity()
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    start: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (UniqueConstraint("upload_id", "start"),)
