"""Tables of judging: who judges what, what stands in the way, and what they gave."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, Words, guarded, identity, left, one_of, short
from ..entries.models import Entry
from ..people.models import City, Invitation, Person
from ..programmes.models import Category, Criterion, Edition, Round


class AssignmentHow(Words):
    """How an assignment came about."""

    BY_HAND = "by hand"
    WHOLE_PANEL = "whole panel"
    MATCHED = "matched"
    SUBSTITUTE = "substitute"


class ConflictKind(Words):
    """Why a judge should not score an entry."""

    EMPLOYMENT = "employment"
    PERSONAL = "personal"
    FINANCIAL = "financial"
    ADVISED = "advised"
    OTHER = "other"


class CardRevisionKind(Words):
    """A state of a scorecard that was saved, completed or reopened, or one set aside because somebody was faster."""

    SAVED = "saved"
    COMPLETED = "completed"
    REOPENED = "reopened"
    SET_ASIDE = "set aside"


class Judge(Base):
    """A person asked to judge in one edition. Before accepting there is an invitation and no person."""

    __tablename__ = "judge"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    email: Mapped[str] = mapped_column(short(254))
    name: Mapped[str]
    organisation: Mapped[str]
    country: Mapped[str | None] = mapped_column(short(2))
    languages: Mapped[list[str]]
    expertise: Mapped[list[str]]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    invited_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[str | None]
    # The organising team took the invitation back before it was answered.
    revoked_at: Mapped[datetime | None]
    # At most so many entries a round, by the judge's own word; empty: as many as come.
    max_load: Mapped[int | None]
    biography: Mapped[str] = mapped_column(default="")
    photo_sha256: Mapped[str | None] = mapped_column(short(64))
    photo_size: Mapped[int | None]
    photo_type: Mapped[str | None] = mapped_column(short(20))
    # Since when the judge agrees to stand on the public page of the jury; empty: not at all.
    shown_since: Mapped[datetime | None]

    edition: Mapped[Edition] = left("Edition")
    person: Mapped[Person | None] = left("Person")
    invitation: Mapped[Invitation | None] = left("Invitation")

    __table_args__ = (
        UniqueConstraint("edition_id", "email"),
        UniqueConstraint("edition_id", "person_id"),
        CheckConstraint("max_load > 0", name="max_load"),
        CheckConstraint("(photo_sha256 IS NULL) = (photo_size IS NULL)", name="photo"),
    )


class Panel(Base):
    """The judges of one category in one round."""

    __tablename__ = "panel"

    id: Mapped[int] = identity()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))

    round: Mapped[Round] = left("Round")
    category: Mapped[Category] = left("Category")

    __table_args__ = (UniqueConstraint("round_id", "category_id"),)


class PanelMember(Base):
    """A judge's seat on a panel."""

    __tablename__ = "panel_member"

    id: Mapped[int] = identity()
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"), index=True)
    since: Mapped[datetime]

    panel: Mapped[Panel] = left("Panel")
    judge: Mapped[Judge] = left("Judge")

    __table_args__ = (UniqueConstraint("panel_id", "judge_id"),)


class Assignment(Base):
    """This judge is to score this entry in this round. Taking it back before anything was scored deletes the row."""

    __tablename__ = "assignment"

    id: Mapped[int] = identity()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"), index=True)
    how: Mapped[str] = mapped_column(short(20))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    # What the portal found between judge and city when it was made (see `detection.py`).
    detected: Mapped[list[str]] = mapped_column(default=list)

    round: Mapped[Round] = left("Round")
    entry: Mapped[Entry] = left("Entry")
    judge: Mapped[Judge] = left("Judge")

    __table_args__ = (
        UniqueConstraint("round_id", "entry_id", "judge_id"),
        CheckConstraint(one_of("how", AssignmentHow), name="how"),
    )


class Skip(Base):
    """A judge put an entry off: it comes last in the queue, until it is taken up again."""

    __tablename__ = "skip"

    id: Mapped[int] = identity()
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    at: Mapped[datetime]


class ConflictStatement(Base):
    """A judge's word on one entry, given before seeing its content: no conflict, or a conflict and its reason."""

    __tablename__ = "conflict_statement"

    id: Mapped[int] = identity()
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    conflicted: Mapped[bool]
    kind: Mapped[str | None] = mapped_column(short(20))
    reason: Mapped[str]
    at: Mapped[datetime]
    # What the portal had found, and asked the judge about in words.
    asked: Mapped[list[str]] = mapped_column(default=list)

    __table_args__ = (
        UniqueConstraint("judge_id", "entry_id"),
        CheckConstraint(f"kind IS NULL OR {one_of('kind', ConflictKind)}", name="kind"),
        CheckConstraint("NOT conflicted OR kind IS NOT NULL", name="conflict_has_kind"),
    )


