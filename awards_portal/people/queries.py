"""Questions about people. Each says what it loads and in which order."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, joinedload

from ..db import db
from ..text import name_key
from .merged import stands_for
from .models import (
    City,
    CoordinatedCategory,
    Invitation,
    Person,
    Registration,
    Representative,
    RepresentativeRole,
    SignIn,
    SignInAttempt,
    SignInLink,
    TeamMember,
    TeamRole,
    Token,
)


def sign_in_by_hash(token_hash: str) -> SignIn | None:
    """The sign-in whose cookie hashes to this, with its person."""
    return db.session.scalar(select(SignIn).where(SignIn.token_hash == token_hash).options(joinedload(SignIn.person)))


def coordinated(person_id: int) -> frozenset[int]:
    """The ids of the categories that a coordinator has now; none for anybody else."""
    return frozenset(
        db.session.scalars(
            select(CoordinatedCategory.category_id)
            .join(TeamMember, TeamMember.id == CoordinatedCategory.team_member_id)
            .where(
                TeamMember.person_id == person_id,
                TeamMember.ended_at.is_(None),
                TeamMember.role == TeamRole.COORDINATOR,
            )
            .order_by(CoordinatedCategory.category_id)
        )
    )


def team_member(person_id: int) -> TeamMember | None:
    """The person's current place in the organising team."""
    return db.session.scalar(select(TeamMember).where(TeamMember.person_id == person_id, TeamMember.ended_at.is_(None)))


def team_role(person_id: int) -> TeamRole | None:
    """The person's role in the organising team; None for whoever is not of it."""
    member = team_member(person_id)
    return None if member is None else TeamRole(member.role)


def organisers() -> Sequence[Person]:
    """Whoever may decide on the organising team now, admins too, by name."""
    return db.session.scalars(
        select(Person)
        .join(TeamMember, TeamMember.person_id == Person.id)
        .where(
            TeamMember.ended_at.is_(None),
            TeamMember.role.in_([TeamRole.ADMIN, TeamRole.ORGANISER]),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.name, Person.id)
    ).all()


def representations(person_id: int) -> Sequence[Representative]:
    """The cities a person speaks for now, with the city, in the order they came to the portal."""
    return db.session.scalars(
        select(Representative)
        .where(Representative.person_id == person_id, Representative.ended_at.is_(None))
        .join(Representative.city)
        .options(joinedload(Representative.city))
        .order_by(Representative.city_id)
    ).all()


def own_cities(person_id: int) -> set[int]:
    """Ids of the cities a person speaks for now: what is said of their entries in confidence is not theirs to see."""
    return {each.city_id for each in representations(person_id)}


def person_by_email(email: str) -> Person | None:
    """The person with this (normal) address."""
    return db.session.scalar(select(Person).where(Person.email == email))


def registration_by_hash(token_hash: str) -> Registration | None:
    """The registration whose mailed link hashes to this, with the city that was picked."""
    question = select(Registration).where(Registration.token_hash == token_hash)
    return db.session.scalar(question.options(joinedload(Registration.city)))


def token_by_hash(token_hash: str) -> Token | None:
    """The one-time link that hashes to this, with its person."""
    return db.session.scalar(select(Token).where(Token.token_hash == token_hash).options(joinedload(Token.person)))


def sign_in_link_by_hash(token_hash: str) -> SignInLink | None:
    """The link to sign in that hashes to this, with its person."""
    return db.session.scalar(
        select(SignInLink).where(SignInLink.token_hash == token_hash).options(joinedload(SignInLink.person))
    )


def invitation_by_hash(token_hash: str) -> Invitation | None:
    """The invitation whose link hashes to this, with its city and who invited."""
    return db.session.scalar(
        select(Invitation)
        .where(Invitation.token_hash == token_hash)
        .options(joinedload(Invitation.city), joinedload(Invitation.invited_by))
    )


def representatives(city_id: int) -> Sequence[Representative]:
    """Who speaks for a city now, with the persons, the longest serving first."""
    return db.session.scalars(
        select(Representative)
        .where(Representative.city_id == city_id, Representative.ended_at.is_(None))
        .options(joinedload(Representative.person))
        .order_by(Representative.since, Representative.id)
    ).all()


def count_leads(seats: Iterable[Representative]) -> int:
    """How many of these lead and can sign in. The seats come with their persons."""
    return sum(each.role == RepresentativeRole.LEAD and each.person.disabled_at is None for each in seats)


