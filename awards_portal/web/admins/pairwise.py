"""The pairwise final: opening it, the order that judges' answers give beside the scored result, and its end."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...awards import policy, queries
from ...awards.models import PairwiseFinal
from ...awards.pairing import queries as pairing
from ...errors import Invalid
from ...sheets import Column
from ..shared import access, lists, recorded
from . import blueprint
from .entries import edition_or_404
from .rounds import Place, find_place, own_cities

COLUMNS = [Column("first"), Column("second"), Column("preferred"), Column("judge")]


@blueprint.get("/editions/<key>/pairwise")
def pairwise_list(key: str) -> str:
    """The pairwise finals of an edition, and the form that opens one."""
    return _list(find_place(key))


def _list(place: Place, errors: dict[str, list[str]] | None = None) -> str:
    return render_template(
        "admins/pairwise_list.html",
        place=place,
        edition=place.edition,
        finals=pairing.finals(place.edition.id),
        why_not=_why_not([]),
        typed=request.form,
        errors=errors or {},
    )


def _why_not(own: list[str]) -> str | None:
    team = access.visitor().team
    return policy.why_not_handle(None if team is None else team.role, own)


@blueprint.post("/editions/<key>/pairwise")
def open_pairwise(key: str) -> tuple[str, int] | Response:
    """Open the comparing of a category's first places."""
    place = find_place(key)
    # Late: pandas takes a second to load, and only these pages need it.
    from ...awards.pairing import service

    try:
        made = service.open_final(
            place.round, place.category, request.form.get("top", type=int), access.visitor().person
        )
    except Invalid as error:
        return _list(find_place(key), error.fields), error.status
    return redirect(url_for("admins.pairwise", key=key, final_id=made.id), 303)


@recorded.file(blueprint, "/editions/<key>/pairwise/<int:final_id>")
@recorded.viewed("pairwise")
def pairwise(key: str, final_id: int) -> str | Response:
    """The order by comparisons beside the one by score; `format=csv` gives the answers, judges numbered."""
    edition = edition_or_404(key)
    final = _final(key, final_id)
    own = [row.reference for row in queries.entry_rows(edition.id, final.category.key) if row.city_id in own_cities()]
    hidden = policy.why_not_analyse(own)
    if hidden is not None:
        if lists.wants_csv():
            abort(404)
        return render_template("admins/pairwise.html", edition=edition, final=final, order=None, why_not=hidden)
    # Late, as above.
    from ...awards.pairing.order import order

    found = order(final)
    if lists.wants_csv():
        names = {each.place.entry.id: each.place.entry.reference for each in found.rows}
        judges = {judge: number for number, judge in enumerate(dict.fromkeys(c.judge_id for c in found.comparisons), 1)}
        rows = [
            [
                names[each.first_id],
                names[each.second_id],
                "" if each.preferred_id is None else names[each.preferred_id],
                f"Judge {judges[each.judge_id]}",
            ]
            for each in found.comparisons
        ]
        return lists.csv_file(f"{key}-{final.category.key}-comparisons", COLUMNS, rows)
    return render_template("admins/pairwise.html", edition=edition, final=final, order=found, why_not=_why_not([]))


@blueprint.post("/editions/<key>/pairwise/<int:final_id>/closing")
def close_pairwise(key: str, final_id: int) -> Response:
    """End the comparing."""
    final = _final(key, final_id)
    # Late, as above.
    from ...awards.pairing import service

    service.close_final(final, access.visitor().person)
    flash(_("The comparing is closed."), "success")
    return redirect(url_for("admins.pairwise", key=key, final_id=final_id), 303)


def _final(key: str, final_id: int) -> PairwiseFinal:
    found = pairing.final(final_id)
    if found is None or found.round.edition.key != key:
        abort(404)
    return found
