"""The panels of a round: which judges sit in which category."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
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
        nobody=not everybody,
        free={
            category_id: [judge for judge in everybody if judge.id not in {each.id for each in seated}]
            for category_id, seated in seats.items()
        },
        coverage=coverage,
        some_hidden=bool(own_cities()),
        why_not=why_not_arrange(),
    )


@blueprint.post("/editions/<key>/panels/<category_key>/seats")
def add_seats(key: str, category_key: str) -> Response:
    """Give the judges that were ticked their seats."""
    place = find_place(key, category_key)
    judges = [_judge(place, judge_id) for judge_id in dict.fromkeys(request.form.getlist("judge"))]
    if not judges:
        raise Refusal(_("No judge was ticked. Go back and tick whom you want on the panel."))
    names, title = ", ".join(judge.name for judge in judges), place.category.title
    service.seat_judges(place.round, place.category, judges, access.visitor().person)
    told = ngettext(
        "%(names)s sits on the panel of %(category)s.",
        "%(names)s sit on the panel of %(category)s.",
        len(judges),
        names=names,
        category=title,
    )
    flash(told, "success")
    return _back(key, category_key)


@blueprint.post("/editions/<key>/panels/<category_key>/seats/removal")
def remove_seat(key: str, category_key: str) -> Response:
    """Take a judge's seat back; assignments stay."""
    place = find_place(key, category_key)
    judge = _judge(place, request.form.get("judge", ""))
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


def _judge(place: Place, judge_id: str) -> Judge:
    if not judge_id:
        raise Refusal(_("Choose a judge. Go back and choose one."))
    number = int(judge_id) if judge_id.isdecimal() and len(judge_id) < 19 else 0
    return queries.judge_in(place.edition.id, number) or abort(404)


def _back(key: str, category_key: str) -> Response:
    address = url_for("admins.panels", key=key, round=request.form.get("round") or None)
    return redirect(f"{address}#category-{category_key}", 303)
