"""Table of questions and answers of a call."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, identity


class Enquiry(Base):
    """A question about an edition's call and its answer in Markdown. What it said before is in the ledger."""

    __tablename__ = "enquiry"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    position: Mapped[int]
    question: Mapped[str]
    answer: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
