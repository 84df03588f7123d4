"""Answering an invitation from its mailed link."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import Invalid, PortalError
from ...judging import queries as judging
from ...judging import service as judging_service
from ...people import policy, queries, rules, service
from ...people.links import hash_token
from ...people.models import Invitation, InvitationKind, Person
from ...people.service import managing
from ...people.service.inviting import person_behind
from ..shared import access
from . import blueprint
from .routes import enter_with_new_password

HOMES = {
    InvitationKind.JUDGE: "judges.home",
    InvitationKind.REPRESENTATIVE: "applicants.home",
    InvitationKind.TEAM: "admins.home",
}


@blueprint.get("/invitations/<token>")
@access.open_to_anyone
def invitation(token: str) -> tuple[str, int] | Response:
    """What one is invited to. Opening the link does nothing: mail scanners open links."""
    return _page(token)


def _find(token: str) -> Invitation | None:
    return queries.invitation_by_hash(hash_token(token))


def _page(token: str, errors: dict[str, list[str]] | None = None, sentence: str | None = None) -> tuple[str, int]:
    found = _find(token)
    refusal = sentence or policy.why_not_use(found, clock.now())
    judge = None if found is None or found.kind != InvitationKind.JUDGE else judging.judge_by_invitation(found.id)
    account = None if found is None else queries.person_by_email(found.email)
    visitor = access.known()
    page = render_template(
        "account/invitation.html",
        refusal=refusal,
        invitation=None if refusal else found,
        judge=judge,
        token=token,
        has_password=account is not None and account.password_hash is not None,
        is_own=visitor is not None and account is not None and visitor.person.id == account.id,
        somebody_else=visitor is not None and (account is None or visitor.person.id != account.id),
        shortest=rules.SHORTEST_FOR_TEAM if found is not None and found.kind == InvitationKind.TEAM else rules.SHORTEST,
        errors=errors or {},
    )
    return page, 410 if refusal else 200


@blueprint.post("/invitations/<token>/acceptance")
@access.open_to_anyone
def accept_invitation(token: str) -> tuple[str, int] | Response:
    """Accept: somebody new chooses a password here, somebody known must be signed in."""
    found = _find(token)
    if found is None:
        return _page(token)
    try:
        person, password = _who(found, token)
        if person is None:
            return redirect(url_for("account.sign_in", next=url_for("account.invitation", token=token)), 303)
        _accept(found, person)
    except Invalid as error:
        return _page(token, error.fields)[0], error.status
    except PortalError as error:
        return _page(token, sentence=error.sentence)[0], error.status
    if password:
        enter_with_new_password(person, password)
    flash(_("Thank you. Here is where your work is."), "success")
    return redirect(url_for(HOMES[InvitationKind(found.kind)]), 303)


def _who(found: Invitation, token: str) -> tuple[Person | None, str]:
    """The person who accepts, and the password just chosen. None when a known person has to sign in first."""
    visitor = access.known()
    if visitor is not None:
        return visitor.person, ""
    account = queries.person_by_email(found.email)
    if account is not None and account.password_hash is not None:
        return None, ""
    password = request.form.get("password", "")
    return person_behind(found, token, password, request.form.get("time_zone", "")), password


def _accept(found: Invitation, person: Person) -> None:
    if found.kind == InvitationKind.REPRESENTATIVE:
        service.accept_invitation(found, person)
    elif found.kind == InvitationKind.JUDGE:
        judging_service.accept_invitation(found, person)
    else:
        managing.accept_team_invitation(found, person)


@blueprint.post("/invitations/<token>/refusal")
@access.open_to_anyone
def decline_invitation(token: str) -> tuple[str, int] | Response:
    """Say no, with or without a reason. The link alone is enough: it came to the invited mailbox."""
    found = _find(token)
    if found is None:
        return _page(token)
    try:
        if found.kind == InvitationKind.JUDGE:
            judging_service.decline_invitation(found, request.form.get("reason", ""))
        else:
            service.decline_invitation(found)
    except PortalError as error:
        return _page(token, sentence=error.sentence)[0], error.status
    return render_template("account/declined.html"), 200
