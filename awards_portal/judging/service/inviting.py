"""Asking somebody to judge, and the answer."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ... import clock, ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, NotHere, Refusal
from ...people import service as people
from ...people.models import Invitation, InvitationKind, Person
from ...programmes.models import Edition
from ...programmes.vocabularies import countries
from ...text import normal_email
from .. import policy, queries
from ..models import Judge
from .permission import require_organiser

LONGEST = 300


def invite_judge(
    edition: Edition,
    email: str,
    name: str,
    organisation: str,
    country: str | None = None,
    languages: Sequence[str] = (),
    expertise: Sequence[str] = (),
    *,
    by: Person,
) -> Judge:
    """Ask somebody to judge in an edition. A letter goes out with a link to accept or decline.

    Args:
        country: two-letter code, or None when it is not known.

    Raises:
        Refusal: when `by` may not, or this address is among the edition's judges already.
        Invalid: when address, name, organisation or country cannot be used.
    """
    with transaction() as moment:
        require_organiser(by)
        # The edition is held: two organisers who invite the same person send one letter.
        edition = hold(edition)
        known = queries.judge_by_email(edition.id, normal_email(email))
        if known is not None:
            raise Refusal(
                _(
                    "%(name)s, %(email)s, is among the judges of this edition already. "
                    "The invitation can be sent again from the list.",
                    name=known.name,
                    email=known.email,
                )
            )
        faults: dict[str, list[str]] = {}
        organisation = " ".join(organisation.split())
        if not organisation or len(organisation) > LONGEST or "\x00" in organisation:
            faults["organisation"] = [
                _("Write where the judge works, at most %(n)s characters: it shows conflicts of interest.", n=LONGEST)
            ]
        if country and country not in countries():
            faults["country"] = [_("Choose the country from the list.")]
        try:
            invitation, token = people.invite(moment, kind=InvitationKind.JUDGE, email=email, name=name, by=by)
        except Invalid as error:
            faults = {**error.fields, **faults}
        if faults:
            raise Invalid(_("The invitation cannot be sent yet."), faults)
        judge = Judge(
            edition_id=edition.id,
            email=invitation.email,
            name=invitation.name,
            organisation=organisation,
            country=country or None,
            languages=list(languages),
            expertise=list(expertise),
            invitation_id=invitation.id,
            invited_at=moment.at,
        )
        db.session.add(judge)
        db.session.flush()
        _write("judge.invited", moment, judge, by)
        _send(moment, edition, judge, invitation, token, by)
    return judge


def invite_again(judge: Judge, by: Person) -> Judge:
    """Remind a judge who has not answered, or ask once more who declined or whose invitation was taken back.

    The link of the invitation before stops working.

    Raises:
        Refusal: when the judge has accepted, or an invitation left less than a day ago.
    """
    with transaction() as moment:
        require_organiser(by)
        judge = hold(judge, joinedload(Judge.edition), joinedload(Judge.invitation))
        last = judge.invitation
        refusal = policy.why_not_invite_again(judge, judge.invited_at if last is None else last.created_at, moment.at)
        if refusal:
            raise Refusal(refusal)
        if last is not None and last.accepted_at is None and last.declined_at is None:
            hold(last).revoked_at = moment.at
        invitation, token = people.invite(moment, kind=InvitationKind.JUDGE, email=judge.email, name=judge.name, by=by)
        reminded = judge.declined_at is None and judge.revoked_at is None
        judge.invitation_id = invitation.id
        judge.declined_at, judge.decline_reason, judge.revoked_at = None, None, None
        _write("judge.reminded" if reminded else "judge.invited", moment, judge, by)
        kind = "judge-reminder" if reminded else "judge-invitation"
        _send(moment, judge.edition, judge, invitation, token, by, kind)
    return judge


def revoke_invitation(judge: Judge, by: Person) -> Judge:
    """Take an invitation back that has not been answered: its link stops working. No letter is sent.

    Raises:
        Refusal: when it was answered, or taken back before.
    """
    with transaction() as moment:
        require_organiser(by)
        judge = hold(judge, joinedload(Judge.invitation))
        refusal = policy.why_not_revoke(judge)
        if refusal:
            raise Refusal(refusal)
        if judge.invitation is not None:
            hold(judge.invitation).revoked_at = moment.at
        judge.revoked_at = moment.at
        _write("judge.revoked", moment, judge, by)
    return judge


def _send(
    moment: Transaction,
    edition: Edition,
    judge: Judge,
    invitation: Invitation,
    token: str,
    by: Person,
    kind: str = "judge-invitation",
) -> None:
    mail.post(
        moment,
        kind,
        to=judge.email,
        name=judge.name,
        secret=True,
        edition_id=edition.id,
        edition=edition.title,
        inviter=by.name,
        until=clock.tell(invitation.expires_at, edition.time_zone),
        link=mail.address("invitation", token=token),
    )


def accept_invitation(invitation: Invitation, person: Person) -> Judge:
    """Judge in the edition of an invitation from now on.

    Raises:
        NotHere: when the invitation is not one to judge.
        Refusal: when it cannot be used (any more), is another person's, or this person judges there already.
    """
    with transaction() as moment:
        judge = _hold_invited(invitation)
        people.redeem(moment, invitation, person)
        here = queries.judge_of_person(judge.edition_id, person.id)
        if here is not None and here.id != judge.id:
            raise Refusal(
                _("You are among the judges of this edition already, with the address %(email)s.", email=here.email)
            )
        judge.person_id, judge.accepted_at = person.id, moment.at
        _write("judge.accepted", moment, judge, person)
    return judge


def decline_invitation(invitation: Invitation, reason: str) -> Judge:
    """Say no to judging in an edition. The reason is for the organising team and may be empty.

    Raises:
        NotHere: when the invitation is not one to judge.
        Refusal: when it was answered before, or cannot be used any more.
    """
    reason = reason.replace("\x00", "").strip()[:2000]
    with transaction() as moment:
        judge = _hold_invited(invitation)
        people.decline(moment, invitation)
        judge.declined_at, judge.decline_reason = moment.at, reason or None
        _write("judge.declined", moment, judge, ledger.System(judge.name), reason=reason or None)
    return judge


def _hold_invited(invitation: Invitation) -> Judge:
    # The judge is held before the invitation, here as in `invite_again`: two who come at once do not wait in a ring.
    found = queries.judge_by_invitation(invitation.id)
    if found is None:
        raise NotHere(_("This invitation is no longer here."))
    judge = hold(found)
    refusal = policy.why_not_answer(judge)
    if refusal:
        raise Refusal(refusal)
    return judge


def _write(event: str, moment: Transaction, judge: Judge, by: ledger.Actor, reason: str | None = None) -> None:
    ledger.write(
        event,
        actor=by,
        at=moment.at,
        subject=judge,
        label=judge.name,
        edition_id=judge.edition_id,
        after={"email": judge.email, "organisation": judge.organisation},
        reason=reason,
    )
