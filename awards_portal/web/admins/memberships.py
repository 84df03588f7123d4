"""Memberships: applications that wait, every membership present and past, and who approves what."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import storage
from ...errors import Invalid
from ...people.memberships import policy, queries, service
from ...people.memberships.models import Approval, MembershipApplication, StepKind
from ...people.models import City, Membership, TeamRole
from ...sheets import Column, Kind
from ..shared import access, lists
from ..shared.days import read_day
from ..shared.places import applied_for_words, membership_words, step_words
from ..shared.sending import download
from . import blueprint

COLUMNS = [*map(Column, ("city", "country", "membership", "since")), Column("ended", Kind.DATE), Column("basis")]


@blueprint.get("/memberships")
def memberships() -> str | Response:
    """Applications that wait, and the list of memberships; `format=csv` gives its rows as a file."""
    search, kinds = lists.asked("q"), membership_words()
    kind, state = lists.asked("kind", kinds), lists.asked("state", ["present", "lapsed"])
    found = lists.listing(
        lambda limit, offset: queries.membership_rows(search=search, kind=kind, state=state, limit=limit, offset=offset)
    )
    if lists.wants_csv():
        rows = [[row.city, row.country, row.kind, row.since, row.ended_on, row.basis] for row in found.rows]
        return lists.csv_file("memberships", COLUMNS, rows)  # type: ignore[arg-type]
    return render_template(
        "admins/memberships.html",
        listing=found,
        waiting=queries.waiting(),
        kinds=kinds,
        applied_for=applied_for_words(),
        q=search,
        kind=kind,
        state=state,
    )


def _application(application_id: int) -> MembershipApplication:
    found = queries.application(application_id)
    return found or abort(404)


@blueprint.get("/memberships/applications/<int:application_id>")
def membership_application(application_id: int) -> str:
    """An application, what was decided on it, and the next step."""
    return _page(_application(application_id))


def _page(found: MembershipApplication, errors: dict[str, list[str]] | None = None) -> str:
    steps = [each for each in queries.steps(found.city_id) if each.application_id == found.id]
    done = [each.kind for each in steps]
    possible = [kind for kind in StepKind if kind is not StepKind.ENDED]
    return render_template(
        "admins/membership_application.html",
        application=found,
        steps=steps,
        possible=[kind for kind in possible if policy.why_not_step(kind, found.kind, done) is None],
        approvers=queries.approvers(),
        why_not=_why_not(found.city, TeamRole.ORGANISER),
        applied_for=applied_for_words(),
        step_words=step_words(),
        typed=request.form,
        errors=errors or {},
    )


def _why_not(city: City, role: str) -> str | None:
    visitor = access.visitor()
    return policy.why_not_record(visitor.team, any(seat.city_id == city.id for seat in visitor.cities), role)


@blueprint.get("/memberships/applications/<int:application_id>/signed")
def signed_page(application_id: int) -> Response:
    """The signed page of an application."""
    found = _application(application_id)
    return download(storage.read(found.signed_sha256, found.signed_size), found.signed_type, found.signed_name)


@blueprint.post("/memberships/applications/<int:application_id>/steps")
def take_step(application_id: int) -> tuple[str, int] | Response:
    """Record a decision on an application."""
    found, kind = _application(application_id), request.form.get("kind", "")
    if kind not in {StepKind.ACCEPTED, StepKind.APPROVED, StepKind.DECLINED}:
        return _page(found, {"kind": [_("Choose what was decided.")]}), 422
    on, reason = read_day(request.form.get("on", "")), request.form.get("reason", "")
    try:
        service.decide(found, StepKind(kind), on=on, reason=reason, by=access.visitor().person)
    except Invalid as error:
        return _page(_application(application_id), error.fields), error.status
    flash(_("The decision is recorded, and the city gets a letter."), "success")
    return redirect(url_for("admins.membership_application", application_id=application_id), 303)


def _membership(membership_id: int) -> tuple[Membership, City]:
    found = queries.membership(membership_id)
    return found or abort(404)


@blueprint.get("/memberships/<int:membership_id>")
def membership(membership_id: int) -> str:
    """A membership with the history of its city, and how it ends."""
    return _membership_page(*_membership(membership_id))


def _membership_page(found: Membership, city: City, errors: dict[str, list[str]] | None = None) -> str:
    return render_template(
        "admins/membership.html",
        membership=found,
        city=city,
        steps=queries.steps(city.id),
        why_not=_why_not(city, TeamRole.ORGANISER),
        kinds=membership_words(),
        step_words=step_words(),
        typed=request.form,
        errors=errors or {},
    )


@blueprint.post("/memberships/<int:membership_id>/end")
def end_membership(membership_id: int) -> tuple[str, int] | Response:
    """End a membership, with its day and reason."""
    found, city = _membership(membership_id)
    on, name = read_day(request.form.get("on", "")), city.name
    try:
        service.end(found, on=on, reason=request.form.get("reason", ""), by=access.visitor().person)
    except Invalid as error:
        return _membership_page(*_membership(membership_id), error.fields), error.status
    flash(_("The membership of %(city)s has ended; it stays in its history.", city=name), "success")
    return redirect(url_for("admins.memberships"), 303)


@blueprint.get("/memberships/approvers")
def approvers() -> str:
    """Who approves what."""
    return _approvers()


def _approvers(errors: dict[str, list[str]] | None = None) -> str:
    return render_template(
        "admins/approvers.html",
        approvers=queries.approvers(),
        why_not=policy.why_not_record(access.visitor().team, False, TeamRole.ADMIN),
        typed=request.form,
        errors=errors or {},
    )


@blueprint.post("/memberships/approvers/<approval>")
def set_approver(approval: str) -> tuple[str, int] | Response:
    """Change who approves one kind."""
    if approval not in set(Approval):
        abort(404)
    body, role = request.form.get(f"body-{approval}", ""), request.form.get(f"role-{approval}", "")
    try:
        service.set_approver(Approval(approval), body, role, access.visitor().person)
    except Invalid as error:
        return _approvers(error.fields), error.status
    flash(_("The setting holds from the next decision on."), "success")
    return redirect(url_for("admins.approvers"), 303)
