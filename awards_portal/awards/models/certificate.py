"""The table of certificates: one an entry of published results, drawn once, told by its code."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, Words, guarded, identity, left, one_of, short
from ...entries.models import Entry
from .publication import Publication


class CertificateKind(Words):
    """What a certificate is for."""

    AWARD = "award"
    FINALIST = "finalist"
    TAKING_PART = "taking part"


class Certificate(Base):
    """A certificate as it was drawn: what it says, and the PDF in storage under its digest.

    `document` is all that was drawn from; the same document gives the same bytes.
    """

    __tablename__ = "certificate"

    id: Mapped[int] = identity()
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    kind: Mapped[str] = mapped_column(short(12))
    # Twelve signs that nobody guesses, on the paper and on the page that checks it.
    code: Mapped[str] = mapped_column(short(12), unique=True)
    document: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(short(64), index=True)
    size: Mapped[int]
    at: Mapped[datetime]

    publication: Mapped[Publication] = left("Publication")
    entry: Mapped[Entry] = left("Entry")

    __table_args__ = (
        CheckConstraint(one_of("kind", CertificateKind), name="kind"),
        UniqueConstraint("publication_id", "entry_id"),
    )


guarded(Certificate.__table__)  # type: ignore[arg-type]
