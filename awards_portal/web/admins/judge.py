"""One judge of an edition as the organising team reads the profile."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...entries import queries as entries
from ...entries.models import Entry
from ...errors import Invalid
from ...judging import policy, queries, service
from ...judging.models import Exclusion, Judge
from ...people import queries as people
from ...people.models import City
from ...programmes.vocabularies import countries
from ..shared import access
from ..shared.sending import show_picture
from . import blueprint
from .entries import edition_or_404
from .rounds import own_cities, why_not_arrange


def _judge(key: str, judge_id: int) -> Judge:
    edition = edition_or_404(key)
    return queries.judge_in(edition.id, judge_id) or abort(404)


@blueprint.get("/editions/<key>/judges/<int:judge_id>")
def judge(key: str, judge_id: int) -> tuple[str, int]:
    """What a judge says of herself."""
    found = _judge(key, judge_id)
    return _page(found, {})


def _page(found: Judge, errors: dict[str, list[str]], status: int = 200) -> tuple[str, int]:
    page = render_template(
        "admins/judge.html",
        edition=found.edition,
        judge=found,
        names=countries(get_locale().language),
        rounds=queries.rounds(found.edition_id),
        extensions=queries.extensions_of_judge(found.id),
        exclusions=queries.exclusions_of_judge(found.id, own_cities()),
        why_not=why_not_arrange() or policy.why_not_take_part(found),
        form=request.form,
        errors=errors,
    )
    return page, status


@blueprint.post("/editions/<key>/judges/<int:judge_id>/extensions")
def extend_judge(key: str, judge_id: int) -> tuple[str, int] | Response:
    """Let one judge score longer than the others."""
    found, form = _judge(key, judge_id), request.form
    rounds = {each.key: each for each in queries.rounds(found.edition_id)}
    round_ = rounds.get(form.get("round", ""))
    if round_ is None:
        return _page(found, {"round": [_("Choose the round.")]}, 422)
    name, zone = found.name, found.edition.time_zone
    try:
        made = service.extend_judge(
            round_, found, clock.read(form.get("until", ""), zone), form.get("reason", ""), access.visitor().person
        )
    except Invalid as error:
        return _page(_judge(key, judge_id), error.fields, error.status)
    until = clock.tell(made.until, zone)
    flash(_("%(name)s may score until %(until)s and gets a letter.", name=name, until=until), "success")
    return redirect(url_for("admins.judge", key=key, judge_id=judge_id), 303)


@blueprint.post("/editions/<key>/judges/<int:judge_id>/exclusions")
def exclude(key: str, judge_id: int) -> tuple[str, int] | Response:
    """Keep a judge away from an entry, from every entry of its city, or from a city by its name."""
    found, form = _judge(key, judge_id), request.form
    name, reason, by = found.name, form.get("exclusion_reason", ""), access.visitor().person
    try:
        if form.get("city", "").strip() and not form.get("entry", "").strip():
            city = _city(form["city"].strip())
            made = service.exclude_city(found, city, reason, by)
        else:
            made = service.exclude(
                found, _entry(found, form.get("entry", "")), bool(form.get("whole_city")), reason, by
            )
    except Invalid as error:
        return _page(_judge(key, judge_id), error.fields, error.status)
    named = _named(next(each for each in queries.exclusions_of_judge(judge_id) if each.id == made.id))
    flash(_("%(name)s is kept apart from %(reference)s.", name=name, reference=named), "success")
    return redirect(url_for("admins.judge", key=key, judge_id=judge_id), 303)


def _entry(judge: Judge, reference: str) -> Entry:
    entry = entries.entry_by_reference(reference.strip().upper())
    if entry is None or entry.edition_id != judge.edition_id or entry.city_id in own_cities():
        told = _("No entry of this edition has this reference. Copy it from the list of entries.")
        raise Invalid(told, {"entry": [told]})
    return entry


def _city(words: str) -> City:
    named = [each for each in people.cities_named(words) if each.id not in own_cities()]
    if len(named) != 1:
        told = (
            _("Several cities have this name. Add the code of the country, such as “%(city)s, KR”.", city=words[:60])
            if named
            else _("No city has this name. Copy it from the list of cities.")
        )
        raise Invalid(told, {"city": [told]})
    return named[0]


def _named(exclusion: Exclusion) -> str:
    if exclusion.entry is not None:
        return exclusion.entry.reference
    return "" if exclusion.city is None else exclusion.city.name


@blueprint.post("/editions/<key>/judges/<int:judge_id>/exclusions/<int:exclusion_id>/end")
def end_exclusion(key: str, judge_id: int, exclusion_id: int) -> Response:
    """Take an exclusion back."""
    found = _judge(key, judge_id)
    listed = {each.id: each for each in queries.exclusions_of_judge(found.id, own_cities())}
    if exclusion_id not in listed:
        abort(404)
    named, name = _named(listed[exclusion_id]), found.name
    service.end_exclusion(listed[exclusion_id], access.visitor().person)
    flash(_("%(name)s may be given %(reference)s again.", name=name, reference=named), "success")
    return redirect(url_for("admins.judge", key=key, judge_id=judge_id), 303)


@blueprint.get("/editions/<key>/judges/<int:judge_id>/photo")
def judge_photo(key: str, judge_id: int) -> Response:
    """A judge's photo."""
    return show_picture(_judge(key, judge_id))
