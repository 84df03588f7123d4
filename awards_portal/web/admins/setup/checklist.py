"""Setting an edition up: begun on one page, then a checklist of what is done and what is missing, and its timeline."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from .... import clock
from ....errors import Invalid
from ....judging import queries as judging
from ....programmes import changes, queries, service
from ....programmes.documents import read_edition
from ....programmes.models import Edition
from ...shared import access
from .. import blueprint
from ..entries import edition_or_404
from ..timeline import timeline
from . import settings
from .editing import why_not_set_up
from .fields import fill, typed
from .looking import at_form, at_rubric
from .telling import told

# Where the first name of a fault's path is mended; every other one is on the page of names and limits.
WHERE = {
    **dict.fromkeys(("called", "opens", "closes", "grace_minutes", "announced", "ceremony"), "dates"),
    **dict.fromkeys(("method", "tie_ladder", "awards"), "scoring"),
    **{name: name for name in ("categories", "eligibility", "rounds", "conflicts", "form", "rubric")},
}


@dataclass(frozen=True)
class Line:
    """One line of the checklist. `missing` are the sentences of what keeps the call from being published."""

    title: str
    href: str
    missing: Sequence[str]
    words: str = ""
    optional: bool = False
    # How much there is to look at that keeps nobody from publishing.
    look: int = 0


@blueprint.get("/editions/new")
def new_edition() -> str:
    """What a new edition is called and when it is open."""
    return _beginning({each.name: "" for each in settings.beginning()} | {"time_zone": "UTC"}, {})


def _beginning(values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render_template(
        "admins/setup/new.html",
        heading=_("New edition"),
        lead=_("Begin with its name and dates. The rest follows step by step; nobody else sees it until you say so."),
        fields=settings.beginning(),
        values=values,
        errors=errors,
        action=url_for("admins.begin_edition"),
        button=_("Begin the edition"),
        why_not=why_not_set_up(),
    )


@blueprint.post("/editions")
def begin_edition() -> tuple[str, int] | Response:
    """Begin an edition."""
    fields = settings.beginning()
    words = typed(fields, request.form)
    document: dict[str, Any] = {}
    zone = words["time_zone"] if words["time_zone"] in clock.zones() else "UTC"
    fill(fields, document, words, zone)
    try:
        edition = service.begin_edition(document, access.visitor().person)
    except Invalid as error:
        return _beginning(words, told(error, "", fields)), 422
    flash(_("The edition is begun. Go through the list; it says what is missing."), "done")
    return redirect(url_for("admins.setup", key=edition.key), 303)


@blueprint.get("/editions/<key>/setup")
def setup(key: str) -> str:
    """The checklist."""
    return _page(edition_or_404(key), {})


def _page(edition: Edition, errors: dict[str, list[str]]) -> str:
    zone = edition.time_zone
    return render_template(
        "admins/setup/setup.html",
        edition=edition,
        lines=_lines(edition),
        timeline=timeline(edition, queries.rounds(edition.id), clock.now()),
        changes=[(each, changes.told(each, zone)) for each in queries.public_changes(edition.id)],
        errors=errors,
        why_not=why_not_set_up(),
    )


def _lines(edition: Edition) -> list[Line]:
    found = faults(edition)
    key, draft, version = edition.key, queries.form_draft(edition.id), queries.current_form(edition.id)

    looks = {"form": len(at_form(edition)), "rubric": len(at_rubric(edition))}

    def line(part: str, title: str, words: str = "", *, optional: bool = False, listed: bool = False) -> Line:
        missing = found.get(part, [])
        if part in {"form", "rubric"}:
            href = url_for(f"admins.{part}", key=key)
        else:
            one, many = "admins.part", "admins.parts"
            href = url_for(many, key=key, parts=part) if listed else url_for(one, key=key, part=part)
        return Line(title, href, missing, words, optional, 0 if missing else looks.get(part, 0))

    asked = len(edition.eligibility)
    form_words = (
        _("Published together with the call") if version is None else _("Version %(n)s is published", n=version.number)
    )
    if version is not None and draft is not None and draft.document != version.document:
        form_words = _("Version %(n)s is published; the draft has changes", n=version.number)
    seats = len(judging.judges(edition.id))
    count = ngettext("%(num)d judge", "%(num)d judges", seats)
    judges = Line(_("Judges and panels"), url_for("admins.judges", key=key), [], count, optional=not seats)
    return [
        line("details", _("Name, place and limits")),
        line("dates", _("Dates")),
        line("categories", _("Categories"), listed=True),
        line(
            "eligibility",
            _("Questions asked first"),
            ngettext("%(num)d question", "%(num)d questions", asked),
            optional=not asked,
            listed=True,
        ),
        line("form", _("Form"), form_words),
        line("rubric", _("Rubric")),
        line("rounds", _("Rounds"), listed=True),
        line("scoring", _("Places and awards")),
        line("conflicts", _("Conflicts of interest")),
        judges,
    ]


def faults(edition: Edition) -> dict[str, list[str]]:
    """What keeps the call from being published, by the part where it is mended; publishing makes the same check."""
    found: dict[str, list[str]] = {}
    try:
        read_edition(queries.edition_document(edition), clock.now(), on_page=True)
    except Invalid as error:
        for path, sentences in error.fields.items():
            if path != "document":
                found.setdefault(WHERE.get(path.partition(".")[0], "details"), []).extend(sentences)
    return found


@blueprint.post("/editions/<key>/call")
def publish_call(key: str) -> tuple[str, int] | Response:
    """Publish the call."""
    edition = edition_or_404(key)
    try:
        service.publish_call(edition, by=access.visitor().person)
    except Invalid as error:
        return _page(edition_or_404(key), {"": error.fields["document"]}), 422
    flash(_("The call is published: everybody finds it now."), "done")
    return redirect(url_for("admins.setup", key=key), 303)


@blueprint.get("/editions/<key>/edition.json")
def edition_file(key: str) -> Response:
    """The whole edition as the document that `flask edition load` takes."""
    return json_file(key, queries.edition_document(edition_or_404(key)))


def json_file(name: str, document: Any) -> Response:
    """A document as a file to save."""
    response = Response(json.dumps(document, ensure_ascii=False, indent=1), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
