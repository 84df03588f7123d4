"""Who leads for a city: handed over by the lead, changed among colleagues, or appointed when the lead is gone."""

from collections.abc import Iterable

from flask_babel import gettext as _

from ... import ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, NotHere, Refusal
from ...text import normal_email
from .. import policy, queries
from ..models import City, Person, Representative, RepresentativeRole
from .inviting import invite_to_city


def hand_over(seat: Representative, by: Person, *, leave: bool) -> Representative:
    """Give the lead to a colleague; who gives it stays as an editor, or leaves. Both get a letter.

    Raises:
        Refusal: when this person does not lead, or the colleague cannot take it.
    """
    with transaction() as moment:
        city, seats = _held(seat.city_id)
        own = seats.get(by.id)
        taker = next((each for each in seats.values() if each.id == seat.id), None)
        reason = policy.why_not_hand_over(own, taker)
        if reason or own is None or taker is None:
            raise Refusal(reason or "")
        _become(moment, city, taker, RepresentativeRole.LEAD, by, "handed over")
        if leave:
            _end(moment, city, own, by)
        else:
            _become(moment, city, own, RepresentativeRole.EDITOR, by, "handed over")
        for each in (taker, own):
            mail.post(
                moment,
                "lead-handed-over",
                to=each.person.email,
                name=each.person.name,
                person_id=each.person_id,
                city=city.name,
                giver=own.person.name,
                taker=taker.person.name,
                takes=each is taker,
                left=leave,
                team=mail.address("city team", slug=city.slug),
            )
    return taker


def change_role(seat: Representative, role: RepresentativeRole, by: Person) -> Representative:
    """Let a colleague do more or less for the city. The colleague gets a letter.

    Raises:
        Refusal: when this person does not lead, or the city would be without a lead.
    """
    with transaction() as moment:
        city, seats = _held(seat.city_id)
        held = next((each for each in seats.values() if each.id == seat.id), None)
        reason = policy.why_not_manage(seats.get(by.id))
        if not reason and held is not None and RepresentativeRole(role) is not RepresentativeRole.LEAD:
            reason = policy.why_not_step_down(held, queries.count_leads(seats.values()))
        if reason:
            raise Refusal(reason)
        if held is None:
            raise NotHere(_("This person does not speak for the city any more."))
        if held.role == role:
            return held
        _become(moment, city, held, role, by)
        if held.person_id != by.id:
            mail.post(
                moment,
                "role-changed",
                to=held.person.email,
                name=held.person.name,
                person_id=held.person_id,
                city=city.name,
                changed_by=by.name,
                role=str(role),
                team=mail.address("city team", slug=city.slug),
            )
    return held


def appoint_lead(
    city: City, *, seat_id: int | None, name: str, email: str, gone: Iterable[int], reason: str, by: Person
) -> str:
    """Give a city whose lead is gone a new one: a colleague who is there, or somebody invited. Returns the name.

    Args:
        seat_id: the place of a colleague in the city's team; None to invite the person of `name` and `email`.
        gone: places of leads who are gone; they speak for the city no longer.
        reason: kept in the ledger and told in the letters.
        by: an organiser.

    Raises:
        Refusal: when this person may not appoint.
        Invalid: without a reason, or when nobody, or nobody who can be reached, is named.
    """
    with transaction() as moment:
        city, seats = _held(city.id)
        refusal = policy.why_not_appoint(queries.team_member(by.id), seats.get(by.id))
        if refusal:
            raise Refusal(refusal)
        reason, leaving = reason.strip(), set(gone)
        taker = next((each for each in seats.values() if each.id == seat_id), None)
        if taker is None and seat_id is None:
            taker = next((each for each in seats.values() if each.person.email == normal_email(email)), None)
        faults = _faults(seat_id, taker, leaving, reason)
        if faults:
            raise Invalid(_("Nobody is appointed yet."), faults)
        for each in seats.values():
            if each.id in leaving and each.role == RepresentativeRole.LEAD:
                _end(moment, city, each, by, reason)
        if taker is not None:
            _become(moment, city, taker, RepresentativeRole.LEAD, by, reason)
            new = taker.person.name
        else:
            new = invite_to_city(moment, city, email, name, RepresentativeRole.LEAD, by, reason).name
        for each in seats.values():
            _tell(moment, city, each, new, reason, leads=each is taker, invited=taker is None)
    return new


def _faults(seat_id: int | None, taker: Representative | None, leaving: set[int], reason: str) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if seat_id is not None and taker is None:
        faults["who"] = [_("This person does not speak for the city any more. Choose somebody else.")]
    elif taker is not None and taker.id in leaving:
        faults["who"] = [_("The one who leads from now on cannot be gone as well. Choose somebody else.")]
    elif taker is not None and taker.role == RepresentativeRole.LEAD:
        faults["who"] = [_("%(name)s leads already. Choose somebody else.", name=taker.person.name)]
    elif taker is not None and taker.person.disabled_at is not None:
        faults["who"] = [_("%(name)s cannot sign in. Choose somebody else.", name=taker.person.name)]
    if not reason:
        faults["reason"] = [_("Write why the city needs a new lead; one sentence is enough.")]
    return faults


def _tell(
    moment: Transaction, city: City, seat: Representative, new: str, reason: str, *, leads: bool, invited: bool
) -> None:
    mail.post(
        moment,
        "lead-appointed",
        to=seat.person.email,
        name=seat.person.name,
        person_id=seat.person_id,
        city=city.name,
        new=new,
        reason=reason,
        leads=leads,
        invited=invited,
        gone=seat.ended_at is not None,
        team=mail.address("city team", slug=city.slug),
    )


def _held(city_id: int) -> tuple[City, dict[int, Representative]]:
    """The city under lock, and who speaks for it by person: places change only while the city is held."""
    city = hold(db.session.get_one(City, city_id))
    return city, {each.person_id: each for each in queries.representatives(city.id)}


def _become(
    moment: Transaction,
    city: City,
    seat: Representative,
    role: RepresentativeRole,
    by: Person,
    reason: str | None = None,
) -> None:
    before, seat.role = seat.role, role
    ledger.write(
        "representative.changed",
        actor=by,
        at=moment.at,
        subject=seat,
        label=f"{seat.person.name}, {city.name}",
        before={"role": before},
        after={"role": str(role)},
        reason=reason,
    )


def _end(moment: Transaction, city: City, seat: Representative, by: Person, reason: str | None = None) -> None:
    seat.ended_at = moment.at
    ledger.write(
        "representative.left",
        actor=by,
        at=moment.at,
        subject=seat,
        label=f"{seat.person.name}, {city.name}",
        before={"role": seat.role},
        reason=reason,
    )
