"""Tables of what was decided and published. Everything that was published is frozen by the database itself."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, Words, guarded, identity, left, one_of, short
from ...entries.models import Entry
from ...people.models import City, Person
from ...programmes.models import Edition, Round


class DecisionKind(Words):
    """What the jury may say where sums do not decide."""

    # The entry takes this place, and those from there on follow it.
    PLACE = "place"
    # The entry is named besides the places.
    MENTION = "mention"
    # The entry takes no place at all; those behind it move up.
    LEFT_OUT = "left_out"


class Decision(Base):
    """The jury's word on an entry, with its reason. It holds until it is taken back; what was said stays."""

    __tablename__ = "decision"

    id: Mapped[int] = identity()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    kind: Mapped[str] = mapped_column(short(10))
    place: Mapped[int | None]
    # Why the jury says so; for the record and the workbook.
    reason: Mapped[str]
    # What is said of the entry in public, when an award comes of it.
    citation: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    entry: Mapped[Entry] = left("Entry")
    by: Mapped[Person] = left("Person", foreign_keys="Decision.by_id")
    undone_by: Mapped[Person | None] = left("Person", foreign_keys="Decision.undone_by_id")

    __table_args__ = (
        CheckConstraint(one_of("kind", DecisionKind), name="kind"),
        CheckConstraint("(kind = 'place') = (place IS NOT NULL) AND (place IS NULL OR place > 0)", name="place"),
        Index(
            "uq_decision_current",
            "round_id",
            "entry_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )


guarded(Decision.__table__, ("round_id", "entry_id", "kind", "place", "reason", "citation", "by_id", "at"))  # type: ignore[arg-type]


class Publication(Base):
    """Results proposed for publication: what one organiser saw and put before another.

    `fingerprint` is of the scores, the rules and the awards that were seen; `snapshot` is canonical JSON with all of
    it, from which the places can be computed again; `sha256` is the snapshot's. Letters leave at once, or at the end
    of the embargo; with `winners_first` those who won are told before.
    """

    __tablename__ = "publication"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    fingerprint: Mapped[str] = mapped_column(short(64))
    snapshot: Mapped[str]
    sha256: Mapped[str] = mapped_column(short(64))
    embargo_until: Mapped[datetime | None]
    winners_first: Mapped[bool] = mapped_column(default=False)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]

    edition: Mapped[Edition] = left("Edition")
    round: Mapped[Round] = left("Round")
    proposed_by: Mapped[Person] = left("Person")


guarded(Publication.__table__)  # type: ignore[arg-type]


class Confirmation(Base):
    """A second organiser's yes: from here on, or from the end of the embargo, the awards are public."""

    __tablename__ = "confirmation"

    id: Mapped[int] = identity()
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = left("Person")


guarded(Confirmation.__table__)  # type: ignore[arg-type]


class Retraction(Base):
    """A proposal called off, or results taken back, with the reason that the public reads."""

    __tablename__ = "retraction"

    id: Mapped[int] = identity()
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    reason: Mapped[str]

    by: Mapped[Person] = left("Person")


guarded(Retraction.__table__)  # type: ignore[arg-type]


class Award(Base):
    """One award as it was published: words and names as they were then, whatever changes later."""

    __tablename__ = "award"

    id: Mapped[int] = identity()
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    position: Mapped[int]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    category: Mapped[str] = mapped_column(short(60))
    category_title: Mapped[str]
    # Empty for a special mention.
    place: Mapped[int | None]
    title: Mapped[str]
    reference: Mapped[str] = mapped_column(short(40))
    project: Mapped[str]
    city: Mapped[str]
    country: Mapped[str] = mapped_column(short(2))
    summary: Mapped[str]
    citation: Mapped[str]

    of_city: Mapped[City] = left("City")
    publication: Mapped[Publication] = left("Publication")

    __table_args__ = (UniqueConstraint("publication_id", "position"),)


guarded(Award.__table__)  # type: ignore[arg-type]
