"""The table of retention rules: how many months a kind of data is kept."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, Words, identity, left, one_of, short
from ..people.models import Person


class KeptKind(Words):
    """Kinds of data that go after a time."""

    SIGN_INS = "sign-ins"
    LETTERS = "letters"
    CONTACTS = "contacts"


class RetentionRule(Base):
    """So many months a kind of data is kept; without a row it is kept for good."""

    __tablename__ = "retention_rule"

    id: Mapped[int] = identity()
    kind: Mapped[str] = mapped_column(short(20), unique=True)
    months: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = left("Person")

    __table_args__ = (
        CheckConstraint(one_of("kind", KeptKind), name="kind"),
        CheckConstraint("months BETWEEN 1 AND 240", name="months"),
    )
