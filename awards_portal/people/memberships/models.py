"""Tables of memberships: what a city applied for, every step on it, and who approves what."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, Words, guarded, identity, left, one_of, short
from ..models import City, Membership, Person, TeamRole


class AppliedFor(Words):
    """What a city can apply for. Whoever applies for full membership is an associate member in between."""

    FULL = "full"
    FRIENDSHIP = "friendship"
    CORPORATE = "corporate"


class StepKind(Words):
    """What was done: accepted makes an associate member, approved a member of the kind applied for."""

    ACCEPTED = "accepted"
    APPROVED = "approved"
    DECLINED = "declined"
    ENDED = "ended"


class Approval(Words):
    """What somebody has to say yes to."""

    ASSOCIATE = "associate"
    FULL = "full"
    FRIENDSHIP = "friendship"
    CORPORATE = "corporate"


class MembershipApplication(Base):
    """A city's application, with the page that its mayor or an authorised representative signed."""

    __tablename__ = "membership_application"

    id: Mapped[int] = identity()
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    kind: Mapped[str] = mapped_column(short(20))
    signatory: Mapped[str]
    office: Mapped[str]
    signed_name: Mapped[str]
    signed_type: Mapped[str] = mapped_column(short(40))
    signed_sha256: Mapped[str] = mapped_column(short(64))
    signed_size: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    city: Mapped[City] = left("City")
    by: Mapped[Person] = left("Person")

    __table_args__ = (CheckConstraint(one_of("kind", AppliedFor), name="kind"),)


guarded(MembershipApplication.__table__)  # type: ignore[arg-type]


class MembershipStep(Base):
    """What was decided on an application or a membership: on which day, by which body, and why."""

    __tablename__ = "membership_step"

    id: Mapped[int] = identity()
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("membership_application.id"), index=True)
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"), index=True)
    kind: Mapped[str] = mapped_column(short(10))
    body: Mapped[str]
    on: Mapped[date]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = left("Person")
    membership: Mapped[Membership | None] = left("Membership")

    __table_args__ = (CheckConstraint(one_of("kind", StepKind), name="kind"),)


guarded(MembershipStep.__table__)  # type: ignore[arg-type]


class MembershipApprover(Base):
    """The setting of who approves: the body by name, and who of the organising team records its word."""

    __tablename__ = "membership_approver"

    id: Mapped[int] = identity()
    approval: Mapped[str] = mapped_column(short(20), unique=True)
    body: Mapped[str]
    role: Mapped[str] = mapped_column(short(20))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(one_of("approval", Approval), name="approval"),
        CheckConstraint(f"role IN ('{TeamRole.ADMIN}', '{TeamRole.ORGANISER}')", name="role"),
    )
