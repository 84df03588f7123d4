"""Tables of feedback: what organisers cleared of the judges' comments, its release, and what cities then read."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, guarded, identity, left, short
from ...entries.models import Entry
from ...people.models import Person
from ...programmes.models import Edition, Round


class ClearedFeedback(Base):
    """What an organiser cleared for a city of the judges' comments on its entry. The last one counts, all of them stay.

    `texts` maps a criterion's key to the text on it; the key of what is said of the whole is empty. `source` is the
    digest of the comments that were read: others written since are not cleared.
    """

    __tablename__ = "cleared_feedback"

    id: Mapped[int] = identity()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    texts: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(short(64))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = left("Person")

    __table_args__ = (Index(None, "round_id", "entry_id"),)


guarded(ClearedFeedback.__table__)  # type: ignore[arg-type]


class FeedbackRelease(Base):
    """Feedback of a whole edition goes to its cities at a time. `released_at` is when what they read was frozen."""

    __tablename__ = "feedback_release"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    due_at: Mapped[datetime]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_because: Mapped[str | None]

    edition: Mapped[Edition] = left("Edition")
    round: Mapped[Round] = left("Round")
    by: Mapped[Person] = left("Person", foreign_keys=[by_id])

    __table_args__ = (
        Index(
            "uq_feedback_release_current",
            "edition_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )


guarded(FeedbackRelease.__table__, ("edition_id", "round_id", "due_at", "at", "by_id"))  # type: ignore[arg-type]


class Feedback(Base):
    """What one city reads of its entry, frozen at the release: cleared texts and quarters (`Sheet.document`)."""

    __tablename__ = "feedback"

    id: Mapped[int] = identity()
    release_id: Mapped[int] = mapped_column(ForeignKey("feedback_release.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    document: Mapped[dict[str, Any]]

    release: Mapped[FeedbackRelease] = left("FeedbackRelease")
    entry: Mapped[Entry] = left("Entry")

    __table_args__ = (UniqueConstraint("release_id", "entry_id"),)


guarded(Feedback.__table__)  # type: ignore[arg-type]
