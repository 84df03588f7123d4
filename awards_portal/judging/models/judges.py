"""Who judges: judges, panels, and what is agreed or done with one judge in one round."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, identity, left, short
from ...people.models import Invitation, Person
from ...programmes.models import Category, Edition, Round


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
