"""Tables of people: who they are, which city they speak for, how they sign in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, Words, identity, left, one_of, short


class CityKind(Words):
    """What sort of body enters."""

    CITY = "city"
    DISTRICT = "district"
    REGION = "region"
    PUBLIC_ORGANISATION = "public organisation"
    SOLUTION_PROVIDER = "solution provider"


class MembershipKind(Words):
    """A city's standing in the organisation."""

    FULL = "full"
    ASSOCIATE = "associate"
    FRIENDSHIP = "friendship"
    CORPORATE = "corporate"
    # A member by its source, which does not say of what kind.
    UNSTATED = "unstated"


class RepresentativeRole(Words):
    """What a representative may do: the lead submits and invites, an editor writes, a viewer reads."""

    LEAD = "lead"
    EDITOR = "editor"
    VIEWER = "viewer"


class TeamRole(Words):
    """A place in the organising team: an admin also makes and removes team members; an observer only reads; a
    coordinator has to do with the entries of given categories alone."""

    ADMIN = "admin"
    ORGANISER = "organiser"
    COORDINATOR = "coordinator"
    OBSERVER = "observer"


class InvitationKind(Words):
    """What is accepted with an invitation."""

    REPRESENTATIVE = "representative"
    JUDGE = "judge"
    TEAM = "team"


class TokenPurpose(Words):
    """What a mailed link is for."""

    RESET_PASSWORD = "reset password"  # noqa: S105


class Person(Base):
    """Somebody known by a mail address. Without a password nobody signs in."""

    __tablename__ = "person"

    id: Mapped[int] = identity()
    email: Mapped[str] = mapped_column(short(254), unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    verified_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    time_zone: Mapped[str | None] = mapped_column(short(60))
    created_at: Mapped[datetime]
    # Since when signing in asks for a code besides the password (see `second_factor.py`).
    second_factor_at: Mapped[datetime | None]


class TeamMember(Base):
    """A person's place in the organising team, while `ended_at` is empty."""

    __tablename__ = "team_member"

    id: Mapped[int] = identity()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(short(20))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = left("Person")

    __table_args__ = (
        CheckConstraint(one_of("role", TeamRole), name="role"),
        Index(
            "uq_team_member_person_id_current",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class City(Base):
    """A city, any local government, or a body that enters. `key` is where spellings of its name meet."""

    __tablename__ = "city"

    id: Mapped[int] = identity()
    name: Mapped[str]
    key: Mapped[str] = mapped_column(short(200))
    slug: Mapped[str] = mapped_column(short(200), unique=True)
    country: Mapped[str] = mapped_column(short(2))
    region: Mapped[str] = mapped_column(short(40))
    kind: Mapped[str] = mapped_column(short(30), default=CityKind.CITY)
    website: Mapped[str | None]
    # In the directory from the start (published history), as opposed to added by a representative.
    listed: Mapped[bool] = mapped_column(default=False)
    sources: Mapped[list[str]]
    seen_as: Mapped[str | None]
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("country", "key"),
        CheckConstraint(one_of("kind", CityKind), name="kind"),
        CheckConstraint("length(country) = 2", name="country"),
    )


class Membership(Base):
    """A dated fact about a city's standing. `since` is as published: a year, a date, or unknown."""

    __tablename__ = "membership"

    id: Mapped[int] = identity()
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    kind: Mapped[str] = mapped_column(short(20))
    since: Mapped[str | None] = mapped_column(short(20))
    ended_on: Mapped[date | None]
    basis: Mapped[str | None]
    source: Mapped[str | None]

    __table_args__ = (CheckConstraint(one_of("kind", MembershipKind), name="kind"),)


class Representative(Base):
    """A person who speaks for a city, while `ended_at` is empty."""

    __tablename__ = "representative"

    id: Mapped[int] = identity()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    role: Mapped[str] = mapped_column(short(10))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = left("Person")
    city: Mapped[City] = left("City")

    __table_args__ = (
        CheckConstraint(one_of("role", RepresentativeRole), name="role"),
        Index(
            "uq_representative_current",
            "person_id",
            "city_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class Invitation(Base):
    """A mailed link that makes somebody a representative, a judge or a team member. Only the token's hash is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = identity()
    kind: Mapped[str] = mapped_column(short(20))
    email: Mapped[str] = mapped_column(short(254), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(short(64), unique=True)
    # For a representative: which city, in which role. For a team member: the role.
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True)
    role: Mapped[str | None] = mapped_column(short(20))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    declined_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    city: Mapped[City | None] = left("City")
    invited_by: Mapped[Person | None] = left("Person", foreign_keys="Invitation.invited_by_id")

    __table_args__ = (CheckConstraint(one_of("kind", InvitationKind), name="kind"),)


class CoordinatedCategory(Base):
    """A category that a coordinator has, or is invited to have. It goes with the category when that is removed."""

    __tablename__ = "coordinated_category"

    id: Mapped[int] = identity()
    team_member_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id", ondelete="CASCADE"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id", ondelete="CASCADE"), index=True)

    __table_args__ = (
        UniqueConstraint("team_member_id", "category_id"),
        UniqueConstraint("invitation_id", "category_id"),
        CheckConstraint("(team_member_id IS NULL) <> (invitation_id IS NULL)", name="whose"),
    )


class Registration(Base):
    """Somebody asked for an account. Nothing else exists until the mailed link proves the address.

    The password is chosen behind that link: whoever registers a stranger's address gains nothing by it.
    """

    __tablename__ = "registration"

    id: Mapped[int] = identity()
    email: Mapped[str] = mapped_column(short(254), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(short(64), unique=True)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"))
    # A city that is not in the directory yet: name, country, region, kind, website.
    new_city: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    city: Mapped[City | None] = left("City")


class Token(Base):
    """A single-use, short-lived mailed link; only its hash is kept."""

    __tablename__ = "token"

    id: Mapped[int] = identity()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(short(20))
    token_hash: Mapped[str] = mapped_column(short(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = left("Person")

    __table_args__ = (CheckConstraint(one_of("purpose", TokenPurpose), name="purpose"),)


class SignInLink(Base):
    """A single-use, short-lived mailed link that signs a judge in; only its hash is kept."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = identity()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(short(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = left("Person")


class SignIn(Base):
    """A session: one browser signed in as one person, until it ends. The cookie holds what is hashed here."""

    __tablename__ = "sign_in"

    id: Mapped[int] = identity()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(short(64), unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user_agent: Mapped[str]
    address: Mapped[str] = mapped_column(short(60))
    # When the second factor was given. Without it, who has one is not signed in yet.
    factor_at: Mapped[datetime | None]

    person: Mapped[Person] = left("Person")


class SignInAttempt(Base):
    """A try at a password, kept to slow guessing down. `account` is a hash: a mistyped address is not stored."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = identity()
    account: Mapped[str] = mapped_column(short(64))
    address: Mapped[str] = mapped_column(short(60))
    at: Mapped[datetime]
    succeeded: Mapped[bool]

    __table_args__ = (Index(None, "account", "at"), Index(None, "address", "at"))
