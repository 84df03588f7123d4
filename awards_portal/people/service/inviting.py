"""Invitations: a mailed link that makes somebody a representative, a judge or a team member."""

from datetime import timedelta

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from ... import ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, NotHere, Refusal
from ...text import normal_email
from .. import passwords, policy, queries, rules
from ..links import hash_token, new_token
from ..models import City, Invitation, InvitationKind, Person, Representative, RepresentativeRole
from .registering import check_password

LASTS_DAYS = 14


def faults_of(email: str, name: str) -> dict[str, list[str]]:
    """Why nobody can be invited under this name and address, by field."""
    faults: dict[str, list[str]] = {}
    if wrong := rules.why_not_name(" ".join(name.split())):
        faults["name"] = [wrong]
    try:
        validate_email(normal_email(email), check_deliverability=False)
    except EmailNotValidError:
        faults["email"] = [_("Write the address as name@example.org.")]
    return faults


def invite(
    moment: Transaction,
    *,
    kind: InvitationKind,
    email: str,
    name: str,
    by: Person,
    city: City | None = None,
    role: str | None = None,
    days: int = LASTS_DAYS,
) -> tuple[Invitation, str]:
    """Write an invitation inside a deed's transaction; the deed writes the letter. Returns it and the link's secret.

    Raises:
        Invalid: when address or name cannot be used.
    """
    email, name = normal_email(email), " ".join(name.split())
    if faults := faults_of(email, name):
        raise Invalid(_("The invitation cannot be sent yet."), faults)
    token = new_token()
    invitation = Invitation(
        kind=kind,
        email=email,
        name=name,
        token_hash=hash_token(token),
        city_id=None if city is None else city.id,
        role=role,
        invited_by_id=by.id,
        created_at=moment.at,
        expires_at=moment.at + timedelta(days=days),
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation, token


def invite_representative(city: City, email: str, name: str, role: RepresentativeRole, by: Person) -> Invitation:
    """Invite a colleague to speak for the same city.

    Raises:
        Refusal: when this person may not, or the colleague is here or invited already.
        Invalid: when address, name or role cannot be used.
    """
    with transaction() as moment:
        city = hold(city)
        reason = policy.why_not_manage(queries.representative(by.id, city.id))
        if reason:
            raise Refusal(reason)
        address = normal_email(email)
        if any(each.person.email == address for each in queries.representatives(city.id)):
            raise Refusal(_("%(email)s speaks for %(city)s already.", email=address, city=city.name))
        if any(each.email == address for each in queries.open_invitations(city.id, moment.at)):
            raise Refusal(
                _("%(email)s is invited already. Take that invitation back to send a new one.", email=address)
            )
        return invite_to_city(moment, city, email, name, RepresentativeRole(role), by)


def invite_to_city(
    moment: Transaction,
    city: City,
    email: str,
    name: str,
    role: RepresentativeRole,
    by: Person,
    reason: str | None = None,
) -> Invitation:
    """Invite somebody to speak for a city inside a deed's transaction: the invitation, its letter, its ledger line.

    Raises:
        Invalid: when address or name cannot be used.
    """
    invitation, token = invite(
        moment, kind=InvitationKind.REPRESENTATIVE, email=email, name=name, by=by, city=city, role=role
    )
    mail.post(
        moment,
        "representative-invitation",
        to=invitation.email,
        name=invitation.name,
        secret=True,
        invited_by=by.name,
        city=city.name,
        role=str(invitation.role),
        days=LASTS_DAYS,
        link=mail.address("invitation", token=token),
    )
    ledger.write(
        "representative.invited",
        actor=by,
        at=moment.at,
        subject=invitation,
        label=f"{invitation.name}, {city.name}",
        after={"role": invitation.role},
        reason=reason,
    )
    return invitation


def revoke_invitation(invitation: Invitation, by: Person) -> None:
    """Take a city's invitation back: its link stops working.

    Raises:
        Refusal: when this person may not, or it was answered.
    """
    with transaction() as moment:
        invitation = hold(invitation)
        if invitation.city_id is None:
            raise NotHere(_("This is no longer here."))
        reason = policy.why_not_manage(queries.representative(by.id, invitation.city_id))
        reason = reason or policy.why_not_use(invitation, moment.at)
        if reason:
            raise Refusal(reason)
        invitation.revoked_at = moment.at
        ledger.write("invitation.revoked", actor=by, at=moment.at, subject=invitation, label=invitation.name)


def person_behind(invitation: Invitation, token: str, password: str | None, time_zone: str = "") -> Person:
    """The person an invitation is for. Its link proves the address, so a new one only chooses a password.

    Raises:
        Refusal: when the link cannot be used.
        Invalid: when the password is refused.
    """
    with transaction() as moment:
        invitation = hold(invitation)
        reason = policy.why_not_use(invitation, moment.at)
        if reason or invitation.token_hash != hash_token(token):
            raise Refusal(reason or policy.why_not_use(None, moment.at) or "")
        person = queries.person_by_email(invitation.email)
        if person is not None and person.password_hash is not None:
            return person
        shortest = rules.SHORTEST_FOR_TEAM if invitation.kind == InvitationKind.TEAM else rules.SHORTEST
        check_password(password or "", about=(invitation.name, invitation.email), shortest=shortest)
        if person is None:
            person = Person(email=invitation.email, name=invitation.name, created_at=moment.at)
            db.session.add(person)
        person.password_hash = passwords.hashed(password or "")
        person.verified_at = moment.at
        if time_zone in rules.zones():
            person.time_zone = person.time_zone or time_zone
        ledger.write("person.registered", actor=person, at=moment.at, subject=person, label=person.name)
    return person


def redeem(moment: Transaction, invitation: Invitation, person: Person) -> Invitation:
    """Mark an invitation accepted, inside the deed that gives what it promised.

    Raises:
        Refusal: when it cannot be used (any more), or is another person's.
    """
    invitation = hold(invitation)
    reason = policy.why_not_use(invitation, moment.at)
    if reason:
        raise Refusal(reason)
    if person.email != invitation.email:
        raise Refusal(
            _("This invitation is for %(email)s. Sign in with that address to accept it.", email=invitation.email)
        )
    invitation.accepted_at, invitation.accepted_by_id = moment.at, person.id
    return invitation


def decline(moment: Transaction, invitation: Invitation) -> Invitation:
    """Mark an invitation declined, inside a deed.

    Raises:
        Refusal: when it cannot be answered any more.
    """
    invitation = hold(invitation)
    reason = policy.why_not_use(invitation, moment.at)
    if reason:
        raise Refusal(reason)
    invitation.declined_at = moment.at
    return invitation


def accept_invitation(invitation: Invitation, person: Person) -> Representative:
    """Speak for the city of an invitation from now on.

    Raises:
        Refusal: when the invitation cannot be used, or is another person's.
    """
    with transaction() as moment:
        invitation = redeem(moment, invitation, person)
        if invitation.kind != InvitationKind.REPRESENTATIVE or invitation.city_id is None:
            raise NotHere(_("This is no longer here."))
        city = hold(db.session.get_one(City, invitation.city_id))
        seat = queries.representative(person.id, city.id)
        if seat is None:
            seat = Representative(
                person_id=person.id,
                city_id=city.id,
                role=invitation.role or RepresentativeRole.VIEWER,
                since=moment.at,
            )
            db.session.add(seat)
        elif invitation.role == RepresentativeRole.LEAD:
            # Invited to lead, and made a colleague in another way meanwhile.
            seat.role = RepresentativeRole.LEAD
        ledger.write(
            "representative.joined",
            actor=person,
            at=moment.at,
            subject=seat,
            label=f"{person.name}, {city.name}",
            after={"role": seat.role},
        )
    return seat


def decline_invitation(invitation: Invitation) -> None:
    """Say no to speaking for a city.

    Raises:
        Refusal: when it was answered before.
    """
    with transaction() as moment:
        invitation = decline(moment, invitation)
        ledger.write(
            "invitation.declined",
            actor=ledger.System(invitation.name),
            at=moment.at,
            subject=invitation,
            label=invitation.name,
        )


def remove_representative(seat: Representative, by: Person) -> None:
    """End somebody's speaking for a city; one may also leave oneself.

    Raises:
        Refusal: when this person may not, or the city would be without a lead.
    """
    with transaction() as moment:
        city = hold(db.session.get_one(City, seat.city_id))
        seat = hold(seat)
        own = queries.representative(by.id, city.id)
        leads = queries.count_leads(queries.representatives(city.id))
        reason = None if seat.person_id == by.id else policy.why_not_manage(own)
        reason = reason or policy.why_not_remove(seat, leads)
        if reason:
            raise Refusal(reason)
        seat.ended_at = moment.at
        who = db.session.get_one(Person, seat.person_id)
        ledger.write(
            "representative.left",
            actor=by,
            at=moment.at,
            subject=seat,
            label=f"{who.name}, {city.name}",
            before={"role": seat.role},
        )
