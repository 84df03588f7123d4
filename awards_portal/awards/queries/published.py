"""Questions about what the jury decided and what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...mail.models import Letter
from ...people.models import Person
from ...programmes.models import Edition, Round
from ..models import Award, Confirmation, Decision, Publication, Retraction


def decisions(round_id: int) -> Sequence[Decision]:
    """The jury's decisions that hold in a round, in the order they were taken, each with its entry and who wrote it."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.round_id == round_id, Decision.undone_at.is_(None))
        .options(joinedload(Decision.entry), joinedload(Decision.by))
        .order_by(Decision.at, Decision.id)
    ).all()


@dataclass(frozen=True)
class Outcome:
    """What became of a proposal to publish."""

    confirmation: Confirmation | None
    retraction: Retraction | None


def outcome(publication_id: int) -> Outcome:
    """Who confirmed and who retracted, each loaded."""
    return Outcome(
        db.session.scalar(
            select(Confirmation)
            .where(Confirmation.publication_id == publication_id)
            .options(joinedload(Confirmation.by))
        ),
        db.session.scalar(
            select(Retraction).where(Retraction.publication_id == publication_id).options(joinedload(Retraction.by))
        ),
    )


def publication(publication_id: int) -> Publication | None:
    """A publication with its edition, round and who proposed it."""
    return db.session.scalar(
        select(Publication)
        .where(Publication.id == publication_id)
        .options(joinedload(Publication.edition), joinedload(Publication.round), joinedload(Publication.proposed_by))
    )


def publications(edition_id: int) -> Sequence[Publication]:
    """Everything ever proposed in an edition, the latest first, with who proposed it."""
    return db.session.scalars(
        select(Publication)
        .where(Publication.edition_id == edition_id)
        .options(joinedload(Publication.proposed_by), joinedload(Publication.round))
        .order_by(Publication.id.desc())
    ).all()


def open_publication(edition_id: int) -> Publication | None:
    """The publication of an edition that was not retracted, waiting or confirmed; there is one at most."""
    return db.session.scalar(
        select(Publication)
        .outerjoin(Retraction, Retraction.publication_id == Publication.id)
        .where(Publication.edition_id == edition_id, Retraction.id.is_(None))
        .options(joinedload(Publication.proposed_by), joinedload(Publication.round))
        .order_by(Publication.id.desc())
    )


@dataclass(frozen=True)
class Open:
    """An edition's publication that was not retracted: who proposed it, and when a second organiser confirmed it."""

    proposed_by_id: int
    confirmed_at: datetime | None


def open_by_edition() -> dict[int, Open]:
    """The publications that were not retracted, by the edition's id. One statement."""
    rows = db.session.execute(
        select(Publication.edition_id, Publication.proposed_by_id, Confirmation.at)
        .outerjoin(Retraction, Retraction.publication_id == Publication.id)
        .outerjoin(Confirmation, Confirmation.publication_id == Publication.id)
        .where(Retraction.id.is_(None))
        .order_by(Publication.id)
    )
    return {edition_id: Open(proposed_by_id, confirmed_at) for edition_id, proposed_by_id, confirmed_at in rows}


@dataclass(frozen=True)
class Published:
    """Results that the public may read, or the word that they were taken back."""

    publication: Publication
    awards: Sequence[Award]
    retraction: Retraction | None


def is_public(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether a publication's embargo is over; it must be confirmed and not retracted besides."""
    return or_(Publication.embargo_until.is_(None), Publication.embargo_until <= at)


def published(edition_id: int, at: datetime) -> Published | None:
    """What the public may read of an edition's results; None while nothing was ever public. Reads awards only.

    Of results that were taken back the retraction is told, without the awards, until others are public.
    """
    found = db.session.execute(
        select(Publication, Retraction)
        .join(Confirmation, Confirmation.publication_id == Publication.id)
        .outerjoin(Retraction, Retraction.publication_id == Publication.id)
        .where(Publication.edition_id == edition_id, is_public(at))
        # Taken back under embargo: the public never saw it, and never hears of it.
        .where(
            or_(Retraction.id.is_(None), Publication.embargo_until.is_(None), Retraction.at > Publication.embargo_until)
        )
        .order_by(Publication.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    publication_, retraction = found
    return Published(publication_, [] if retraction is not None else awards(publication_.id), retraction)


def awards(publication_id: int) -> Sequence[Award]:
    """A publication's awards in the order of its page."""
    return db.session.scalars(
        select(Award).where(Award.publication_id == publication_id).order_by(Award.position)
    ).all()


def editions_with_awards(at: datetime) -> Sequence[Edition]:
    """Editions whose awards the public may read, the latest first."""
    return db.session.scalars(_asked_of_editions(), {"at": at}).all()


@cache
def _asked_of_editions() -> Select[Edition]:
    return (
        select(Edition)
        .join(Publication, Publication.edition_id == Edition.id)
        .join(Confirmation, Confirmation.publication_id == Publication.id)
        .outerjoin(Retraction, Retraction.publication_id == Publication.id)
        .where(Retraction.id.is_(None), is_public(bindparam("at")))
        .order_by(Edition.closes_at.desc(), Edition.id)
    )


def announcements(at: datetime) -> Sequence[tuple[Edition, datetime]]:
    """Editions whose awards the public may read, each with since when, the latest first."""
    since = func.coalesce(Publication.embargo_until, Confirmation.at)
    found = db.session.execute(
        select(Edition, Publication.embargo_until, Confirmation.at)
        .join(Publication, Publication.edition_id == Edition.id)
        .join(Confirmation, Confirmation.publication_id == Publication.id)
        .outerjoin(Retraction, Retraction.publication_id == Publication.id)
        .where(Retraction.id.is_(None), is_public(at))
        .order_by(since.desc(), Edition.id)
    )
    return [(edition, max(confirmed, embargo or confirmed)) for edition, embargo, confirmed in found]


def awards_of_entry(entry_id: int, at: datetime) -> Sequence[Award]:
    """What an entry was awarded, once it is public."""
    return db.session.scalars(
        select(Award)
        .join(Publication, Publication.id == Award.publication_id)
        .join(Confirmation, Confirmation.publication_id == Publication.id)
        .outerjoin(Retraction, Retraction.publication_id == Publication.id)
        .where(Award.entry_id == entry_id, Retraction.id.is_(None), is_public(at))
        .order_by(Award.position)
    ).all()


def people_told(publication_id: int) -> Sequence[Person]:
    """Everybody to whom a letter about these results was written."""
    about = (Letter.key.startswith(f"{kind}:{publication_id}:") for kind in ("award", "results"))
    told = select(Letter.person_id).where(or_(*about))
    return db.session.scalars(select(Person).where(Person.id.in_(told)).order_by(Person.id)).all()


def decision(edition_id: int, decision_id: int) -> Decision | None:
    """A decision of the jury in an edition."""
    return db.session.scalar(
        select(Decision)
        .join(Round, Round.id == Decision.round_id)
        .where(Decision.id == decision_id, Round.edition_id == edition_id)
    )
