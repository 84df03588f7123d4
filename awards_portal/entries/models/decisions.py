"""What the organising team decided: eligibility, later deadlines, returns with questions."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, Words, guarded, identity, left, one_of, short
from ...people.models import City, Person
from .entry import Entry
from .submissions import Submission


class EligibilityOutcome(Words):
    """Whether an entry may be judged."""

    PASSED = "passed"
    REFUSED = "refused"


class EligibilityDecision(Base):
    """The organising team's word on whether an entry may be judged; the last one counts, all of them stay."""

    __tablename__ = "eligibility_decision"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    # What was looked at: a version submitted later is not what was decided on.
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    outcome: Mapped[str] = mapped_column(short(10))
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    submission: Mapped[Submission] = left("Submission")
    by: Mapped[Person] = left("Person")

    __table_args__ = (CheckConstraint(one_of("outcome", EligibilityOutcome), name="outcome"),)


guarded(EligibilityDecision.__table__)  # type: ignore[arg-type]


class Extension(Base):
    """A later deadline for one city in one edition, or for one entry of it alone; in force until it is revoked."""

    __tablename__ = "extension"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"))
    # None: every entry of the city, and it may start one.
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    # Exact: the edition's grace is not added to it.
    until: Mapped[datetime]
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_because: Mapped[str | None]

    city: Mapped[City] = left("City")
    entry: Mapped[Entry | None] = left("Entry")
    by: Mapped[Person] = left("Person", foreign_keys=[by_id])
    revoked_by: Mapped[Person | None] = left("Person", foreign_keys=[revoked_by_id])

    __table_args__ = (
        Index(
            "uq_extension_current",
            "edition_id",
            "city_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL AND entry_id IS NULL"),
            postgresql_where=text("revoked_at IS NULL AND entry_id IS NULL"),
        ),
        Index(
            "uq_extension_of_entry",
            "entry_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )


class ChangeRequest(Base):
    """A return that names questions: only they reopen, until a time, for a new version. Asked about one version."""

    __tablename__ = "change_request"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    # What is asked of each question, by its key.
    notes: Mapped[dict[str, Any]]
    until: Mapped[datetime]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # The first version in which something that was asked for differs.
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_because: Mapped[str | None]

    submission: Mapped[Submission] = left("Submission", foreign_keys=[submission_id])
    answer: Mapped[Submission | None] = left("Submission", foreign_keys=[answer_id])
    by: Mapped[Person] = left("Person", foreign_keys=[by_id])
