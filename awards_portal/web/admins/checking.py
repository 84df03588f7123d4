"""The round of eligibility on one page: who is undecided, passed, returned and refused; closing and reopening it."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ... import clock
from ...entries import listing
from ...entries.oversight import checking, round_policy
from ...entries.oversight.checking import Checked
from ...errors import Invalid
from ...programmes import queries as programmes
from ...programmes.models import Edition, Round
from ...sheets import Cell, Column, Kind
from ..shared import access, lists
from . import blueprint
from .entries import categories_of, edition_or_404, why_not_oversee

COLUMNS = [
    Column("reference"),
    Column("title"),
    Column("city"),
    Column("country"),
    Column("category"),
    Column("standing"),
    Column("version", Kind.NUMBER),
    Column("submitted", Kind.INSTANT),
    Column("days undecided", Kind.NUMBER),
    Column("late"),
    Column("returned until", Kind.INSTANT),
    Column("decided on version", Kind.NUMBER),
    Column("decided", Kind.INSTANT),
    Column("decided by"),
    Column("reason"),
]


@blueprint.get("/editions/<key>/eligibility")
def eligibility(key: str) -> str | Response:
    """Every submitted entry with what was decided on it; `format=csv` gives the same rows as a file."""
    return _page(edition_or_404(key))


def _page(edition: Edition, errors: dict[str, list[str]] | None = None, **typed: str) -> str | Response:
    at, round_ = clock.now(), programmes.eligibility_round(edition.id)
    categories, hers = categories_of(edition), access.visitor().coordinated
    asked = {
        "search": lists.asked("q"),
        "category": lists.asked("category", [each.key for each in categories]),
        "standing": lists.asked("standing", [str(each) for each in checking.LOOKED_AT]),
    }
    found = lists.listing(
        lambda limit, offset: checking.checked(edition, round_, at, limit=limit, offset=offset, within=hers, **asked)
    )
    if lists.wants_csv():
        return lists.csv_file(f"{edition.key}-eligibility", COLUMNS, [_cells(each) for each in found.rows])
    return render_template(
        "admins/checking.html",
        edition=edition,
        round=round_,
        at=at,
        categories=categories,
        asked=asked,
        listing=found,
        tallies=listing.tallies(edition.id, hers),
        undecided=checking.undecided(edition.id, hers) if _is_begun(round_, at) else [],
        why_not=why_not_oversee(0),
        why_not_now=round_policy.why_not_now(round_, at),
        errors=errors or {},
        typed=typed,
    )


def _is_begun(round_: Round | None, at: datetime) -> bool:
    return round_ is not None and round_.opens_at <= at


def _cells(each: Checked) -> list[Cell]:
    row, decision = each.row, each.decision
    return [
        row.reference,
        row.title,
        row.city,
        row.country,
        row.category_title,
        str(row.standing),
        row.version or None,
        row.submitted_at,
        None if decision is not None else each.days,
        "late" if each.late else "",
        None if each.request is None else each.request.until,
        None if decision is None else decision.submission.number,
        None if decision is None else decision.at,
        "" if decision is None else decision.by.name,
        "" if decision is None else decision.reason,
    ]


@blueprint.post("/editions/<key>/eligibility/closing")
def close_eligibility(key: str) -> tuple[str | Response, int] | Response:
    """End the round of eligibility now."""
    edition = edition_or_404(key)
    try:
        left = checking.close(edition, access.visitor().person, leaving=bool(request.form.get("leaving")))
    except Invalid as error:
        return _page(edition_or_404(key), error.fields), 422
    if left:
        told = ngettext(
            "The round is closed. %(num)d entry stays undecided: %(named)s.",
            "The round is closed. %(num)d entries stay undecided: %(named)s.",
            len(left),
            named=", ".join(left[: round_policy.NAMED]) + (" …" if len(left) > round_policy.NAMED else ""),
        )
        flash(told, "warning")
    else:
        flash(_("The round is closed. Every entry that was submitted is decided on."), "success")
    return redirect(url_for("admins.eligibility", key=key), 303)


@blueprint.post("/editions/<key>/eligibility/reopening")
def reopen_eligibility(key: str) -> tuple[str | Response, int] | Response:
    """Open the round of eligibility again until a time."""
    edition = edition_or_404(key)
    typed = {name: request.form.get(name, "") for name in ("until", "reason")}
    try:
        until = clock.read(typed["until"], edition.time_zone)
        made = checking.reopen(edition, until, typed["reason"], access.visitor().person)
    except Invalid as error:
        return _page(edition_or_404(key), error.fields, **typed), 422
    flash(_("The round is open until %(at)s.", at=clock.tell(made.closes_at, edition_or_404(key).time_zone)), "success")
    return redirect(url_for("admins.eligibility", key=key), 303)
