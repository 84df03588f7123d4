"""More time for one city, or for one entry: giving it, and taking it back."""

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...entries.models import Entry
from ...entries.oversight import queries
from ...entries.oversight.extending import extend as give
from ...entries.oversight.extending import revoke as take_back
from ...errors import Invalid, Refusal
from ...people import queries as people
from ...people.models import City
from ...programmes import queries as programmes
from ...programmes.models import Edition
from ..shared import access
from . import blueprint
from .entries import edition_or_404, entry_or_404, entry_page, why_not_oversee


@blueprint.get("/editions/<key>/extensions")
def extensions(key: str) -> str:
    """Who has more time and why, and the form; `?city=` names the city to begin with."""
    return _page(edition_or_404(key), city=request.args.get("city", ""))


def _page(edition: Edition, errors: dict[str, list[str]] | None = None, **typed: str) -> str:
    return render_template(
        "admins/extensions.html",
        edition=edition,
        extensions=queries.extensions(edition.id),
        cities=queries.cities_spoken_for(),
        judging=programmes.read_from(edition.id),
        at=clock.now(),
        why_not=why_not_oversee(0),
        errors=errors or {},
        typed=typed,
    )


@blueprint.post("/editions/<key>/extensions")
def extend(key: str) -> tuple[str, int] | Response:
    """Give a city more time."""
    edition = edition_or_404(key)
    typed = {name: request.form.get(name, "") for name in ("city", "until", "reason", "despite_judging")}
    city = people.city_by_slug(typed["city"])
    if city is None:
        return _page(edition, {"city": [_("Choose the city that gets more time.")]}, **typed), 422
    name = city.name
    try:
        made = _give(edition, city, typed)
    except Invalid as error:
        return _page(edition_or_404(key), error.fields, **typed), 422
    told = clock.tell(made, edition_or_404(key).time_zone)
    flash(_("%(city)s has time until %(until)s. It gets a letter.", city=name, until=told), "success")
    return redirect(url_for("admins.extensions", key=key), 303)


def _give(edition: Edition, city: City, typed: dict[str, str], entry: Entry | None = None) -> datetime:
    until = clock.read(typed["until"], edition.time_zone)
    despite = bool(typed["despite_judging"])
    by = access.visitor().person
    return give(edition, city, until, typed["reason"], by, entry=entry, despite_judging=despite).until


@blueprint.post("/editions/<key>/extensions/<int:extension_id>/revocation")
def revoke_extension(key: str, extension_id: int) -> tuple[str, int] | Response:
    """Take an extension back."""
    edition = edition_or_404(key)
    found = queries.extension(edition.id, extension_id)
    if found is None:
        abort(404)
    name = found.city.name
    try:
        take_back(found, request.form.get("revocation", ""), access.visitor().person)
    except Invalid as error:
        return _page(edition_or_404(key), {f"revocation-{extension_id}": [error.sentence]}), 422
    flash(_("The extension of %(city)s is taken back. It gets a letter.", city=name), "success")
    return redirect(url_for("admins.extensions", key=key), 303)


@blueprint.post("/editions/<key>/entries/<reference>/extension")
def extend_entry(key: str, reference: str) -> tuple[str, int] | Response:
    """Give one entry more time."""
    edition = edition_or_404(key)
    entry = entry_or_404(edition, reference)
    typed = {name: request.form.get(name, "") for name in ("until", "time_reason", "despite_judging")}
    try:
        made = _give(edition, entry.city, {**typed, "reason": typed["time_reason"]}, entry)
    except Invalid as error:
        faults = {{"reason": "time_reason"}.get(name, name): told for name, told in error.fields.items()}
        edition = edition_or_404(key)
        return entry_page(edition, entry_or_404(edition, reference), faults, **typed), 422
    told = clock.tell(made, edition_or_404(key).time_zone)
    flash(_("The entry has time until %(until)s. Its city gets a letter.", until=told), "success")
    return redirect(url_for("admins.entry", key=key, reference=reference), 303)


@blueprint.post("/editions/<key>/entries/<reference>/extension/revocation")
def revoke_entry_extension(key: str, reference: str) -> tuple[str, int] | Response:
    """Take back what was given to one entry."""
    entry = entry_or_404(edition_or_404(key), reference)
    found = queries.extension_of_entry(entry.id)
    if found is None:
        # Most often the button was pressed twice, or a colleague was faster.
        raise Refusal(_("This extension was taken back or replaced before."))
    try:
        take_back(found, request.form.get("revocation", ""), access.visitor().person)
    except Invalid as error:
        edition = edition_or_404(key)
        return entry_page(edition, entry_or_404(edition, reference), error.fields), 422
    flash(_("The extension is taken back. The city gets a letter."), "success")
    return redirect(url_for("admins.entry", key=key, reference=reference), 303)
