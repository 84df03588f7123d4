"""A city that was entered twice: find the other row, see what would go over, merge, undo."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...entries import queries as entries
from ...entries.oversight import merging
from ...errors import Invalid, PortalError
from ...people import queries
from ...people.models import City
from ..shared import access, lists
from . import blueprint
from .cities import city_or_404, city_page
from .entries import why_not_oversee


@blueprint.get("/cities/<slug>/merger")
def merge_page(slug: str) -> str:
    """Find the row that stays, and see what would go over to it."""
    return _page(city_or_404(slug), lists.asked("into"))


def _page(found: City, chosen: str, errors: dict[str, list[str]] | None = None) -> str:
    words = lists.asked("q")
    into = queries.city_by_slug(chosen) if chosen else None
    return render_template(
        "admins/merger.html",
        city=found,
        into=into,
        q=words,
        near=[each for each in queries.find_cities(words or found.name) if each.id != found.id],
        entries=entries.entries_of_cities([found.id]),
        people=queries.representatives(found.id),
        faults=[] if into is None else merging.why_not_merge(found, into),
        why_not=why_not_oversee(found.id) or (None if into is None else why_not_oversee(into.id)),
        reason=request.form.get("merge_reason", ""),
        errors=errors or {},
    )


@blueprint.post("/cities/<slug>/merger")
def merge_city(slug: str) -> tuple[str, int] | Response:
    """Let the other row stand for this one."""
    found = city_or_404(slug)
    into = queries.city_by_slug(request.form.get("into", "")) or abort(404)
    name, target, stays = found.name, into.slug, into.name
    try:
        merging.merge(found, into, request.form.get("merge_reason", ""), access.visitor().person)
    except Invalid as error:
        return _page(city_or_404(slug), target, error.fields), 422
    except PortalError as error:
        return _page(city_or_404(slug), target, {"": [error.sentence]}), error.status
    flash(_("%(name)s is one with %(stays)s now.", name=name, stays=stays), "success")
    return redirect(url_for("admins.city", slug=target), 303)


@blueprint.post("/cities/<slug>/mergers/<int:merger_id>/undoing")
def undo_merger(slug: str, merger_id: int) -> tuple[str, int] | Response:
    """Bring back what went over."""
    found = city_or_404(slug)
    merger = merging.merger_of(found.id, merger_id) or abort(404)
    name = merger.city.name
    try:
        merging.undo_merge(merger, request.form.get("undo_reason", ""), access.visitor().person)
    except Invalid as error:
        return city_page(city_or_404(slug), error.fields), 422
    flash(_("%(name)s is a city of its own again.", name=name), "success")
    return redirect(url_for("admins.city", slug=slug), 303)