def open_invitations(city_id: int, at: datetime) -> Sequence[Invitation]:
    """Invitations of a city that can still be accepted, newest first."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.city_id == city_id,
            Invitation.accepted_at.is_(None),
            Invitation.declined_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > at,
        )
        .order_by(Invitation.created_at.desc(), Invitation.id)
    ).all()


def sign_ins(person_id: int, at: datetime) -> Sequence[SignIn]:
    """A person's open sign-ins, last used first."""
    return db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > at)
        .order_by(SignIn.last_seen_at.desc(), SignIn.id)
    ).all()


def city_by_slug(slug: str) -> City | None:
    """The city with this address, or the one that stands for it since the two were merged."""
    named = aliased(City)
    return db.session.scalar(
        select(City).where(City.id == select(stands_for(named.id)).where(named.slug == slug).scalar_subquery())
    )


def find_cities(words: str, limit: int = 20) -> Sequence[City]:
    """Cities whose name, or the name they were entered under a second time, has these words in it, by name."""
    pattern = f"%{name_key(words).replace('%', '').replace('_', '')}%"
    named = aliased(City)
    ids = select(stands_for(named.id)).where(named.key.like(pattern))
    return db.session.scalars(select(City).where(City.id.in_(ids)).order_by(City.key, City.id).limit(limit)).all()


def city_by_name(name: str, country: str) -> City | None:
    """The city of this country under any spelling of the name that differs only in case, accents and spaces."""
    named = aliased(City)
    ids = select(stands_for(named.id)).where(named.country == country, named.key == name_key(name))
    return db.session.scalar(select(City).where(City.id == ids.scalar_subquery()))


def cities_named(words: str) -> Sequence[City]:
    """The cities of any country under this name, however spelled, or of one where its code follows: `Vesno, SI`."""
    named = aliased(City)
    name, _comma, country = words.rpartition(",")
    whole = named.key == name_key(words)
    of_country = (named.key == name_key(name)) & (named.country == country.strip().upper())
    ids = select(stands_for(named.id)).where(or_(whole, of_country))
    return db.session.scalars(select(City).where(City.id.in_(ids)).order_by(City.country, City.id)).all()


def representative(person_id: int, city_id: int) -> Representative | None:
    """The person's present place among a city's representatives."""
    return db.session.scalar(
        select(Representative).where(
            Representative.person_id == person_id,
            Representative.city_id == city_id,
            Representative.ended_at.is_(None),
        )
    )


def city_names() -> Sequence[tuple[int, str]]:
    """Every name with the id of the city it stands for, for finding other spellings."""
    rows = db.session.execute(select(stands_for(City.id).label("city_id"), City.name).order_by(City.id))
    return [(row.city_id, row.name) for row in rows]


def listed_cities() -> Sequence[City]:
    """The cities of the directory, by name: what is public whether or not they ever entered."""
    return db.session.scalars(
        select(City).where(City.listed.is_(True)).order_by(City.name, City.country, City.id)
    ).all()


def cities(ids: Sequence[int]) -> Sequence[City]:
    """These cities, by name."""
    return db.session.scalars(select(City).where(City.id.in_(ids)).order_by(City.key, City.id)).all()


def failures(since: datetime, *, account: str | None = None, address: str | None = None) -> Sequence[datetime]:
    """When sign-in failed for an account, from an address, or both, oldest first."""
    question = select(SignInAttempt.at).where(SignInAttempt.at > since, SignInAttempt.succeeded.is_(False))
    if account is not None:
        question = question.where(SignInAttempt.account == account)
    if address is not None:
        question = question.where(SignInAttempt.address == address)
    return db.session.scalars(question.order_by(SignInAttempt.at)).all()


def count_tries(since: datetime, *, prefix: str, address: str | None = None) -> int:
    """How many tries there were for accounts that begin so, from one network address or from all."""
    question = select(func.count()).select_from(SignInAttempt).where(SignInAttempt.at > since)
    question = question.where(SignInAttempt.account.startswith(prefix, autoescape=True))
    if address is not None:
        question = question.where(SignInAttempt.address == address)
    return db.session.scalar(question) or 0


def has_come_from(account: str, address: str) -> bool:
    """Whether this account was signed in to from this address before."""
    question = select(SignInAttempt.id).where(
        SignInAttempt.account == account, SignInAttempt.address == address, SignInAttempt.succeeded.is_(True)
    )
    return db.session.scalar(question.limit(1)) is not None
