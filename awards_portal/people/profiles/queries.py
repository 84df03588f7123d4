"""Questions about profiles and the public directory. Each says what it loads and in which order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...text import name_key
from ..merged import is_merged
from ..models import City, Membership
from .models import FormerSlug, PlaceName, ProfileDecision, ProfileVersion


def last(city_id: int) -> ProfileVersion | None:
    """The version a city proposed last, with who did."""
    return db.session.scalar(
        select(ProfileVersion)
        .where(ProfileVersion.city_id == city_id)
        .options(joinedload(ProfileVersion.by))
        .order_by(ProfileVersion.number.desc())
        .limit(1)
    )


def decision(version_id: int) -> ProfileDecision | None:
    """What was decided on a version, with who did."""
    return db.session.scalar(
        select(ProfileDecision).where(ProfileDecision.version_id == version_id).options(joinedload(ProfileDecision.by))
    )


def approved(city_id: int) -> ProfileVersion | None:
    """What the public reads: the last version that was approved."""
    return db.session.scalar(
        select(ProfileVersion)
        .join(ProfileDecision, ProfileDecision.version_id == ProfileVersion.id)
        .where(ProfileVersion.city_id == city_id, ProfileDecision.approved.is_(True))
        .order_by(ProfileVersion.number.desc())
        .limit(1)
    )


def waiting() -> Sequence[ProfileVersion]:
    """The last version of each city where it is not decided on, the oldest first, with city and author."""
    newest = select(func.max(ProfileVersion.id)).group_by(ProfileVersion.city_id)
    return db.session.scalars(
        select(ProfileVersion)
        .outerjoin(ProfileDecision, ProfileDecision.version_id == ProfileVersion.id)
        .where(ProfileVersion.id.in_(newest), ProfileDecision.id.is_(None))
        .options(joinedload(ProfileVersion.city), joinedload(ProfileVersion.by))
        .order_by(ProfileVersion.at, ProfileVersion.id)
    ).all()


def city_by_former_slug(slug: str) -> City | None:
    """The city whose page had this address before."""
    return db.session.scalar(
        select(City).join(FormerSlug, FormerSlug.city_id == City.id).where(FormerSlug.slug == slug)
    )


def place_names() -> dict[str, str]:
    """Countries and areas that the organisation calls by another name, by code."""
    found = db.session.execute(select(PlaceName.code, PlaceName.name).order_by(PlaceName.code))
    return {row.code: row.name for row in found}


@dataclass(frozen=True)
class DirectoryRow:
    """A line of the directory; `membership` is the present one."""

    id: int
    slug: str
    name: str
    country: str
    region: str
    membership: str | None
    since: str | None


def _present(column: ColumnElement[str] | ColumnElement[str | None]) -> ScalarSelect[str | None]:
    return (
        select(column)
        .where(Membership.city_id == City.id, Membership.ended_on.is_(None))
        .order_by(Membership.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def is_listed(also: Collection[int] = ()) -> ColumnElement[bool]:
    """Whether a city stands in the directory: published history, a member, an approved profile, or one of `also`.

    One that was merged into another is told on the other's page; one that somebody typed while registering is not yet
    anybody's to read.
    """
    member = select(Membership.id).where(Membership.city_id == City.id).exists()
    shown = (
        select(ProfileVersion.id)
        .join(ProfileDecision, ProfileDecision.version_id == ProfileVersion.id)
        .where(ProfileVersion.city_id == City.id, ProfileDecision.approved.is_(True))
        .exists()
    )
    return and_(~is_merged(City.id), or_(City.listed.is_(True), member, shown, City.id.in_(list(also))))


def directory(
    *,
    search: str = "",
    country: str = "",
    region: str = "",
    membership: str = "",
    also: Collection[int] = (),
    limit: int | None = None,
    offset: int = 0,
) -> tuple[Sequence[DirectoryRow], int]:
    """Cities of the directory by name, and how many there are in all.

    Args:
        search: part of a name; case and accents do not matter.
        membership: a kind, or `none` for cities that are no members.
        also: ids of cities that stand there for another reason, such as an award.
    """
    kind = _present(Membership.kind)  # type: ignore[arg-type]
    since = _present(Membership.since)  # type: ignore[arg-type]
    question = select(
        City.id, City.slug, City.name, City.country, City.region, kind.label("membership"), since.label("since")
    ).where(is_listed(also))
    if search.strip():
        question = question.where(City.key.contains(name_key(search), autoescape=True))
    if country:
        question = question.where(City.country == country)
    if region:
        question = question.where(City.region == region)
    if membership:
        question = question.where(kind.is_(None) if membership == "none" else kind == membership)
    total = db.session.scalar(select(func.count()).select_from(question.subquery())) or 0
    rows = db.session.execute(question.order_by(City.key, City.id).limit(limit).offset(offset))
    return [DirectoryRow(*row) for row in rows], total


def listed_city(slug: str, also: Collection[int] = ()) -> City | None:
    """The city of the directory with this address."""
    return db.session.scalar(select(City).where(City.slug == slug, is_listed(also)))


def listed_countries(also: Collection[int] = ()) -> Sequence[str]:
    """Codes of the countries of the directory."""
    return db.session.scalars(select(City.country).where(is_listed(also)).distinct().order_by(City.country)).all()


def memberships(city_id: int) -> Sequence[Membership]:
    """A city's memberships, the latest first, ended ones too."""
    return db.session.scalars(
        select(Membership).where(Membership.city_id == city_id).order_by(Membership.id.desc())
    ).all()
