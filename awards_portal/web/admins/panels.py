"""The panels of a round: which judges sit in which category."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...errors import Refusal
from ...judging import queries, service
from ...judging.models import Judge
from ..shared import access
from . import blueprint
from .rounds import Place, find_place, own_cities, why_not_arrange


@blueprint.get("/editions/<key>/panels")
def panels(key: str) -> str:
    """Every category of the round with its seats and how far its judging is."""
    place = find_place(key)
    found = {panel.category_id: panel for panel in queries.panels(place.round.id)}
    members = queries.members([panel.id for panel in found.values()])
    coverage = {row.category.id: row for row in queries.coverage(place.round, own_cities())}
    seats = {c.id: members[found[c.id].id] if c.id in found else [] for c in place.categories}
    everybody = queries.everybody(place.edition.id)
    return render_template(
        "admins/panels.html",
        place=place,
        edition=place.edition,
        seats=seats,
        free={
            category_id: [judge for judge in everybody if judge.id not in {each.id for each in seated}]
            for category_id, seated in seats.items()
        },
        coverage=coverage,
        some_hidden=bool(own_cities()),
        why_not=why_not_arrange(),
    )


@blueprint.post("/editions/<key>/panels/<category_key>/seats")
def add_seat(key: str, category_key: str) -> Response:
    """Give a judge a seat."""
    place = find_place(key, category_key)
    judge = _judge(place)
    name, title = judge.name, place.category.title
    service.seat_judge(place.round, place.category, judge, access.visitor().person)
    flash(_("%(name)s sits on the panel of %(category)s.", name=name, category=title), "success")
    return _back(key, category_key)


@blueprint.post("/editions/<key>/panels/<category_key>/seats/removal")
def remove_seat(key: str, category_key: str) -> Response:
    """Take a judge's seat back; assignments stay."""
    place = find_place(key, category_key)
    judge = _judge(place)
    panel = queries.panel_of(place.round.id, place.category.id) or abort(404)
    name, title = judge.name, place.category.title
    service.remove_member(panel, judge, access.visitor().person)
    flash(
        _(
            "%(name)s no longer sits on the panel of %(category)s. Assignments made before stay.",
            name=name,
            category=title,
        ),
        "success",
    )
    return _back(key, category_key)


def _judge(place: Place) -> Judge:
    judge_id = request.form.get("judge", type=int)
    if judge_id is None:
        raise Refusal(_("Choose a judge. Go back and choose one."))
    return queries.judge_in(place.edition.id, judge_id) or abort(404)


def _back(key: str, category_key: str) -> Response:
    address = url_for("admins.panels", key=key, round=request.form.get("round") or None)
    return redirect(f"{address}#category-{category_key}", 303)
