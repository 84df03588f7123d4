"""People and roles: who is who, who was active when, and what an admin does about it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import Invalid
from ...judging import queries as judging
from ...people import policy, queries, roster
from ...people.models import Person, TeamRole
from ...people.roster import PersonRow
from ...people.service import factors, managing
from ...programmes import queries as programmes
from ...sheets import Cell, Column, Kind
from ..shared import access, lists
from . import blueprint

COLUMNS = [
    Column("name"),
    Column("address"),
    Column("team"),
    Column("cities", Kind.NUMBER),
    Column("editions judged", Kind.NUMBER),
    Column("closed", Kind.INSTANT),
    Column("second factor", Kind.INSTANT),
    Column("last active", Kind.INSTANT),
]
ROLES = ("team", *(str(each) for each in TeamRole))


@blueprint.get("/people")
def people() -> str | Response:
    """The table of people; `format=csv` gives the same rows as a file."""
    return _list()


def _list(errors: dict[str, list[str]] | None = None) -> str | Response:
    search, role, state = lists.asked("q"), lists.asked("role", ROLES), lists.asked("state", ["closed"])
    found = lists.listing(
        lambda limit, offset: roster.person_rows(
            search=search, role=role, disabled=state == "closed", limit=limit, offset=offset
        )
    )
    judged = judging.count_judged([row.id for row in found.rows])
    if lists.wants_csv():
        return lists.csv_file("people", COLUMNS, [_cells(row, judged.get(row.id, 0)) for row in found.rows])
    invitations, groups = roster.team_invitations(clock.now()), _categories()
    offered = roster.offered(each.id for each in invitations)
    named = _named(groups)
    return render_template(
        "admins/people.html",
        listing=found,
        judged=judged,
        q=search,
        role=role,
        state=state,
        invitations=invitations,
        offered={
            invitation: [words for value, words in named if int(value) in ids] for invitation, ids in offered.items()
        },
        why_not=policy.why_not_make_team(access.visitor().team),
        typed=request.form,
        categories=groups,
        errors=errors or {},
    )


@dataclass(frozen=True)
class Ticks:
    """An edition's categories, to be ticked for a coordinator: ids and titles. `when` is running, later or over."""

    edition: str
    when: str
    categories: list[tuple[str, str]]


def _categories() -> list[Ticks]:
    """Every edition's categories, those of editions that run first."""
    at, found = clock.now(), dict[int, Ticks]()
    for category, edition in programmes.every_category():
        over = (edition.announced_on or edition.closes_at.date()) < at.date()
        when = "over" if over else "running" if edition.opens_at <= at else "later"
        found.setdefault(edition.id, Ticks(edition.title, when, [])).categories.append(
            (str(category.id), category.title)
        )
    return sorted(found.values(), key=lambda each: ("running", "later", "over").index(each.when))


def _named(groups: list[Ticks]) -> list[tuple[str, str]]:
    """The categories with the name of their edition."""
    return [(value, f"{each.edition}: {title}") for each in groups for value, title in each.categories]


def _ticked() -> dict[int, str]:
    """The categories that the form ticks; what is none is left out."""
    wanted = set(request.form.getlist("categories"))
    return {int(value): words for value, words in _named(_categories()) if value in wanted}


def _cells(row: PersonRow, judged: int) -> list[Cell]:
    return [row.name, row.email, row.role, row.cities, judged, row.disabled_at, row.second_factor_at, row.active_at]


@blueprint.post("/people/invitations")
def invite_to_team() -> str | tuple[str | Response, int] | Response:
    """Invite somebody to the organising team."""
    form = request.form
    try:
        made = managing.invite_to_team(
            form.get("email", ""), form.get("name", ""), form.get("role", ""), access.visitor().person, _ticked()
        )
    except Invalid as error:
        return _list(error.fields), 422
    flash(_("The invitation is on its way to %(email)s.", email=made.email), "success")
    return redirect(url_for("admins.people"), 303)


