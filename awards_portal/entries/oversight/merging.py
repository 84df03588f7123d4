"""A city that was entered twice becomes one: people, memberships and entries go over, or back after a mistake."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from ...people import queries as people
from ...people.merged import CityMerger, is_merged
from ...people.models import City, Invitation, Membership, Person, Registration, Representative, RepresentativeRole
from ...programmes.models import Edition
from .. import queries as entries
from ..models import Entry, Extension
from .members import check_member

# What goes over as it is. Representatives and extensions can be in each other's way and are looked at one by one.
PLAIN: dict[str, Any] = {
    "entry": Entry,
    "membership": Membership,
    "invitation": Invitation,
    "registration": Registration,
}
_RANK = (RepresentativeRole.VIEWER, RepresentativeRole.EDITOR, RepresentativeRole.LEAD)


def mergers_into(city_id: int) -> Sequence[CityMerger]:
    """What was merged into a city and not undone, with the other row and who did it, the newest first."""
    return db.session.scalars(
        select(CityMerger)
        .where(CityMerger.into_id == city_id, CityMerger.undone_at.is_(None))
        .options(joinedload(CityMerger.city), joinedload(CityMerger.by))
        .order_by(CityMerger.id.desc())
    ).all()


def merger_of(city_id: int, merger_id: int) -> CityMerger | None:
    """One merger into a city, with the other row."""
    return next((each for each in mergers_into(city_id) if each.id == merger_id), None)


def why_not_merge(city: City, into: City) -> list[str]:
    """Why the two cannot become one, each reason with the way out."""
    faults = []
    if city.id == into.id:
        faults.append(_("Choose another city than the one you are looking at."))
    if db.session.scalar(select(CityMerger.id).where(CityMerger.into_id == city.id, CityMerger.undone_at.is_(None))):
        faults.append(
            _("Another row was merged into %(city)s. Undo that first, or merge the other way.", city=city.name)
        )
    for edition, together in _too_many(city.id, into.id):
        faults.append(
            _(
                "Together they have %(n)d entries in %(edition)s, and a city may have %(limit)d. Have one withdrawn "
                "first.",
                n=together,
                edition=edition.title,
                limit=edition.entries_per_city,
            )
        )
    return faults


def _too_many(one: int, other: int) -> list[tuple[Edition, int]]:
    shared = (
        select(Entry.edition_id)
        .where(Entry.city_id.in_([one, other]))
        .group_by(Entry.edition_id)
        .having(func.count(Entry.city_id.distinct()) > 1)
    )
    found = []
    for edition in db.session.scalars(select(Edition).where(Edition.id.in_(shared)).order_by(Edition.id)):
        together = entries.count_entries(one, edition.id) + entries.count_entries(other, edition.id)
        if together > edition.entries_per_city:
            found.append((edition, together))
    return found


def merge(city: City, into: City, reason: str, by: Person) -> CityMerger:
    """Let one row of a city stand for another one. What was submitted keeps the name it was submitted under.

    Raises:
        Refusal: not an organiser, somebody who speaks for one of the two, more entries than a city may have, or one
            that has itself taken up another.
        Invalid: without a reason.
    """
    with transaction() as moment:
        # In one order for everybody; `start` and `extend` take a city's lock too, so no entry slips in between.
        held = {each.id: hold(each) for each in sorted((city, into), key=lambda each: each.id)}
        city, into = held[city.id], held[into.id]
        for each in (city, into):
            check_member(by, each.id)
        if db.session.scalar(select(City.id).where(City.id.in_([city.id, into.id]), is_merged(City.id))):
            raise Refusal(_("One of the two was merged before. Open the list of cities again."))
        faults = why_not_merge(city, into)
        if faults:
            raise Refusal(" ".join(faults))
        reason = reason.strip()
        if not reason:
            sentence = _("Write why the two are one: it stays in the record.")
            raise Invalid(sentence, {"merge_reason": [sentence]})
        made = CityMerger(
            city_id=city.id, into_id=into.id, reason=reason, moved={}, at=moment.at, by_id=by.id, city=city, into=into
        )
        db.session.add(made)
        moved = {name: _carry(model, city.id, into.id) for name, model in PLAIN.items()}
        made.moved = {**moved, **_carry_people(moment, city.id, into.id), **_carry_extensions(moment, city, into, by)}
        ledger.write(
            "city.merged",
            actor=by,
            at=moment.at,
            subject=into,
            label=into.name,
            before={"city": city.name, "country": city.country},
            after={name: len(ids) for name, ids in made.moved.items() if ids},
            reason=reason,
        )
        return made


def _carry(model: Any, origin: int, target: int, ids: Sequence[int] | None = None) -> list[int]:
    mine = select(model.id).where(model.city_id == origin).order_by(model.id)
    if ids is not None:
        mine = mine.where(model.id.in_(ids))
    found = list(db.session.scalars(mine))
    db.session.execute(
        update(model).where(model.id.in_(found)).values(city_id=target).execution_options(synchronize_session="fetch")
    )
    return found


def _carry_people(moment: Transaction, origin: int, target: int) -> dict[str, Any]:
    """Everybody who speaks or spoke for the city. Who speaks for both keeps one place, with the larger role."""
    there = {each.person_id: each for each in people.representatives(target)}
    ended, raised = [], {}
    for seat in people.representatives(origin):
        other = there.get(seat.person_id)
        if other is None:
            continue
        seat.ended_at = moment.at
        ended.append(seat.id)
        if _rank(seat.role) > _rank(other.role):
            raised[str(other.id)] = other.role
            other.role = seat.role
    db.session.flush()
    return {"representative": _carry(Representative, origin, target), "ended": ended, "raised": raised}


def _rank(role: str) -> int:
    return _RANK.index(RepresentativeRole(role))


def _carry_extensions(moment: Transaction, city: City, into: City, by: Person) -> dict[str, list[int]]:
    """More time goes over; where both have some in an edition, the later time stays."""
    running = select(Extension).where(
        Extension.city_id.in_([city.id, into.id]), Extension.entry_id.is_(None), Extension.revoked_at.is_(None)
    )
    latest: dict[int, Extension] = {}
    revoked = []
    for each in db.session.scalars(running.order_by(Extension.until, Extension.id)):
        earlier = latest.get(each.edition_id)
        if earlier is not None:
            earlier.revoked_at, earlier.revoked_by_id = moment.at, by.id
            earlier.revoked_because = _("Replaced when two rows of one city were merged.")
            revoked.append(earlier.id)
        latest[each.edition_id] = each
    db.session.flush()
    return {"extension": _carry(Extension, city.id, into.id), "revoked": revoked}


def undo_merge(merger: CityMerger, reason: str, by: Person) -> None:
    """Bring back what went over and is still there: the two were not one. What happened since stays where it is.

    Raises:
        Refusal: not an organiser, somebody who speaks for one of the two, or undone before.
        Invalid: without a reason.
    """
    with transaction() as moment:
        for city_id in sorted((merger.city_id, merger.into_id)):
            hold(db.session.get_one(City, city_id))
        merger = hold(merger, joinedload(CityMerger.city), joinedload(CityMerger.into))
        for city_id in (merger.city_id, merger.into_id):
            check_member(by, city_id)
        if merger.undone_at is not None:
            raise Refusal(_("This was undone before."))
        reason = reason.strip()
        if not reason:
            sentence = _("Write why the two are not one: it stays in the record.")
            raise Invalid(sentence, {f"undo-{merger.id}": [sentence]})
        moved = merger.moved
        for name, model in (*PLAIN.items(), ("representative", Representative), ("extension", Extension)):
            _carry(model, merger.into_id, merger.city_id, moved.get(name, []))
        _restore(moved)
        merger.undone_at, merger.undone_by_id, merger.undone_because = moment.at, by.id, reason
        ledger.write(
            "city.merger_undone",
            actor=by,
            at=moment.at,
            subject=merger.into,
            label=merger.into.name,
            after={"city": merger.city.name},
            reason=reason,
        )


def _restore(moved: dict[str, Any]) -> None:
    """Places that were ended because somebody spoke for both, and roles that were raised."""
    for seat in db.session.scalars(select(Representative).where(Representative.id.in_(moved.get("ended", [])))):
        seat.ended_at = None
    raised: dict[str, str] = moved.get("raised", {})
    for seat in db.session.scalars(select(Representative).where(Representative.id.in_([int(key) for key in raised]))):
        seat.role = raised[str(seat.id)]
