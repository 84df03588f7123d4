"""Tables of profiles: what a city proposed to say of itself, what was decided, and what places are called."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, guarded, identity, left, short
from ..models import City, Person


class ProfileVersion(Base):
    """A profile as a representative proposed it. The public reads the last one that was approved, never another.

    `text` is Markdown. A contact is there only with the consent of whom it names. The logo is kept under its digest.
    """

    __tablename__ = "profile_version"

    id: Mapped[int] = identity()
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"))
    number: Mapped[int]
    text: Mapped[str]
    website: Mapped[str]
    population: Mapped[int | None]
    population_source: Mapped[str]
    contact_name: Mapped[str]
    contact_email: Mapped[str] = mapped_column(short(254))
    logo_sha256: Mapped[str | None] = mapped_column(short(64))
    logo_type: Mapped[str | None] = mapped_column(short(40))
    logo_size: Mapped[int | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    city: Mapped[City] = left("City")
    by: Mapped[Person] = left("Person")

    __table_args__ = (
        UniqueConstraint("city_id", "number"),
        CheckConstraint("population IS NULL OR population > 0", name="population"),
        CheckConstraint("(logo_sha256 IS NULL) = (logo_size IS NULL)", name="logo"),
    )


guarded(ProfileVersion.__table__)  # type: ignore[arg-type]


class ProfileDecision(Base):
    """An organiser's yes or no to a version; a no has its reason, which the city reads."""

    __tablename__ = "profile_decision"

    id: Mapped[int] = identity()
    version_id: Mapped[int] = mapped_column(ForeignKey("profile_version.id"), unique=True)
    approved: Mapped[bool]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = left("Person")


guarded(ProfileDecision.__table__)  # type: ignore[arg-type]


class FormerSlug(Base):
    """An address that a city's page had before it was renamed: it goes on leading there."""

    __tablename__ = "former_slug"

    id: Mapped[int] = identity()
    slug: Mapped[str] = mapped_column(short(200), unique=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    at: Mapped[datetime]

    city: Mapped[City] = left("City")


class PlaceName(Base):
    """What the organisation calls a country or area on public pages, where that is not its usual name."""

    __tablename__ = "place_name"

    id: Mapped[int] = identity()
    code: Mapped[str] = mapped_column(short(2), unique=True)
    name: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
