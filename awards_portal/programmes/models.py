"""Tables of programmes: the edition, what it asks and how it weighs the answers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, Words, guarded, identity, left, one_of, short
from ..mail import quiet
from .conflicts import usual_rules

AWARD_TITLES = ("Gold", "Silver", "Bronze")


class RoundKind(Words):
    """What a round is for. A calibration is practice: its scores never count. In an eligibility round the organising
    team decides which entries go to the judges: it has no judges and no scores."""

    CALIBRATION = "calibration"
    ELIGIBILITY = "eligibility"
    SCORING = "scoring"
    FINAL = "final"


# The rounds whose scores make places.
COUNTING = (RoundKind.SCORING, RoundKind.FINAL)


class Disclosure(Words):
    """When a judge who has completed her own scorecard of an entry may see the others' scores of it."""

    NOBODY = "nobody"
    COMPLETED = "own completed"
    CLOSED = "round closed"


class Edition(Base):
    """One run of the awards. The deadline is `closes_at` plus `grace_minutes`, by the database's clock."""

    __tablename__ = "edition"

    id: Mapped[int] = identity()
    key: Mapped[str] = mapped_column(short(40), unique=True)
    title: Mapped[str]
    theme: Mapped[str]
    description: Mapped[str]
    place: Mapped[str]
    reference_prefix: Mapped[str] = mapped_column(short(12), unique=True)
    time_zone: Mapped[str] = mapped_column(short(60))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    grace_minutes: Mapped[int] = mapped_column(default=0)
    # When letters that are not urgent wait, in the edition's zone; empty for never.
    quiet_hours: Mapped[str] = mapped_column(short(11), default=quiet.USUAL)
    announced_on: Mapped[date | None]
    ceremony_on: Mapped[date | None]
    entries_per_city: Mapped[int] = mapped_column(default=2)
    # How scores become places; set before judging and shown on the call.
    method: Mapped[str] = mapped_column(short(20), default="mean")
    tie_ladder: Mapped[list[str]]
    # What follows when the portal finds something between a judge and a city (see `conflicts.py`).
    conflict_rules: Mapped[dict[str, Any]] = mapped_column(default=usual_rules)
    # What the places of a category are called, the first one first; places beyond them win nothing.
    award_titles: Mapped[list[str]] = mapped_column(default=lambda: list(AWARD_TITLES))
    # Questions asked before an entry is started (see `eligibility.py`).
    eligibility: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # Codes of the languages an entry may be written in.
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["en"])
    # When the call is planned to be published; `published_at` is when it was. Before that nobody outside the
    # organising team finds the edition.
    called_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    # The key of the edition it was copied from.
    copied_from: Mapped[str | None] = mapped_column(short(40))
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="dates"),
        CheckConstraint("entries_per_city > 0", name="entries_per_city"),
        CheckConstraint("grace_minutes >= 0", name="grace_minutes"),
    )


class Category(Base):
    """What an entry competes in; exactly one per entry."""

    __tablename__ = "category"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    key: Mapped[str] = mapped_column(short(60))
    title: Mapped[str]
    description: Mapped[str]
    # The most awards that applicants of a kind may get here (`{"solution provider": 1}`); a kind left out has no limit.
    quotas: Mapped[dict[str, Any]] = mapped_column(default=dict)
    position: Mapped[int]

    __table_args__ = (UniqueConstraint("edition_id", "key"), UniqueConstraint("edition_id", "position"))


class EditionChange(Base):
    """What was changed after the call was published, and why: shown on the call. `before` and `after` are the changed
    parts of the edition's document."""

    __tablename__ = "edition_change"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    at: Mapped[datetime]
    # Empty when a command did it.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


guarded(EditionChange.__table__)  # type: ignore[arg-type]


class FormVersion(Base):
    """What is asked, as a document (see `forms.py`). Once written it never changes: a correction is a new version."""

    __tablename__ = "form_version"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    number: Mapped[int]
    document: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(short(64))
    published_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("edition_id", "number"),)


