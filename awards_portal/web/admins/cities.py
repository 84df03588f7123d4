"""Cities that enter: who speaks for each, and a new lead where the old one is gone."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...entries import queries as entries
from ...entries.oversight import merging
from ...errors import Invalid
from ...people import listing, policy, queries, service
from ...people.models import City
from ...sheets import Column, Kind
from ..shared import access, lists
from . import blueprint
from .entries import why_not_oversee

COLUMNS = [Column("city"), Column("country"), Column("leads", Kind.NUMBER), Column("people", Kind.NUMBER)]


@blueprint.get("/cities")
def cities() -> str | Response:
    """The table of cities; `format=csv` gives the same rows as a file."""
    search, lead = lists.asked("q"), lists.asked("lead", [listing.SPOKEN, listing.GONE, listing.NEVER, listing.ENTERED])
    found = lists.listing(
        lambda limit, offset: listing.city_rows(
            search=search, lead=lead, entered=entries.cities_entered(), limit=limit, offset=offset
        )
    )
    if lists.wants_csv():
        return lists.csv_file("cities", COLUMNS, [[row.name, row.country, row.leads, row.people] for row in found.rows])
    return render_template("admins/cities.html", listing=found, q=search, lead=lead)


@blueprint.get("/cities/<slug>")
def city(slug: str) -> str | Response:
    """One city's people, and the form that appoints a lead. A merged city's address leads to the one that stays."""
    found = city_or_404(slug)
    return city_page(found) if found.slug == slug else redirect(url_for("admins.city", slug=found.slug), 301)


def city_or_404(slug: str) -> City:
    """The city of an address, or the one that stands for it."""
    return queries.city_by_slug(slug) or abort(404)


def city_page(found: City, errors: dict[str, list[str]] | None = None) -> str:
    """The page of a city; after a refusal with the sentences beside the fields."""
    people = queries.representatives(found.id)
    person = access.visitor().person
    own = next((each for each in people if each.person_id == person.id), None)
    return render_template(
        "admins/city.html",
        city=found,
        people=people,
        mergers=merging.mergers_into(found.id),
        why_not_merge=why_not_oversee(found.id),
        invitations=queries.open_invitations(found.id, clock.now()),
        leads=queries.count_leads(people),
        why_not=policy.why_not_appoint(access.visitor().team, own),
        typed=request.form,
        gone=request.form.getlist("gone"),
        errors=errors or {},
    )


@blueprint.post("/cities/<slug>/lead")
def appoint_lead(slug: str) -> tuple[str, int] | Response:
    """Appoint a lead."""
    found, who = city_or_404(slug), request.form.get("who", "")
    city_name = found.name
    if not who:
        return city_page(found, {"who": [_("Choose who leads from now on.")]}), 422
    try:
        name = service.appoint_lead(
            found,
            seat_id=None if who == "new" else _number(who),
            name=request.form.get("name", ""),
            email=request.form.get("email", ""),
            gone=[_number(text) for text in request.form.getlist("gone")],
            reason=request.form.get("reason", ""),
            by=access.visitor().person,
        )
    except Invalid as error:
        return city_page(found, error.fields), error.status
    if who == "new":
        flash(_("%(name)s is invited to lead for %(city)s.", name=name, city=city_name), "success")
    else:
        flash(_("%(name)s leads for %(city)s now.", name=name, city=city_name), "success")
    return redirect(url_for("admins.city", slug=slug), 303)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