@blueprint.post("/people/invitations/<int:team_invitation_id>/revocation")
def revoke_team_invitation(team_invitation_id: int) -> Response:
    """Take an invitation to the team back."""
    found = next((each for each in roster.team_invitations(clock.now()) if each.id == team_invitation_id), None)
    managing.revoke_team_invitation(found or abort(404), access.visitor().person)
    flash(_("The invitation is taken back."), "success")
    return redirect(url_for("admins.people"), 303)


@blueprint.get("/people/<int:someone_id>")
def person(someone_id: int) -> str:
    """One person: what she is here, when she was active, and what an admin can do."""
    return _page(_person(someone_id))


def _person(person_id: int) -> Person:
    return roster.person(person_id) or abort(404)


def _page(found: Person, errors: dict[str, list[str]] | None = None) -> str:
    at, groups = clock.now(), _categories()
    return render_template(
        "admins/person.html",
        person=found,
        member=queries.team_member(found.id),
        categories=groups,
        named=_named(groups),
        coordinated={str(each) for each in queries.coordinated(found.id)},
        memberships=roster.memberships(found.id),
        cities=queries.representations(found.id),
        judges_in=judging.editions_judged(found.id),
        signed_in=roster.count_open_sign_ins(found.id, at),
        active_at=roster.last_active([found.id]).get(found.id),
        own=found.id == access.visitor().person.id,
        why_not=policy.why_not_make_team(access.visitor().team),
        typed=request.form,
        errors=errors or {},
    )


def _do(person_id: int, deed: Callable[[Person, Person], None], told: str) -> tuple[str, int] | Response:
    """Do something to a person as this visitor, and say so; or her page again with what is wrong."""
    found = _person(person_id)
    name = found.name
    try:
        deed(found, access.visitor().person)
    except Invalid as error:
        return _page(_person(person_id), error.fields), 422
    flash(told % {"name": name}, "success")
    return redirect(url_for("admins.person", someone_id=person_id), 303)


@blueprint.post("/people/<int:someone_id>/role")
def change_team_role(someone_id: int) -> tuple[str, int] | Response:
    """Give a member another role, or end the membership."""
    role, categories = request.form.get("role", "-"), _ticked()
    return _do(
        someone_id,
        lambda found, by: managing.change_team_role(found, "" if role == "none" else role, by, categories),
        _("Stored for %(name)s.", name="%(name)s"),
    )


@blueprint.post("/people/<int:someone_id>/closing")
def close_account(someone_id: int) -> tuple[str, int] | Response:
    """Let somebody sign in no more."""
    reason = request.form.get("close_reason", "")
    return _do(
        someone_id,
        lambda found, by: managing.close_account(found, reason, by),
        _("%(name)s is signed out everywhere and cannot sign in.", name="%(name)s"),
    )


@blueprint.post("/people/<int:someone_id>/opening")
def open_account(someone_id: int) -> tuple[str, int] | Response:
    """Let somebody sign in again."""
    return _do(someone_id, managing.open_account, _("%(name)s can sign in again.", name="%(name)s"))


@blueprint.post("/people/<int:someone_id>/sessions/end")
def end_sessions_of(someone_id: int) -> tuple[str, int] | Response:
    """Sign somebody out everywhere."""
    return _do(someone_id, managing.sign_out_everywhere, _("%(name)s is signed out everywhere.", name="%(name)s"))


@blueprint.post("/people/<int:someone_id>/second-factor/reset")
def reset_factor(someone_id: int) -> tuple[str, int] | Response:
    """Take away the second factor of somebody who lost it."""
    reason = request.form.get("factor_reason", "")
    return _do(
        someone_id,
        lambda found, by: factors.reset_factor(found, reason, by),
        _("The second factor of %(name)s is reset. A letter is on its way.", name="%(name)s"),
    )
