"""Profiles that cities propose: read beside what is public, approved or declined; names of cities and places."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...errors import Invalid
from ...people import queries as people
from ...people.models import City
from ...people.profiles import policy, queries, service
from ...programmes.vocabularies import countries
from ..shared import access
from ..shared.sending import picture
from . import blueprint


@blueprint.get("/profiles")
def profiles() -> str:
    """Profiles that wait, the oldest first, and what places are called."""
    return _list()


def _list(errors: dict[str, list[str]] | None = None) -> str:
    return render_template(
        "admins/profiles.html",
        waiting=queries.waiting(),
        named=queries.place_names(),
        countries=countries(),
        why_not=policy.why_not_handle(access.visitor().team, speaks=False),
        typed=request.form,
        errors=errors or {},
    )


@blueprint.post("/profiles/places")
def call_place() -> tuple[str, int] | Response:
    """Say what a country or area is called on public pages."""
    code = request.form.get("code", "")
    if code not in countries():
        return _list({"code": [_("Choose the country or area.")]}), 422
    try:
        service.call_place(code, request.form.get("place_name", ""), access.visitor().person)
    except Invalid as error:
        return _list(error.fields), error.status
    flash(_("The name is used on public pages from now on."), "success")
    return redirect(url_for("admins.profiles"), 303)


def _city(slug: str) -> City:
    return people.city_by_slug(slug) or abort(404)


@blueprint.get("/cities/<slug>/profile")
def city_profile(slug: str) -> str:
    """What a city proposed beside what is public, and the decision; the city's name."""
    return _page(_city(slug))


def _page(city: City, errors: dict[str, list[str]] | None = None) -> str:
    last = queries.last(city.id)
    speaks = any(seat.city_id == city.id for seat in access.visitor().cities)
    return render_template(
        "admins/city_profile.html",
        city=city,
        last=last,
        decision=None if last is None else queries.decision(last.id),
        public=queries.approved(city.id),
        why_not=policy.why_not_handle(access.visitor().team, speaks),
        typed=request.form,
        errors=errors or {},
    )


@blueprint.post("/cities/<slug>/profile")
def decide_profile(slug: str) -> tuple[str, int] | Response:
    """Approve the version that was read, or decline it with a reason."""
    city = _city(slug)
    last = queries.last(city.id)
    if last is None:
        abort(404)
    name, approve = city.name, request.form.get("decision") == "approve"
    if request.form.get("decision") not in {"approve", "decline"}:
        return _page(city, {"decision": [_("Choose whether it becomes public.")]}), 422
    if request.form.get("number") != str(last.number):
        return _page(city, {"": [_("The city has proposed another version since. Read that one.")]}), 422
    try:
        service.decide(last, approve, request.form.get("reason", ""), access.visitor().person)
    except Invalid as error:
        return _page(_city(slug), error.fields), error.status
    told = _("The profile of %(city)s is public.", city=name)
    flash(told if approve else _("The profile is declined. %(city)s gets a letter.", city=name), "success")
    return redirect(url_for("admins.profiles"), 303)


@blueprint.post("/cities/<slug>/name")
def rename_city(slug: str) -> tuple[str, int] | Response:
    """Call a city by another name; its old address goes on leading to its page."""
    try:
        city = service.rename(
            _city(slug), request.form.get("name", ""), request.form.get("reason", ""), access.visitor().person
        )
    except Invalid as error:
        renaming = {"rename-reason" if field == "reason" else field: told for field, told in error.fields.items()}
        return _page(_city(slug), renaming), error.status
    flash(_("The city is called %(city)s now.", city=city.name), "success")
    return redirect(url_for("admins.city_profile", slug=city.slug), 303)


@blueprint.get("/cities/<slug>/profile/logo")
def proposed_logo(slug: str) -> Response:
    """The logo of the version a city proposed last."""
    last = queries.last(_city(slug).id)
    if last is None or last.logo_sha256 is None:
        abort(404)
    return picture(last.logo_sha256, last.logo_size or 0, last.logo_type or "", kept=False)
