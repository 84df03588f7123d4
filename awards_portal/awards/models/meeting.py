"""Tables of the jury's meetings: who was there, who left for which entry, what was shown, said and noted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, Words, guarded, identity, left, one_of, short
from ...entries.models import Entry
from ...judging.models import Judge
from ...people.models import Person
from ...programmes.models import Category, Round


class MeetingOrder(Words):
    """In which order a meeting takes its entries, category by category."""

    STANDINGS = "standings"
    # The last place first, so that the best come last.
    REVERSED = "reversed"
    # Where judges differ most comes first.
    SPREAD = "spread"
    REFERENCE = "reference"


class Meeting(Base):
    """A sitting of the jury on a round, or on one category of it. It is over when it has a closing."""

    __tablename__ = "meeting"

    id: Mapped[int] = identity()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    # Empty: all categories.
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    order: Mapped[str] = mapped_column(short(20))
    # Whether judges stand by name beside their scores, or numbered.
    named: Mapped[bool]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]

    round: Mapped[Round] = left("Round")
    category: Mapped[Category | None] = left("Category")
    opened_by: Mapped[Person] = left("Person")

    __table_args__ = (CheckConstraint(one_of('"order"', MeetingOrder), name="order"),)


guarded(Meeting.__table__)  # type: ignore[arg-type]


class MeetingClosing(Base):
    """A meeting is over. `content` is canonical JSON of all that its minutes say, as it was then."""

    __tablename__ = "meeting_closing"

    id: Mapped[int] = identity()
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    content: Mapped[str]
    sha256: Mapped[str] = mapped_column(short(64))

    by: Mapped[Person] = left("Person")


guarded(MeetingClosing.__table__)  # type: ignore[arg-type]


class Attendance(Base):
    """A judge or a member of the organising team is in the meeting, while `left_at` is empty."""

    __tablename__ = "attendance"

    id: Mapped[int] = identity()
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    judge_id: Mapped[int | None] = mapped_column(ForeignKey("judge.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    came_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    judge: Mapped[Judge | None] = left("Judge")
    person: Mapped[Person | None] = left("Person")

    __table_args__ = (
        CheckConstraint("(judge_id IS NULL) <> (person_id IS NULL)", name="who"),
        *(
            Index(
                f"uq_attendance_{column}_current",
                "meeting_id",
                column,
                unique=True,
                sqlite_where=text(f"left_at IS NULL AND {column} IS NOT NULL"),
                postgresql_where=text(f"left_at IS NULL AND {column} IS NOT NULL"),
            )
            for column in ("judge_id", "person_id")
        ),
    )


guarded(Attendance.__table__, ("meeting_id", "judge_id", "person_id", "came_at"))  # type: ignore[arg-type]


class Discussion(Base):
    """An entry was put on the screen. The meeting's last discussion is what is on it now."""

    __tablename__ = "discussion"

    id: Mapped[int] = identity()
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    entry: Mapped[Entry] = left("Entry")


guarded(Discussion.__table__)  # type: ignore[arg-type]


class Absence(Base):
    """Somebody in the meeting left the room for one discussion, because of a conflict."""

    __tablename__ = "absence"

    id: Mapped[int] = identity()
    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussion.id"))
    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendance.id"))
    why: Mapped[str]

    attendance: Mapped[Attendance] = left("Attendance")
    discussion: Mapped[Discussion] = left("Discussion")

    __table_args__ = (UniqueConstraint("discussion_id", "attendance_id"),)


guarded(Absence.__table__)  # type: ignore[arg-type]


class MeetingNote(Base):
    """What was noted on an entry in a meeting. The last one counts; those before it stay."""

    __tablename__ = "meeting_note"

    id: Mapped[int] = identity()
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


guarded(MeetingNote.__table__)  # type: ignore[arg-type]


class Minutes(Base):
    """The minutes of a closed meeting as PDF, kept under their digest."""

    __tablename__ = "minutes"

    id: Mapped[int] = identity()
    closing_id: Mapped[int] = mapped_column(ForeignKey("meeting_closing.id"), unique=True)
    sha256: Mapped[str] = mapped_column(short(64))
    size: Mapped[int]
    at: Mapped[datetime]


guarded(Minutes.__table__)  # type: ignore[arg-type]
