"""What an admin does with people: invite to the team, change a role, close and open an account, end sessions."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from ... import ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, NotHere, Refusal
from ...text import normal_email
from .. import policy, queries, roster
from ..models import CoordinatedCategory, Invitation, InvitationKind, Person, TeamMember, TeamRole
from .inviting import LASTS_DAYS, faults_of, invite, redeem
from .signing_in import end_other_sign_ins


def _require_admin(by: Person) -> None:
    reason = policy.why_not_make_team(queries.team_member(by.id))
    if reason:
        raise Refusal(reason)


def invite_to_team(
    email: str, name: str, role: str, by: Person, categories: Mapping[int, str] | None = None
) -> Invitation:
    """Invite somebody to the organising team by mail.

    Args:
        categories: what a coordinator is to have: names, as the record tells them, by id.

    Raises:
        Refusal: not an admin, or the person is a member or invited already.
        Invalid: an address, name or role that cannot be used.
    """
    if role not in set(TeamRole):
        sentence = _("Choose what the new member may do.")
        raise Invalid(sentence, {**faults_of(email, name), "role": [sentence]})
    address = normal_email(email)
    with transaction() as moment:
        _require_admin(by)
        someone = queries.person_by_email(address)
        if someone is not None and queries.team_member(someone.id) is not None:
            raise Refusal(_("%(email)s is a member of the organising team already.", email=address))
        if any(each.email == address for each in roster.team_invitations(moment.at)):
            raise Refusal(
                _("%(email)s is invited already. Take that invitation back to send a new one.", email=address)
            )
        invitation, token = invite(moment, kind=InvitationKind.TEAM, email=email, name=name, by=by, role=TeamRole(role))
        hers = (categories or {}) if role == TeamRole.COORDINATOR else {}
        _give(hers, invitation_id=invitation.id)
        mail.post(
            moment,
            "team-invitation",
            to=invitation.email,
            name=invitation.name,
            secret=True,
            invited_by=by.name,
            role=str(invitation.role),
            days=LASTS_DAYS,
            link=mail.address("invitation", token=token),
        )
        ledger.write(
            "team_member.invited",
            actor=by,
            at=moment.at,
            subject=invitation,
            label=invitation.name,
            after=_told(role, hers),
        )
    return invitation


def revoke_team_invitation(invitation: Invitation, by: Person) -> None:
    """Take an invitation to the team back: its link stops working.

    Raises:
        Refusal: not an admin, or it was answered.
    """
    with transaction() as moment:
        invitation = hold(invitation)
        _require_admin(by)
        reason = policy.why_not_use(invitation, moment.at)
        if reason:
            raise Refusal(reason)
        invitation.revoked_at = moment.at
        ledger.write("invitation.revoked", actor=by, at=moment.at, subject=invitation, label=invitation.name)


def accept_team_invitation(invitation: Invitation, person: Person) -> TeamMember:
    """Be a member of the organising team from now on.

    Raises:
        Refusal: when the invitation cannot be used, or is another person's.
    """
    with transaction() as moment:
        invitation = redeem(moment, invitation, person)
        if invitation.kind != InvitationKind.TEAM:
            raise NotHere(_("This is no longer here."))
        member = queries.team_member(person.id)
        if member is None:
            member = TeamMember(person_id=person.id, role=TeamRole(invitation.role or ""), since=moment.at)
            db.session.add(member)
            db.session.flush()
            offered = select(CoordinatedCategory.category_id).where(CoordinatedCategory.invitation_id == invitation.id)
            _give(db.session.scalars(offered).all(), team_member_id=member.id)
            _write(moment, "team_member.joined", member, person, person, after={"role": member.role})
        # What was open before she had the role does not carry it on; the longer password is asked at the next change.
        return member


def change_team_role(person: Person, role: str, by: Person, categories: Mapping[int, str] | None = None) -> None:
    """Give a member another role, or end the membership (`role` empty). Whoever leaves is signed out everywhere.

    Args:
        categories: what a coordinator is to have: names, as the record tells them, by id.

    Raises:
        Refusal: not an admin, nobody of the team, or the last admin.
        Invalid: no such role.
    """
    if role and role not in set(TeamRole):
        sentence = _("Choose what the member may do.")
        raise Invalid(sentence, {"role": [sentence]})
    with transaction() as moment:
        person = hold(person)
        _require_admin(by)
        member = queries.team_member(person.id)
        reason = policy.why_not_change_member(member, role, _admins())
        if reason or member is None:
            raise Refusal(reason or "")
        before = member.role
        hers = (categories or {}) if role == TeamRole.COORDINATOR else {}
        if before == role and queries.coordinated(person.id) == set(hers):
            return
        if role:
            told = _told(role, hers)
            _write(moment, "team_member.changed", member, person, by, before={"role": before}, after=told)
            # A new row for a new role: who was what, and when, stays readable.
            member.ended_at = moment.at
            db.session.flush()
            made = TeamMember(person_id=person.id, role=TeamRole(role), since=moment.at)
            db.session.add(made)
            db.session.flush()
            _give(hers, team_member_id=made.id)
        else:
            _write(moment, "team_member.left", member, person, by, before={"role": before})
            member.ended_at = moment.at
            end_other_sign_ins(person, None, by)


def close_account(person: Person, reason: str, by: Person) -> None:
    """Let somebody sign in no more: every session ends at once. What she wrote stays.

    Raises:
        Refusal: not an admin, oneself, the last admin, or closed already.
        Invalid: without a reason.
    """
    with transaction() as moment:
        person = hold(person)
        _require_admin(by)
        refusal = policy.why_not_close(person, queries.team_member(person.id), own=person.id == by.id, admins=_admins())
        if refusal:
            raise Refusal(refusal)
        reason = reason.strip()
        if not reason:
            sentence = _("Write why the account is closed: it stays in the record.")
            raise Invalid(sentence, {"close_reason": [sentence]})
        person.disabled_at = moment.at
        end_other_sign_ins(person, None, by)
        ledger.write("person.closed", actor=by, at=moment.at, subject=person, label=person.name, reason=reason)


def open_account(person: Person, by: Person) -> None:
    """Let somebody sign in again.

    Raises:
        Refusal: not an admin, or the account is open.
    """
    with transaction() as moment:
        person = hold(person)
        _require_admin(by)
        if person.disabled_at is None:
            raise Refusal(_("%(name)s can sign in.", name=person.name))
        person.disabled_at = None
        ledger.write("person.opened", actor=by, at=moment.at, subject=person, label=person.name)


def sign_out_everywhere(person: Person, by: Person) -> None:
    """End every session of somebody.

    Raises:
        Refusal: not an admin.
    """
    with transaction():
        person = hold(person)
        _require_admin(by)
        end_other_sign_ins(person, None, by)


def _give(category_ids: Iterable[int], **whose: int) -> None:
    """Let a member, or whoever accepts an invitation, coordinate these categories."""
    db.session.add_all(CoordinatedCategory(category_id=each, **whose) for each in category_ids)


def _told(role: str, categories: Mapping[int, str]) -> dict[str, object]:
    """What the ledger keeps of a role."""
    return {"role": role, **({"categories": ", ".join(categories.values())} if categories else {})}


def _admins() -> int:
    """How many admins can sign in, counted under the lock of all of them: two cannot step down at once."""
    for member in db.session.query(TeamMember).filter_by(role=TeamRole.ADMIN, ended_at=None).order_by(TeamMember.id):
        hold(member)
    return roster.admins()


def _write(moment: Transaction, event: str, member: TeamMember, person: Person, by: Person, **values: object) -> None:
    ledger.write(event, actor=by, at=moment.at, subject=member, label=person.name, **values)  # type: ignore[arg-type]
