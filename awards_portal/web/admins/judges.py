"""An edition's judges: who was asked, who accepted, how far each is."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...errors import Invalid, Refusal
from ...judging import queries, service
from ...judging.guests import several
from ...judging.queries import STANDINGS, JudgeProgress
from ...programmes.models import Edition
from ...programmes.vocabularies import countries
from ...sheets import Cell, Column, Kind
from ..shared import access, lists
from . import blueprint
from .entries import edition_or_404
from .rounds import own_cities, why_not_arrange

COLUMNS = [
    Column("name"),
    Column("email"),
    Column("organisation"),
    Column("country"),
    Column("languages"),
    Column("expertise"),
    Column("at most", Kind.NUMBER),
    Column("standing"),
    Column("invited", Kind.INSTANT),
    Column("accepted", Kind.INSTANT),
    Column("reason for declining"),
    Column("entries", Kind.NUMBER),
    Column("completed", Kind.NUMBER),
    Column("in progress", Kind.NUMBER),
    Column("conflicts", Kind.NUMBER),
    Column("last change", Kind.INSTANT),
]


@blueprint.get("/editions/<key>/judges")
def judges(key: str) -> str | Response:
    """The list, with a form to invite one more; `format=csv` gives the same rows as a file."""
    return _judges_page(edition_or_404(key), {})


def _judges_page(edition: Edition, errors: Mapping[str, list[str]]) -> str | Response:
    search, standing = lists.asked("q"), lists.asked("standing", STANDINGS)
    found = lists.listing(
        lambda limit, offset: (
            queries.judges(edition.id, search, standing, limit, offset, own_cities()),
            queries.count_judges(edition.id, search, standing),
        )
    )
    if lists.wants_csv():
        return lists.csv_file(f"{edition.key}-judges", COLUMNS, [_cells(row) for row in found.rows])
    language = get_locale().language
    return render_template(
        "admins/judges.html",
        edition=edition,
        listing=found,
        q=search,
        standing=standing,
        why_not=why_not_arrange(),
        countries=list(countries(language).items()),
        names=countries(language),
        form=request.form,
        errors=errors,
    )


def _cells(row: JudgeProgress) -> list[Cell]:
    judge = row.judge
    return [
        judge.name,
        judge.email,
        judge.organisation,
        judge.country or "",
        ", ".join(judge.languages),
        ", ".join(judge.expertise),
        judge.max_load,
        row.standing,
        judge.invited_at,
        judge.accepted_at,
        judge.decline_reason or "",
        row.given,
        row.completed,
        row.begun,
        row.abstained,
        row.last_at,
    ]


@blueprint.post("/editions/<key>/judges")
def invite_judge(key: str) -> str | tuple[str | Response, int] | Response:
    """Invite one more judge."""
    edition = edition_or_404(key)
    form = request.form
    try:
        judge = service.invite_judge(
            edition,
            form.get("email", ""),
            form.get("name", ""),
            form.get("organisation", ""),
            form.get("country") or None,
            several(form.get("languages", "")),
            several(form.get("expertise", "")),
            by=access.visitor().person,
        )
    except Invalid as error:
        return _judges_page(edition_or_404(key), error.fields), 422
    except Refusal as refusal:
        return _judges_page(edition_or_404(key), {"": [refusal.sentence]}), refusal.status
    flash(_("%(name)s is invited. A letter to %(email)s is on its way.", name=judge.name, email=judge.email), "success")
    return redirect(url_for("admins.judges", key=key), 303)


@blueprint.post("/editions/<key>/judges/<int:judge_id>/invitation")
def invite_judge_again(key: str, judge_id: int) -> Response:
    """Send a new invitation to one who has not accepted."""
    judge = queries.judge_in(edition_or_404(key).id, judge_id) or abort(404)
    judge = service.invite_again(judge, access.visitor().person)
    flash(_("A new invitation to %(name)s is on its way.", name=judge.name), "success")
    return redirect(url_for("admins.judges", key=key), 303)


@blueprint.post("/editions/<key>/judges/<int:judge_id>/revocation")
def revoke_judge(key: str, judge_id: int) -> Response:
    """Take back an invitation that has not been answered."""
    judge = queries.judge_in(edition_or_404(key).id, judge_id) or abort(404)
    judge = service.revoke_invitation(judge, access.visitor().person)
    flash(_("The invitation of %(name)s is taken back; its link works no more.", name=judge.name), "success")
    return redirect(url_for("admins.judges", key=key), 303)
