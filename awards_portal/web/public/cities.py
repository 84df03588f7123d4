"""The directory of cities, and each city's page."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ... import clock
from ...awards import queries as awards
from ...people import directory, queries
from ...people.profiles import queries as profiles
from ...sheets import Column, Kind
from ..shared import access, lists
from ..shared.places import membership_words, place_names
from ..shared.sending import picture
from ..shared.told import sayings
from . import blueprint

COLUMNS = [*map(Column, ("city", "country", "region", "membership", "since")), Column("awards", Kind.NUMBER)]


@blueprint.get("/cities")
def cities() -> str | Response:
    """The directory; `format=csv` gives the same rows as a file."""
    names, kinds = place_names(), membership_words()
    asked = {
        "country": lists.asked("country", names),
        "region": lists.asked("region", directory.regions()),
        "membership": lists.asked("membership", [*kinds, "none"]),
    }
    search, won = lists.asked("q"), awards.wins_by_city(clock.now())
    found = lists.listing(
        lambda limit, offset: profiles.directory(search=search, also=won, limit=limit, offset=offset, **asked)
    )
    if lists.wants_csv():
        rows = [
            [row.name, names.get(row.country, row.country), row.region, row.membership, row.since, won.get(row.id, 0)]
            for row in found.rows
        ]
        return lists.csv_file("cities", COLUMNS, rows)
    return render_template(
        "public/cities.html",
        listing=found,
        won=won,
        names=names,
        kinds=kinds,
        here=profiles.listed_countries(won),
        regions=directory.regions(),
        q=search,
        **asked,
    )


@blueprint.get("/cities/<slug>")
def city(slug: str) -> str | Response:
    """A city: what it says of itself, its membership, what it won. A former address leads on."""
    won = awards.wins_by_city(clock.now())
    found = profiles.listed_city(slug, won)
    if found is None:
        moved = profiles.city_by_former_slug(slug) or queries.city_by_slug(slug)
        if moved is None or moved.slug == slug:
            abort(404)
        return redirect(url_for("public.city", slug=moved.slug), 301)
    visitor, won_here = access.known(), awards.won_by(found.slug, clock.now())
    held = awards.editions_with_awards(clock.now())
    said = sayings(*held)
    projects = {each.entry_id: each for each in reversed(won_here) if each.entry_id is not None}
    return render_template(
        "public/city.html",
        city=found,
        profile=profiles.approved(found.id),
        memberships=profiles.memberships(found.id),
        awards=won_here,
        # Each published entry once, the latest first, whatever it won.
        projects=list(reversed(projects.values())),
        shown=awards.showings(projects),
        titles={each.key: said.edition(each).title for each in held},
        names=place_names(),
        kinds=membership_words(),
        speaks=visitor is not None and any(seat.city_id == found.id for seat in visitor.cities),
    )


@blueprint.get("/cities/<slug>/logo")
def city_logo(slug: str) -> Response:
    """The logo of the approved profile. Its address carries its digest, so that browsers may keep it."""
    found = queries.city_by_slug(slug)
    profile = None if found is None else profiles.approved(found.id)
    if profile is None or profile.logo_sha256 is None:
        abort(404)
    kept = request.args.get("v") == profile.logo_sha256[:10]
    return picture(profile.logo_sha256, profile.logo_size or 0, profile.logo_type or "", kept=kept)
