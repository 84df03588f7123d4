"""Copying an edition to the next year, and what the copy asks and weighs otherwise."""

import re
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ....errors import Invalid
from ....programmes import changes, queries, service
from ....programmes.differences import form_differences, rubric_differences
from ....programmes.models import Edition
from ....programmes.reading import label
from ...shared import access
from .. import blueprint
from ..entries import edition_or_404
from .editing import why_not_set_up
from .fields import Field, typed
from .parts import form_of, rubric_of, settings_of
from .telling import told

# Fifty-two weeks: the same day of the week a year later.
YEAR = timedelta(days=364)
_NUMBER = re.compile(r"[0-9]{1,4}(?=[^0-9]*\Z)")


def _fields() -> list[Field]:
    return [
        Field("title", label("title")),
        Field(
            "key",
            label("key"),
            hint=_("Small letters, digits and hyphens, such as ssc27. It stands in addresses and stays."),
        ),
        Field(
            "reference_prefix",
            label("reference_prefix"),
            hint=_("Capitals and digits: SSC27 gives references such as SSC27-0042."),
        ),
        Field("opening_day", _("Day of the opening"), "day", _("Every other date moves by as many days.")),
    ]


@blueprint.get("/editions/<key>/copy")
def copy_form(key: str) -> str:
    """What the next edition is called and when it opens."""
    edition = edition_or_404(key)
    opens = edition.opens_at.astimezone(ZoneInfo(edition.time_zone)).date() + YEAR
    names = {name: following(getattr(edition, name)) for name in ("title", "key", "reference_prefix")}
    every = queries.every_edition()
    used = {each.key for each in every} | {each.reference_prefix for each in every}
    # A year that has its edition already is passed over; a name without a number is empty and never in use.
    while used & {names["key"], names["reference_prefix"]}:
        names, opens = {name: following(words) for name, words in names.items()}, opens + YEAR
    return _page(edition, {**names, "opening_day": opens.isoformat()}, {})


def following(name: str) -> str:
    """A name with its last number raised by one: ssc26 is followed by ssc27; empty where there is no number."""
    found = _NUMBER.search(name)
    if found is None:
        return ""
    number = f"{int(found[0]) + 1:0{len(found[0])}d}"
    return f"{name[: found.start()]}{number}{name[found.end() :]}"


def _page(edition: Edition, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render_template(
        "admins/setup/new.html",
        edition=edition,
        heading=_("Copy %(title)s", title=edition.title),
        lead=_("Settings, categories, rounds, form and rubric are copied; entries, judges and scores are not."),
        fields=_fields(),
        values=values,
        errors=errors,
        action=url_for("admins.copy_edition", key=edition.key),
        button=_("Copy the edition"),
        back=url_for("admins.setup", key=edition.key),
        why_not=why_not_set_up(),
    )


@blueprint.post("/editions/<key>/copy")
def copy_edition(key: str) -> tuple[str, int] | Response:
    """Copy an edition."""
    source, words = edition_or_404(key), typed(_fields(), request.form)
    try:
        day = date.fromisoformat(words["opening_day"])
    except ValueError:
        day = None
    names = {name: words[name] for name in ("key", "title", "reference_prefix")}
    try:
        made = service.copy_edition(source, **names, opening_day=day, by=access.visitor().person)
    except Invalid as error:
        return _page(edition_or_404(key), words, told(error, "", _fields())), 422
    flash(_("The edition is copied with all its dates moved. Go through the list, then publish its call."), "done")
    return redirect(url_for("admins.setup", key=made.key), 303)


@blueprint.get("/editions/<key>/comparison")
def comparison(key: str) -> str:
    """What differs from the edition it was copied from."""
    edition = edition_or_404(key)
    source = queries.edition_by_key(edition.copied_from or "")
    if source is None:
        return render_template("admins/setup/comparison.html", edition=edition, source=None)
    return render_template(
        "admins/setup/comparison.html",
        edition=edition,
        source=source,
        settings=changes.between(settings_of(source), settings_of(edition)),
        form=form_differences(form_of(source), form_of(edition)),
        rubric=rubric_differences(rubric_of(source), rubric_of(edition)),
    )
