"""Questions about memberships. Each says what it loads and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...text import name_key
from ..models import City, Membership, TeamRole
from .models import Approval, MembershipApplication, MembershipApprover, MembershipStep, StepKind
from .policy import FINAL


def application(application_id: int) -> MembershipApplication | None:
    """An application with its city and who sent it."""
    return db.session.scalar(
        select(MembershipApplication)
        .where(MembershipApplication.id == application_id)
        .options(joinedload(MembershipApplication.city), joinedload(MembershipApplication.by))
    )


def applications(city_id: int) -> Sequence[MembershipApplication]:
    """A city's applications, the latest first, with who sent each."""
    return db.session.scalars(
        select(MembershipApplication)
        .where(MembershipApplication.city_id == city_id)
        .options(joinedload(MembershipApplication.by))
        .order_by(MembershipApplication.id.desc())
    ).all()


def steps(city_id: int) -> Sequence[MembershipStep]:
    """Every step ever taken on a city's membership, in order, with who recorded it."""
    return db.session.scalars(
        select(MembershipStep)
        .where(MembershipStep.city_id == city_id)
        .options(joinedload(MembershipStep.by), joinedload(MembershipStep.membership))
        .order_by(MembershipStep.id)
    ).all()


def open_application(city_id: int) -> MembershipApplication | None:
    """A city's application that is neither approved nor declined."""
    decided = select(MembershipStep.application_id).where(
        MembershipStep.kind.in_(sorted(FINAL)), MembershipStep.application_id.is_not(None)
    )
    return db.session.scalar(
        select(MembershipApplication)
        .where(MembershipApplication.city_id == city_id, MembershipApplication.id.not_in(decided))
        .order_by(MembershipApplication.id.desc())
        .limit(1)
    )


def waiting() -> Sequence[tuple[MembershipApplication, bool]]:
    """Applications neither approved nor declined, the oldest first, each with its city and whether it is accepted."""
    decided = select(MembershipStep.application_id).where(
        MembershipStep.kind.in_(sorted(FINAL)), MembershipStep.application_id.is_not(None)
    )
    accepted = (
        select(MembershipStep.id)
        .where(
            MembershipStep.application_id == MembershipApplication.id, MembershipStep.kind == StepKind.ACCEPTED.value
        )
        .exists()
    )
    found = db.session.execute(
        select(MembershipApplication, accepted)
        .where(MembershipApplication.id.not_in(decided))
        .options(joinedload(MembershipApplication.city))
        .order_by(MembershipApplication.at, MembershipApplication.id)
    )
    return [(row, bool(is_accepted)) for row, is_accepted in found]


def membership(membership_id: int) -> tuple[Membership, City] | None:
    """A membership and its city."""
    found = db.session.execute(
        select(Membership, City).join(City, City.id == Membership.city_id).where(Membership.id == membership_id)
    ).first()
    return None if found is None else (found[0], found[1])


def present(city_id: int) -> Sequence[Membership]:
    """A city's memberships that have not ended, the latest first."""
    return db.session.scalars(
        select(Membership)
        .where(Membership.city_id == city_id, Membership.ended_on.is_(None))
        .order_by(Membership.id.desc())
    ).all()


@dataclass(frozen=True)
class Approver:
    """Which body approves, and who of the team records it."""

    body: str
    role: str


# The rules of the organisation as they were published; the setting changes them.
USUAL = {
    Approval.ASSOCIATE: Approver("Secretariat", TeamRole.ORGANISER.value),
    Approval.FULL: Approver("Executive Committee", TeamRole.ADMIN.value),
    Approval.FRIENDSHIP: Approver("Executive Committee", TeamRole.ADMIN.value),
    Approval.CORPORATE: Approver("Executive Committee", TeamRole.ADMIN.value),
}


def approvers() -> dict[Approval, Approver]:
    """Who approves what, as set, else as usual."""
    rows = db.session.scalars(select(MembershipApprover).order_by(MembershipApprover.id))
    return USUAL | {Approval(row.approval): Approver(row.body, row.role) for row in rows}


@dataclass(frozen=True)
class MembershipRow:
    """A line of the organisers' list."""

    id: int
    slug: str
    city: str
    country: str
    kind: str
    since: str | None
    ended_on: object
    basis: str | None


def membership_rows(
    *, search: str = "", kind: str = "", state: str = "", limit: int | None = None, offset: int = 0
) -> tuple[Sequence[MembershipRow], int]:
    """Memberships by city, present and past, and how many there are in all.

    Args:
        search: part of a city's name; case and accents do not matter.
        state: `present`, `lapsed`, or empty for both.
    """
    question = select(
        Membership.id,
        City.slug,
        City.name,
        City.country,
        Membership.kind,
        Membership.since,
        Membership.ended_on,
        Membership.basis,
    ).join(City, City.id == Membership.city_id)
    if search.strip():
        question = question.where(City.key.contains(name_key(search), autoescape=True))
    if kind:
        question = question.where(Membership.kind == kind)
    if state:
        over = Membership.ended_on.is_not(None)
        question = question.where(over if state == "lapsed" else ~over)
    total = db.session.scalar(select(func.count()).select_from(question.subquery())) or 0
    rows = db.session.execute(question.order_by(City.key, City.id, Membership.id).limit(limit).offset(offset))
    return [MembershipRow(*row) for row in rows], total