class Recusal(Base):
    """An organiser takes a judge off an entry, with a reason. The scorecard stays in the record and does not count."""

    __tablename__ = "recusal"

    id: Mapped[int] = identity()
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    at: Mapped[datetime]


class Exclusion(Base):
    """An organiser keeps a judge away from an entry, from every entry of its city, or from a city whose entries may
    still come, until it is taken back."""

    __tablename__ = "exclusion"

    id: Mapped[int] = identity()
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    # Without an entry: the city by itself.
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True)
    whole_city: Mapped[bool]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    entry: Mapped[Entry | None] = left("Entry")
    city: Mapped[City | None] = left("City")
    by: Mapped[Person] = left("Person", foreign_keys=[by_id])

    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended"),
        CheckConstraint("(entry_id IS NULL) = (city_id IS NOT NULL)", name="of"),
        CheckConstraint("city_id IS NULL OR whole_city", name="city"),
    )


guarded(
    Exclusion.__table__,  # type: ignore[arg-type]
    ("judge_id", "entry_id", "city_id", "whole_city", "reason", "by_id", "at"),
)


class Anchor(Base):
    """The judge whose scores a round of practice is measured by."""

    __tablename__ = "anchor"

    id: Mapped[int] = identity()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class JudgeExtension(Base):
    """One judge may score longer in a round than the others. The last one that was not ended holds."""

    __tablename__ = "judge_extension"

    id: Mapped[int] = identity()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"), index=True)
    until: Mapped[datetime]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    round: Mapped[Round] = left("Round")
    by: Mapped[Person] = left("Person")

    __table_args__ = (Index(None, "round_id", "judge_id"),)


class Nudge(Base):
    """The organising team reminded a judge who was late."""

    __tablename__ = "nudge"

    id: Mapped[int] = identity()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (Index(None, "round_id", "judge_id"),)


class Scorecard(Base):
    """One judge's sheet for one entry. `revision` counts every save; completed means it counts in standings."""

    __tablename__ = "scorecard"

    id: Mapped[int] = identity()
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    revision: Mapped[int]
    comment_for_city: Mapped[str]
    private_note: Mapped[str]
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = left("Assignment")


class CardReturn(Base):
    """An organiser gave a completed scorecard back to its judge, with a reason. Until it is completed again it does
    not count."""

    __tablename__ = "card_return"

    id: Mapped[int] = identity()
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    at: Mapped[datetime]


class PaperEntry(Base):
    """An organiser entered on a judge's behalf what she wrote on paper: scores, or her word on conflicts (no card).

    `revision` is the scorecard's after it.
    """

    __tablename__ = "paper_entry"

    id: Mapped[int] = identity()
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    scorecard_id: Mapped[int | None] = mapped_column(ForeignKey("scorecard.id"), index=True)
    revision: Mapped[int | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = left("Person")

    __table_args__ = (
        Index(None, "judge_id", "entry_id"),
        CheckConstraint("(scorecard_id IS NULL) = (revision IS NULL)", name="card_has_revision"),
    )


guarded(PaperEntry.__table__)  # type: ignore[arg-type]


class Score(Base):
    """Whole steps above the scale's minimum on one criterion; empty means not scored, never zero.

    Not applicable is a third state, where the criterion allows it: no step, and an answer all the same.
    """

    __tablename__ = "score"

    id: Mapped[int] = identity()
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    step: Mapped[int | None]
    not_applicable: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str]
    first_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    criterion: Mapped[Criterion] = left("Criterion")

    __table_args__ = (
        UniqueConstraint("scorecard_id", "criterion_id"),
        CheckConstraint("step IS NULL OR step >= 0", name="step"),
        CheckConstraint("NOT not_applicable OR step IS NULL", name="not_applicable"),
    )


class CardRevision(Base):
    """Every state a scorecard ever had.

    `content` is {"scores": {criterion key: {"step", "comment"}}, "comment_for_city", "private_note"}; the step is
    "na" where the criterion does not apply.
    """

    __tablename__ = "card_revision"

    id: Mapped[int] = identity()
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    kind: Mapped[str] = mapped_column(short(10))
    revision: Mapped[int]
    content: Mapped[dict[str, Any]]
    mark: Mapped[str | None] = mapped_column(short(64))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        CheckConstraint(one_of("kind", CardRevisionKind), name="kind"),
        Index(None, "scorecard_id", "revision"),
        UniqueConstraint("scorecard_id", "mark"),
    )


guarded(CardRevision.__table__)  # type: ignore[arg-type]