guarded(FormVersion.__table__)  # type: ignore[arg-type]


class FormDraft(Base):
    """The form an edition's organisers are working on, as a document. `revision` counts every save."""

    __tablename__ = "form_draft"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), unique=True)
    document: Mapped[dict[str, Any]]
    revision: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Rubric(Base):
    """A version of the scale and criteria. Steps are halves, quarters … of a point: `steps_per_point` of them."""

    __tablename__ = "rubric"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    number: Mapped[int]
    scale_min: Mapped[int]
    scale_max: Mapped[int]
    steps_per_point: Mapped[int]
    published_at: Mapped[datetime]
    # Since the first scorecard was begun with it: what judges score against no longer changes.
    locked_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("edition_id", "number"),
        CheckConstraint("scale_max > scale_min", name="scale"),
        CheckConstraint("steps_per_point > 0", name="steps_per_point"),
    )


class Criterion(Base):
    """One line of a rubric. `descriptors` maps a whole point ("0" … "5") to what it looks like in an entry."""

    __tablename__ = "criterion"

    id: Mapped[int] = identity()
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"))
    key: Mapped[str] = mapped_column(short(60))
    title: Mapped[str]
    weight: Mapped[int]
    guidance: Mapped[str]
    descriptors: Mapped[dict[str, Any]]
    # Keys of the questions that judges read for it.
    reads: Mapped[list[str]]
    # Below this many points a comment is required; empty: never.
    comment_below: Mapped[int | None]
    # Above this many points as well; empty: never.
    comment_above: Mapped[int | None]
    # A judge may say that it does not apply to an entry; the other criteria then weigh more.
    na_allowed: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]

    __table_args__ = (
        UniqueConstraint("rubric_id", "key"),
        UniqueConstraint("rubric_id", "position"),
        CheckConstraint("weight >= 0", name="weight"),
    )


class Round(Base):
    """A stretch of judging with its own dates and its pinned rubric."""

    __tablename__ = "round"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"))
    key: Mapped[str] = mapped_column(short(40))
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(short(20))
    position: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    judges_per_entry: Mapped[int]
    minimum_cards: Mapped[int]
    # Blind: contacts, names of people and file names are not loaded for judges.
    blind: Mapped[bool] = mapped_column(default=False)
    # Who has completed an entry may discuss it until then; empty: there is no discussion (see `round_settings.py`).
    discusses_until: Mapped[datetime | None]
    # Which scores those who discuss see, and whether they read each other's names.
    discloses: Mapped[str] = mapped_column(short(20), default=Disclosure.NOBODY)
    names_judges: Mapped[bool] = mapped_column(default=False)
    # Totals of one entry this far apart, of 100, are a disagreement.
    disagreement: Mapped[int] = mapped_column(default=20)
    # Whether a scorecard tells its judge what it adds up to.
    shows_total: Mapped[bool] = mapped_column(default=True)
    # What the score of the round before weighs in this one's, in per cent; 0: this round counts by itself.
    carries: Mapped[int] = mapped_column(default=0)
    # What groups of judges weigh (`group_weights.py`); empty: all judges count alike.
    groups: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    edition: Mapped[Edition] = left("Edition")
    rubric: Mapped[Rubric] = left("Rubric")

    __table_args__ = (
        UniqueConstraint("edition_id", "key"),
        CheckConstraint(one_of("kind", RoundKind), name="kind"),
        CheckConstraint(one_of("discloses", Disclosure), name="discloses"),
        CheckConstraint("disagreement BETWEEN 1 AND 100", name="disagreement"),
        CheckConstraint("carries BETWEEN 0 AND 99", name="carries"),
        CheckConstraint("closes_at > opens_at", name="dates"),
        CheckConstraint("judges_per_entry > 0 AND minimum_cards > 0", name="cards"),
    )
