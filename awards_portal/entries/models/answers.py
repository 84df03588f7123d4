"""What was typed: the current answers, and every text that ever reached the portal."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, Words, guarded, identity, left, one_of, short
from ...people.models import Person


class RevisionKind(Words):
    """A text that was saved, or one set aside because somebody else saved first. Both are kept."""

    SAVED = "saved"
    SET_ASIDE = "set aside"


class Answer(Base):
    """The current answer to one question, with a revision of its own: different questions never collide."""

    __tablename__ = "answer"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    question: Mapped[str] = mapped_column(short(80))
    value: Mapped[Any]
    revision: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    changed_by: Mapped[Person] = left("Person")

    __table_args__ = (UniqueConstraint("entry_id", "question"),)


class AnswerRevision(Base):
    """Every text that ever reached the portal; one set aside carries the revision it was typed over."""

    __tablename__ = "answer_revision"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    question: Mapped[str] = mapped_column(short(80))
    kind: Mapped[str] = mapped_column(short(10))
    revision: Mapped[int]
    value: Mapped[Any]
    # The browser's own mark of one act of saving: the same mark again is the same act. A page without JavaScript
    # saves several questions in one act.
    mark: Mapped[str | None] = mapped_column(short(64))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # Where a text came from that nobody typed: an earlier revision, or the reference of an entry it was copied from.
    restored_from: Mapped[int | None]
    copied_from: Mapped[str | None] = mapped_column(short(24))

    by: Mapped[Person] = left("Person")

    __table_args__ = (
        CheckConstraint(one_of("kind", RevisionKind), name="kind"),
        Index(None, "entry_id", "question"),
        UniqueConstraint("entry_id", "question", "mark"),
        Index(
            "uq_answer_revision_saved",
            "entry_id",
            "question",
            "revision",
            unique=True,
            sqlite_where=text("kind = 'saved'"),
            postgresql_where=text("kind = 'saved'"),
        ),
    )


guarded(AnswerRevision.__table__)  # type: ignore[arg-type]
