"""Deeds on memberships: a city applies, a decision is recorded, a membership ends, the setting of who approves."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from ... import ledger, mail, storage
from ...db import Transaction, db, hold, transaction
from ...documents import uploads
from ...errors import Invalid, Refusal
from ...storage import antivirus
from .. import queries as people
from ..models import City, Membership, MembershipKind, Person, RepresentativeRole, TeamRole
from ..rules import why_not_name
from . import policy, queries
from .models import AppliedFor, Approval, MembershipApplication, MembershipApprover, MembershipStep, StepKind

SIGNED = uploads.Limits("signed", (uploads.PDF, "image/jpeg", "image/png"), max_pages=10)


def apply(
    city: City, kind: str, *, signatory: str, office: str, signed: tuple[str, bytes] | None, by: Person
) -> MembershipApplication:
    """Apply for membership with the signed page. Those who lead for the city get a letter.

    Args:
        signatory, office: who signed, and as what (mayor, or authorised representative of which office).
        signed: name and content of the scanned page.

    Raises:
        Refusal: when this person may not, or another application is open.
        Invalid: when something is missing, the signature first of all; `fields` says what.
    """
    refusal = policy.why_not_apply(people.representative(by.id, city.id), False, (), None)
    if refusal:
        raise Refusal(refusal)
    faults: dict[str, list[str]] = {}
    if kind not in set(AppliedFor):
        faults["kind"] = [_("Choose what your city applies for.")]
    if why_not_name(signatory):
        faults["signatory"] = [why_not_name(signatory) or ""]
    if not office.strip() or len(office) > 200:
        faults["office"] = [_("Write the office of who signed, such as mayor.")]
    checked = None
    if signed is None:
        faults["signed"] = [
            _(
                "Attach the page with the signature of the mayor or an authorised representative: an application "
                "without a signature cannot be accepted."
            )
        ]
    else:
        try:
            antivirus.scan(signed[1])
            checked = uploads.check(SIGNED, *signed)
        except Invalid as wrong:
            faults |= wrong.fields
    if faults or checked is None:
        raise Invalid(_("The application is not complete."), faults)
    digest = storage.put(checked.content)
    with transaction() as moment:
        city = hold(city)
        twin = queries.open_application(city.id)
        if twin is not None and (twin.kind, twin.signed_sha256, twin.by_id) == (kind, digest, by.id):
            return twin
        _check_lead(by, city, kind)
        made = MembershipApplication(
            city_id=city.id,
            kind=kind,
            signatory=" ".join(signatory.split()),
            office=" ".join(office.split()),
            signed_name=checked.name,
            signed_type=checked.media_type,
            signed_sha256=digest,
            signed_size=len(checked.content),
            by_id=by.id,
            at=moment.at,
        )
        db.session.add(made)
        ledger.write(
            "membership.applied",
            actor=by,
            at=moment.at,
            subject=made,
            label=city.name,
            after={"kind": kind, "signatory": made.signatory, "office": made.office, "signed": digest},
        )
        _tell(moment, city, "applied", kind, "", None, "")
    return made


def decide(
    application: MembershipApplication, kind: StepKind, *, on: date | None, reason: str, by: Person
) -> MembershipStep:
    """Record what a body decided on an application: accept, approve or decline it. The city gets a letter.

    Accepting makes an associate member; approving one of the kind applied for, and ends the associate membership.

    Raises:
        Refusal: when this person may not record it, or the step does not come next.
        Invalid: without a day or a reason.
    """
    with transaction() as moment:
        city = hold(db.session.get_one(City, application.city_id))
        approval = Approval.ASSOCIATE if kind is StepKind.ACCEPTED else Approval(application.kind)
        approver = queries.approvers()[approval]
        _check_member(by, city, approver.role)
        done = [each.kind for each in queries.steps(city.id) if each.application_id == application.id]
        refusal = policy.why_not_step(kind, application.kind, done)
        if refusal:
            raise Refusal(refusal)
        faults = policy.faults_of_step(on, moment.at.date(), application.at.date(), reason)
        if faults or on is None:
            raise Invalid(_("The decision is not complete."), faults)
        made = None
        if kind is not StepKind.DECLINED:
            made = _become(city, approval, on, approver.body)
        return _step(moment, city, kind, approver.body, on, reason, by, application, made)


def _become(city: City, approval: Approval, on: date, body: str) -> Membership:
    for each in queries.present(city.id):
        # One standing at a time among the kinds of the statutes; what was before is history.
        hold(each).ended_on = on
    made = Membership(city_id=city.id, kind=MembershipKind(approval.value), since=on.isoformat(), basis=body)
    db.session.add(made)
    db.session.flush()
    return made


def end(membership: Membership, *, on: date | None, reason: str, by: Person) -> MembershipStep:
    """End a membership: it is history from then on. The city's leads get a letter.

    Raises:
        Refusal: when this person may not, or it has ended.
        Invalid: without a day or a reason.
    """
    with transaction() as moment:
        city = hold(db.session.get_one(City, membership.city_id))
        membership = hold(membership)
        approval = Approval.FULL if membership.kind == MembershipKind.UNSTATED else Approval(membership.kind)
        approver = queries.approvers()[approval]
        _check_member(by, city, approver.role)
        if membership.ended_on is not None:
            raise Refusal(_("This membership has ended."))
        faults = policy.faults_of_step(on, moment.at.date(), None, reason)
        if faults or on is None:
            raise Invalid(_("The decision is not complete."), faults)
        membership.ended_on = on
        return _step(moment, city, StepKind.ENDED, approver.body, on, reason, by, None, membership)


def _step(
    moment: Transaction,
    city: City,
    kind: StepKind,
    body: str,
    on: date,
    reason: str,
    by: Person,
    application: MembershipApplication | None,
    made: Membership | None,
) -> MembershipStep:
    step = MembershipStep(
        city_id=city.id,
        application_id=None if application is None else application.id,
        membership_id=None if made is None else made.id,
        kind=kind,
        body=body,
        on=on,
        reason=reason.strip(),
        by_id=by.id,
        at=moment.at,
    )
    db.session.add(step)
    ledger.write(
        f"membership.{kind}",
        actor=by,
        at=moment.at,
        subject=step,
        label=city.name,
        after={"kind": None if made is None else made.kind, "on": on.isoformat(), "body": body},
        reason=step.reason,
    )
    is_of = made.kind if made is not None else "" if application is None else application.kind
    _tell(moment, city, kind.value, is_of, body, on, step.reason)
    return step


def _tell(moment: Transaction, city: City, what: str, kind: str, body: str, on: date | None, reason: str) -> None:
    for seat in people.representatives(city.id):
        if seat.role == RepresentativeRole.LEAD:
            mail.post(
                moment,
                "membership",
                to=seat.person.email,
                name=seat.person.name,
                person_id=seat.person_id,
                what=what,
                membership=kind,
                body=body,
                on=None if on is None else on.isoformat(),
                reason=reason,
                city=city.name,
                page=mail.address("city membership", slug=city.slug),
            )


def set_approver(approval: Approval, body: str, role: str, by: Person) -> None:
    """Say which body approves, and who of the team records its word.

    Raises:
        Refusal: for anybody but an admin.
        Invalid: when the body has no name or the role is none.
    """
    with transaction() as moment:
        member = people.team_member(by.id)
        refusal = policy.why_not_record(member, speaks=False, role=TeamRole.ADMIN)
        if refusal:
            raise Refusal(refusal)
        body = " ".join(body.split())
        if why_not_name(body) or role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
            raise Invalid(
                _("The setting is not complete."),
                {f"body-{approval}": [_("Write the name of the body, and choose who records its word.")]},
            )
        before = queries.approvers()[approval]
        row = db.session.scalar(select(MembershipApprover).where(MembershipApprover.approval == approval.value))
        if row is None:
            row = MembershipApprover(approval=approval, body=body, role=role, by_id=by.id, at=moment.at)
            db.session.add(row)
        else:
            row = hold(row)
            row.body, row.role, row.by_id, row.at = body, role, by.id, moment.at
        ledger.write(
            "membership.approver_set",
            actor=by,
            at=moment.at,
            subject=row,
            label=approval.value,
            before={"body": before.body, "role": before.role},
            after={"body": body, "role": str(role)},
        )


def _check_lead(by: Person, city: City, kind: str) -> None:
    present = {each.kind for each in queries.present(city.id)}
    waits = queries.open_application(city.id) is not None
    refusal = policy.why_not_apply(people.representative(by.id, city.id), waits, present, kind)
    if refusal:
        raise Refusal(refusal)


def _check_member(by: Person, city: City, role: str) -> None:
    speaks = people.representative(by.id, city.id) is not None
    refusal = policy.why_not_record(people.team_member(by.id), speaks, role)
    if refusal:
        raise Refusal(refusal)
