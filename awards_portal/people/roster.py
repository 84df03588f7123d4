"""The organising team's table of people: what each is here, and when she was active last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from ..db import db
from ..ledger import LedgerLine
from ..text import normal_email
from .models import CoordinatedCategory, Invitation, InvitationKind, Person, Representative, SignIn, TeamMember


@dataclass(frozen=True)
class PersonRow:
    """A line of the table: `role` in the organising team, empty outside; `cities` that the person speaks for now."""

    id: int
    name: str
    email: str
    role: str
    cities: int
    disabled_at: datetime | None
    second_factor_at: datetime | None
    active_at: datetime | None


def person_rows(
    *, search: str = "", role: str = "", disabled: bool = False, limit: int | None = None, offset: int = 0
) -> tuple[list[PersonRow], int]:
    """People that fit, by name, and how many there are in all. Three statements.

    Args:
        search: part of a name or address.
        role: a word of `TeamRole`; `team` for the whole team; empty for everybody.
        disabled: only those who cannot sign in.
    """
    speaks = (
        select(Representative.person_id, func.count().label("cities"))
        .where(Representative.ended_at.is_(None))
        .group_by(Representative.person_id)
        .subquery()
    )
    question = (
        select(
            Person.id,
            Person.name,
            Person.email,
            func.coalesce(TeamMember.role, "").label("role"),
            func.coalesce(speaks.c.cities, 0).label("cities"),
            Person.disabled_at,
            Person.second_factor_at,
        )
        .outerjoin(TeamMember, and_(TeamMember.person_id == Person.id, TeamMember.ended_at.is_(None)))
        .outerjoin(speaks, speaks.c.person_id == Person.id)
    )
    if search.strip():
        words = search.strip()
        question = question.where(
            or_(
                Person.name.icontains(words, autoescape=True),
                Person.email.contains(normal_email(words), autoescape=True),
            )
        )
    if role:
        question = question.where(TeamMember.id.is_not(None) if role == "team" else TeamMember.role == role)
    if disabled:
        question = question.where(Person.disabled_at.is_not(None))
    total = db.session.scalar(select(func.count()).select_from(question.subquery())) or 0
    rows = db.session.execute(question.order_by(func.lower(Person.name), Person.id).limit(limit).offset(offset)).all()
    active = last_active(row.id for row in rows)
    return [PersonRow(**row._mapping, active_at=active.get(row.id)) for row in rows], total


def last_active(person_ids: Iterable[int]) -> dict[int, datetime]:
    """When each of these people last did something that the ledger keeps; signing in is one such thing."""
    rows = db.session.execute(
        select(LedgerLine.actor_id, func.max(LedgerLine.at))
        .where(LedgerLine.actor_id.in_(list(person_ids)))
        .group_by(LedgerLine.actor_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def person(person_id: int) -> Person | None:
    """One person."""
    return db.session.get(Person, person_id)


def memberships(person_id: int) -> Sequence[TeamMember]:
    """A person's places in the organising team, past ones included, the newest first."""
    return db.session.scalars(
        select(TeamMember).where(TeamMember.person_id == person_id).order_by(TeamMember.id.desc())
    ).all()


def count_open_sign_ins(person_id: int, at: datetime) -> int:
    """In how many browsers a person is signed in."""
    question = select(func.count()).select_from(SignIn)
    return (
        db.session.scalar(
            question.where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > at)
        )
        or 0
    )


def admins() -> int:
    """How many admins can sign in."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(TeamMember)
            .join(TeamMember.person)
            .where(TeamMember.role == "admin", TeamMember.ended_at.is_(None), Person.disabled_at.is_(None))
        )
        or 0
    )


def team_invitations(at: datetime) -> Sequence[Invitation]:
    """Invitations to the organising team that can still be accepted, with who invited, the newest first."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.kind == InvitationKind.TEAM,
            Invitation.accepted_at.is_(None),
            Invitation.declined_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > at,
        )
        .options(joinedload(Invitation.invited_by))
        .order_by(Invitation.id.desc())
    ).all()


def offered(invitation_ids: Iterable[int]) -> dict[int | None, set[int]]:
    """The ids of the categories that go with these invitations, by invitation."""
    found: dict[int | None, set[int]] = {}
    rows = db.session.execute(
        select(CoordinatedCategory.invitation_id, CoordinatedCategory.category_id)
        .where(CoordinatedCategory.invitation_id.in_(list(invitation_ids)))
        .order_by(CoordinatedCategory.id)
    )
    for invitation_id, category_id in rows:
        found.setdefault(invitation_id, set()).add(category_id)
    return found
