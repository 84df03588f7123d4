"""Why not, in a sentence, or None."""

from datetime import datetime

from flask_babel import gettext as _

from .models import (
    Invitation,
    Person,
    Registration,
    Representative,
    RepresentativeRole,
    SignInLink,
    TeamMember,
    TeamRole,
    Token,
)


def why_not_use(link: Registration | Token | SignInLink | Invitation | None, at: datetime) -> str | None:
    """Why a mailed link cannot be used (any more)."""
    used = None
    if isinstance(link, Invitation):
        if link.revoked_at is not None:
            return _("This invitation was taken back. Ask whoever invited you for a new one.")
        if link.declined_at is not None:
            return _("This invitation was declined. Ask whoever invited you for a new one.")
        used = link.accepted_at
    elif link is not None:
        used = link.used_at
    if link is None or used is not None:
        return _("This link has been used, or is not complete. Copy all of it from the letter, or ask for a new one.")
    if link.expires_at <= at:
        return _("This link is too old. Ask for a new one.")
    return None


def why_not_manage(role: Representative | None) -> str | None:
    """Why a representative may not invite or remove others for her city."""
    if role is None or role.ended_at is not None:
        return _("You do not speak for this city.")
    if role.role != RepresentativeRole.LEAD:
        return _("Only the lead invites and removes people. Ask your city's lead.")
    return None


def why_not_remove(role: Representative, leads: int) -> str | None:
    """Why this representative cannot be removed."""
    if role.ended_at is not None:
        return _("This person does not speak for the city any more.")
    return why_not_step_down(role, leads)


def why_not_step_down(role: Representative, leads: int) -> str | None:
    """Why this representative cannot stop leading. `leads` counts those who lead now and can sign in."""
    if role.role == RepresentativeRole.LEAD and leads < 2:
        return _("A city needs a lead. Hand the lead over to a colleague first, or invite another lead.")
    return None


def why_not_hand_over(own: Representative | None, to: Representative | None) -> str | None:
    """Why the lead cannot be handed to this colleague."""
    if own is None or own.ended_at is not None:
        return _("You do not speak for this city.")
    if own.role != RepresentativeRole.LEAD:
        return _("Only the lead hands the lead over. Ask your city's lead.")
    if to is None:
        return _("This person does not speak for the city any more. Choose somebody else.")
    if to.id == own.id:
        return _("You lead already. Choose a colleague.")
    if to.role == RepresentativeRole.LEAD:
        return _("This colleague leads already: you can leave the team, or be made an editor, without handing over.")
    if to.person.disabled_at is not None:
        return _("This colleague cannot sign in. Choose somebody else.")
    return None


def why_not_appoint(by: TeamMember | None, own: Representative | None) -> str | None:
    """Why a team member may not appoint a city's lead."""
    if by is None or by.ended_at is not None or by.role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
        return _("Observers read. Ask an organiser to appoint a city's lead.")
    if own is not None:
        return _("You speak for this city yourself. Ask another organiser to appoint its lead.")
    return None


def why_not_make_team(by: TeamMember | None) -> str | None:
    """Why somebody may not make team members."""
    if by is None or by.ended_at is not None or by.role != TeamRole.ADMIN:
        return _("Only an admin makes and removes team members.")
    return None


def why_not_change_member(member: TeamMember | None, role: str, admins: int) -> str | None:
    """Why this member cannot have that role. `role` is empty for leaving; `admins` counts those who can sign in."""
    if member is None or member.ended_at is not None:
        return _("This person is not a member of the organising team. Invite the person first.")
    if member.role == TeamRole.ADMIN and role != TeamRole.ADMIN and admins < 2:
        return _("The portal needs an admin. Make somebody else an admin first.")
    return None


def why_not_close(person: Person, member: TeamMember | None, *, own: bool, admins: int) -> str | None:
    """Why this account cannot be closed. `admins` counts those who can sign in."""
    if own:
        return _("You cannot close your own account. Ask another admin.")
    if person.disabled_at is not None:
        return _("This account is closed already.")
    if member is not None and member.role == TeamRole.ADMIN and admins < 2:
        return _("The portal needs an admin. Make somebody else an admin first.")
    return None


def why_not_remove_factor(there: bool, needed: bool) -> str | None:
    """Why a person may not do without a second factor."""
    if not there:
        return _("There is no second factor to remove.")
    if needed:
        return _("The organising team needs a second factor here. You can set it on another phone.")
    return None


def why_not_reset_factor(there: bool, *, own: bool) -> str | None:
    """Why a person's second factor is not reset."""
    if own:
        return _("You cannot reset your own second factor. Ask another admin, or set it on another phone.")
    if not there:
        return _("This person has no second factor.")
    return None


def why_not_sign_in(person: Person | None, right: bool) -> str | None:
    """Why this person is not let in. One sentence for all causes: it must not tell which addresses are known."""
    if person is None or not right or person.disabled_at is not None:
        return _("Address and password do not fit together. Check both, or ask for a new password.")
    return None
