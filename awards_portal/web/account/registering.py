"""Coming in: find your city, leave name and address, choose a password behind the mailed link."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import Invalid, PortalError
from ...people import directory, policy, queries, rules, service
from ...people.links import hash_token
from ...people.models import City, CityKind
from ...programmes.vocabularies import countries
from ..shared import access
from ..shared.places import place_names
from . import blueprint
from .routes import enter_with_new_password

SHOWN = 30


@blueprint.get("/register")
@access.open_to_anyone
def register() -> str:
    """Which city do you speak for? Search the directory, or add the city."""
    words = request.args.get("q", "")[:100]
    found = queries.find_cities(words, SHOWN + 1) if words.strip() else []
    return render_template(
        "account/register.html", words=words, cities=found[:SHOWN], more=len(found) > SHOWN, countries=place_names()
    )


@blueprint.get("/register/cities/<slug>")
@access.open_to_anyone
def register_for(slug: str) -> str:
    """Name and address of somebody who speaks for a city of the directory."""
    return _form(city=_city(slug))


@blueprint.post("/register/cities/<slug>")
@access.open_to_anyone
def send_for(slug: str) -> str | tuple[str, int] | Response:
    """Send the letter."""
    return _send(_city(slug))


@blueprint.get("/register/new-city")
@access.open_to_anyone
def register_new() -> str:
    """The same, with a city that is not in the directory."""
    return _form(city=None, name_of_city=request.args.get("name", "")[:150])


@blueprint.post("/register/new-city")
@access.open_to_anyone
def send_new() -> str | tuple[str, int] | Response:
    """Send the letter, or ask first whether the city is one of those that sound alike."""
    chosen = request.form.get("one_of_these", "")
    if chosen and chosen != "none":
        return _send(_city(chosen))
    near = queries.cities(rules.sounds_like(request.form.get("city_name", ""), queries.city_names()))
    if near and not chosen:
        return _form(city=None, near=near), 422
    return _send(None)


@blueprint.get("/register/sent")
@access.open_to_anyone
def registration_sent() -> str:
    """Look into your mailbox."""
    return render_template("account/sent.html", what="registration")


def _city(slug: str) -> City:
    return queries.city_by_slug(slug) or abort(404)


def _send(city: City | None) -> str | tuple[str, int] | Response:
    form = request.form
    new = None
    if city is None:
        country = form.get("country", "")
        region, kind = form.get("region", ""), form.get("kind", "")
        new = {
            "name": " ".join(form.get("city_name", "").split()),
            "country": country if country in countries() else "",
            "region": region if region in directory.regions() else "",
            "kind": kind if kind in set(CityKind) else CityKind.CITY.value,
            "website": form.get("website", "").strip(),
        }
    try:
        service.register(
            form.get("email", ""),
            form.get("name", ""),
            city=city,
            new_city=new,
            address=request.remote_addr or "",
            mark=form.get("mark", "")[:64],
        )
    except Invalid as error:
        return _form(city=city, errors=error.fields), error.status
    return redirect(url_for("account.registration_sent"), 303)


def _form(city: City | None, *, errors: dict[str, list[str]] | None = None, **more: Any) -> str:
    return render_template(
        "account/register_form.html",
        city=city,
        typed=request.form,
        errors=errors or {},
        countries=place_names(),
        regions=directory.regions(),
        kinds=list(CityKind),
        **{"near": [], "name_of_city": "", **more},
    )


@blueprint.get("/registrations/<token>")
@access.open_to_anyone
def registration(token: str) -> str | tuple[str, int]:
    """Choose a password. Opening the link does nothing: mail scanners open links."""
    return _registration_page(token)


@blueprint.post("/registrations/<token>")
@access.open_to_anyone
def confirm_registration(token: str) -> str | tuple[str, int] | Response:
    """Make the account and go to work."""
    password = request.form.get("password", "")
    try:
        person, city, seat = service.confirm_registration(token, password, request.form.get("time_zone", ""))
    except Invalid as error:
        return _registration_page(token, error.fields)[0], error.status
    except PortalError as error:
        return _registration_page(token, sentence=error.sentence)[0], error.status
    enter_with_new_password(person, password)
    if seat is None:
        told = _(
            "Your account is ready. Somebody speaks for %(city)s already; we have written to them. Ask them to invite "
            "%(email)s.",
            city=city.name,
            email=person.email,
        )
        flash(told, "warning")
    else:
        flash(_("Your account is ready, and you are the lead of %(city)s.", city=city.name), "success")
    return redirect(url_for("account.home"), 303)


def _registration_page(
    token: str, errors: dict[str, list[str]] | None = None, sentence: str | None = None
) -> tuple[str, int]:
    found = queries.registration_by_hash(hash_token(token))
    refusal = sentence or policy.why_not_use(found, clock.now())
    if refusal is None and found is not None and queries.person_by_email(found.email) is not None:
        refusal = _("There is an account with this address already. Sign in, or ask for a new password.")
    page = render_template(
        "account/choose_password.html",
        refusal=refusal,
        who=None if refusal else found,
        shortest=rules.SHORTEST,
        errors=errors or {},
        action=url_for("account.confirm_registration", token=token),
        again=url_for("account.register"),
        button=_("Make the account"),
    )
    return page, 410 if refusal else 200
