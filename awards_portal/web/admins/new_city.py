"""An organiser adds a city: what it is, and whether it is one that is here under nearly the same name."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...errors import Invalid
from ...people import directory, queries, rules, service
from ...people.models import City, CityKind
from ...people.profiles.policy import why_not_handle
from ...programmes.vocabularies import countries
from ..shared import access
from ..shared.places import place_names
from . import blueprint


@dataclass(frozen=True)
class Near:
    """A city of nearly the same name, and in what the two are the same."""

    city: City
    words: str


@blueprint.get("/new-city")
def new_city() -> str:
    """The form."""
    return _page({}, [])


def _page(errors: dict[str, list[str]], near: Sequence[Near]) -> str:
    return render_template(
        "admins/new_city.html",
        typed=request.form,
        errors=errors,
        near=near,
        countries=place_names(),
        regions=directory.regions(),
        kinds=list(CityKind),
        why_not=why_not_handle(access.visitor().team, speaks=False),
    )


@blueprint.post("/new-city")
def add_city() -> tuple[str, int] | Response:
    """Add it, or ask first whether it is one of those that are here."""
    form = request.form
    country, region, kind = (form.get(name, "") for name in ("country", "region", "kind"))
    name = " ".join(form.get("city_name", "").split())
    values = {
        "name": name,
        "country": country if country in countries() else "",
        "region": region if region in directory.regions() else "",
        "kind": kind if kind in set(CityKind) else CityKind.CITY.value,
        "website": form.get("website", "").strip(),
        "listed": bool(form.get("listed")),
    }
    seen = form.getlist("seen") if form.get("another") else []
    others = [int(text) for text in seen if text.isdecimal() and len(text) < 18]
    try:
        made = service.add_city(values, access.visitor().person, others=others)
    except Invalid as error:
        return _page(error.fields, _near(name)), error.status
    flash(_("%(city)s is added.", city=name), "success")
    return redirect(url_for("admins.city", slug=made.slug), 303)


def _near(name: str) -> list[Near]:
    """Cities of nearly this name, the nearest first."""
    names = queries.city_names()
    ids = rules.sounds_like(name, names) if name else []
    found = {each.id: each for each in queries.cities(ids)}
    words = {
        rules.Alike.LETTERS: _("the same but for accents, capitals and spaces"),
        rules.Alike.USUAL_WORDS: _("the same but for words such as city or municipality"),
        rules.Alike.PART: _("one name stands in the other"),
        rules.Alike.NEARLY: _("a few letters differ"),
    }
    near = []
    for id_ in ids:
        # A merged city is found under the name it had.
        how = min(filter(None, (rules.alike(name, known) for of, known in names if of == id_)), key=list(words).index)
        near.append(Near(found[id_], words[how]))
    return near
