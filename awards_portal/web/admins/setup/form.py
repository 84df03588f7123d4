"""The form: its sections and questions, what to look at, a preview as a city sees it, versions, import and export."""

import json
from types import SimpleNamespace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ....documents.uploads import accepted
from ....entries.versions import on_versions
from ....errors import Invalid, Refusal
from ....programmes import queries, service
from ....programmes.differences import changed_questions, form_differences
from ....programmes.form_check import reading
from ....programmes.form_reading import read_form
from ....programmes.models import Edition
from ....programmes.vocabularies import SDGS, countries
from ....sheets import Cell, Column
from ...shared import access
from ...shared.lists import csv_file, listing, wants_csv
from .. import blueprint
from ..entries import edition_or_404
from .checklist import json_file
from .editing import why_not_set_up
from .form_parts import condition_in_words, kind_in_words, kinds
from .looking import at_form
from .parts import form_of, in_order
from .telling import with_labels

# A form's document is text: what is larger was not written by anybody.
MOST_BYTES = 2_000_000


@blueprint.get("/editions/<key>/setup/form")
def form(key: str) -> str:
    """The form as it is worked on."""
    return _page(edition_or_404(key), {})


def _page(edition: Edition, errors: dict[str, list[str]]) -> str:
    document, version = form_of(edition), queries.current_form(edition.id)
    draft, rubric = queries.form_draft(edition.id), queries.current_rubric(edition.id)
    parsed = read_form(document, partial=True)
    criteria = {} if rubric is None else {each.title: each.reads for each in queries.criteria(rubric.id)}
    return render_template(
        "admins/setup/form.html",
        edition=edition,
        sections=document["sections"],
        kinds=kinds(),
        kind_in_words=kind_in_words,
        conditions=_conditions(edition),
        findings=at_form(edition),
        reading=reading(parsed),
        read_for={q: [title for title, reads in criteria.items() if q in reads] for q in parsed.questions},
        versions=queries.form_versions(edition.id),
        version=version,
        revision=draft.revision if draft else 0,
        differences=[] if version is None else form_differences(version.document, document),
        errors=errors,
        reason=request.form.get("reason", ""),
        why_not=why_not_set_up(),
    )


@blueprint.get("/editions/<key>/setup/form/preview")
def form_preview(key: str) -> str:
    """A section as a city will see it; `?section=` names one. What a condition hides is shown, with the condition."""
    edition = edition_or_404(key)
    parsed = read_form(form_of(edition), partial=True)
    if not parsed.sections:
        return render_template("admins/setup/preview.html", edition=edition, form=parsed, section=None)
    wanted = request.args.get("section", parsed.sections[0].key)
    section = parsed.section(wanted) or abort(404)
    return render_template(
        "admins/setup/preview.html",
        edition=edition,
        form=parsed,
        section=section,
        conditions=_conditions(edition),
        number=parsed.sections.index(section) + 1,
        accepted=accepted,
        countries=countries(get_locale().language),
        sdgs=SDGS,
        categories=queries.categories(edition.id),
        # The questions' template asks whose entry it is: nobody's.
        entry=SimpleNamespace(reference="0", city=SimpleNamespace(name=_("The city that enters"), country="", kind="")),
    )


def _conditions(edition: Edition) -> dict[str, str]:
    everything = in_order(form_of(edition))
    categories = [(each.key, each.title) for each in queries.categories(edition.id)]
    return {each["key"]: condition_in_words(each, everything, categories) for each in everything}


@blueprint.post("/editions/<key>/setup/form/beginning")
def begin_form(key: str) -> Response:
    """A first section with the two questions every form needs: what the entry is called, and its category."""
    first = {
        "key": "project",
        "title": _("The project"),
        "questions": [
            {
                "key": "project_title",
                "type": "short_text",
                "label": _("Title of the project"),
                "max_words": 20,
                "required": True,
                "title": True,
            },
            {"key": "project_category", "type": "category", "label": _("Category"), "required": True},
        ],
    }

    def begin(document: dict[str, Any]) -> dict[str, Any]:
        if document["sections"]:
            raise Refusal(_("The form has sections already. Go back to the form and add questions there."))
        return {**document, "sections": [first]}

    service.change_form(edition_or_404(key), begin, by=access.visitor().person)
    flash(_("The first section is made. Change its questions as you like, and add your own."), "done")
    return redirect(url_for("admins.form", key=key), 303)


