"""Questions about people. Each says what it loads and in which order."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..db import db
from .models import Person, Representative, SignIn, TeamMember


def sign_in_by_hash(token_hash: str) -> SignIn | None:
    """The sign-in whose cookie hashes to this, with its person."""
    return db.session.scalar(select(SignIn).where(SignIn.token_hash == token_hash).options(joinedload(SignIn.person)))


def team_member(person_id: int) -> TeamMember | None:
    """The person's current place in the organising team."""
    return db.session.scalar(select(TeamMember).where(TeamMember.person_id == person_id, TeamMember.ended_at.is_(None)))


def representations(person_id: int) -> Sequence[Representative]:
    """The cities a person speaks for now, with the city, by name."""
    return db.session.scalars(
        select(Representative)
        .where(Representative.person_id == person_id, Representative.ended_at.is_(None))
        .join(Representative.city)
        .options(joinedload(Representative.city))
        .order_by(Representative.city_id)
    ).all()


def person_by_email(email: str) -> Person | None:
    """The person with this (normal) address."""
    return db.session.scalar(select(Person).where(Person.email == email))