@blueprint.post("/editions/<key>/setup/form/versions")
def publish_form(key: str) -> tuple[str, int] | Response:
    """Publish the draft as the next version."""
    edition = edition_or_404(key)
    seen = request.form.get("revision", "")
    revision = int(seen) if seen.isdecimal() and len(seen) < 9 else -1
    try:
        version = service.publish_form(
            edition, revision, by=access.visitor().person, reason=request.form.get("reason", "")
        )
    except Invalid as error:
        return _page(
            edition_or_404(key), {"reason" if "reason" in error.fields else "": _sentences(error, edition_or_404(key))}
        ), 422
    flash(_("Version %(n)s is published. Entries that are started from now on answer it.", n=version.number), "done")
    return redirect(url_for("admins.form_version", key=key, number=version.number), 303)


def _sentences(error: Invalid, edition: Edition) -> list[str]:
    everything = in_order(form_of(edition))
    return [with_labels(each, everything) for each in error.fields.get("document") or [error.sentence]]


@blueprint.get("/editions/<key>/setup/form/versions/<int:number>")
def form_version(key: str, number: int) -> str | Response:
    """A version: what it changed, and the entries that keep an earlier one and so do not see that."""
    edition = edition_or_404(key)
    versions = {each.number: each for each in queries.form_versions(edition.id)}
    version = versions.get(number) or abort(404)
    before = versions.get(number - 1)
    differences = [] if before is None else form_differences(before.document, version.document)
    earlier = [each.id for each in versions.values() if each.number < number]
    search = request.args.get("q", "").strip()[:200]
    keys = changed_questions(differences)
    found = listing(lambda limit, offset: on_versions(earlier, keys, search, limit, offset))
    if wants_csv():
        columns = [
            Column(words) for words in ("Reference", "Title", "City", "Form version", "Changed questions answered")
        ]
        rows: list[list[Cell]] = [
            [each.reference, each.title, each.city, each.version, each.answered] for each in found.rows
        ]
        return csv_file(f"{key}-form-{number}", columns, rows)
    return render_template(
        "admins/setup/version.html",
        edition=edition,
        version=version,
        differences=differences,
        listing=found,
        q=search,
        earlier=earlier,
    )


@blueprint.get("/editions/<key>/setup/form.json")
def form_file(key: str) -> Response:
    """The form as a JSON file."""
    return json_file(f"{key}-form", form_of(edition_or_404(key)))


@blueprint.post("/editions/<key>/setup/form/file")
def import_form(key: str) -> tuple[str, int] | Response:
    """Replace the draft by a form from a JSON file."""
    edition, sent = edition_or_404(key), request.files.get("file")
    content = sent.read(MOST_BYTES + 1) if sent is not None else b""
    try:
        document = _read(content)
        read_form(document, partial=True)
        for section in document.setdefault("sections", []):
            section.setdefault("questions", [])
        service.change_form(edition, lambda _now: document, by=access.visitor().person)
    except Invalid as error:
        return _page(edition_or_404(key), {"file": error.fields.get("document") or [error.sentence]}), 422
    count = len(read_form(document, partial=True).questions)
    told = ngettext("The form has %(num)d question now.", "The form has %(num)d questions now.", count)
    flash(f"{told} {_('It is a draft until you publish it.')}", "done")
    return redirect(url_for("admins.form", key=key), 303)


def _read(content: bytes) -> dict[str, Any]:
    if not content:
        raise Invalid(_("Choose a file."))
    if len(content) > MOST_BYTES:
        raise Invalid(_("The file is larger than a form can be (2 MB)."))
    try:
        found = json.loads(content)
    except RecursionError as error:
        raise Invalid(_("The file is nested too deeply to be a form.")) from error
    except json.JSONDecodeError as error:
        raise Invalid(
            _("The file is not JSON: line %(line)d, column %(column)d.", line=error.lineno, column=error.colno)
        ) from error
    except ValueError as error:
        raise Invalid(_("The file is not JSON: it is not text in UTF-8.")) from error
    if isinstance(found, dict) and isinstance(found.get("form"), dict):
        # The document of a whole edition: its form is meant.
        found = found["form"]
    if not isinstance(found, dict):
        raise Invalid(_("The file must hold a JSON object with a title and sections."))
    return found
