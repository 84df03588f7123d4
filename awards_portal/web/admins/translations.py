"""An edition's texts in other languages: the original beside the translation, in the browser and as a spreadsheet."""

from collections.abc import Iterator, Sequence

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ...errors import Invalid
from ...programmes.models import Edition
from ...programmes.policy import why_not_set_up
from ...programmes.translated import queries, service
from ...programmes.translated.places import PARTS
from ...programmes.translated.queries import Row
from ...programmes.translated.service import Given
from ...programmes.translated.sheet import COLUMNS, cells, read_given
from ...programmes.translated.told import State
from ...sheets.reading import read_table
from ...translations import OWN_NAMES, prefix, tag
from ..shared import access, lists
from ..shared.told import addressed
from . import blueprint
from .entries import edition_or_404


@blueprint.get("/editions/<key>/translations")
def translations(key: str) -> str:
    """Each language with how much of the edition is translated."""
    edition = edition_or_404(key)
    counts = queries.counts(edition)
    return render_template(
        "admins/translations.html",
        edition=edition,
        languages=[(prefix(code), tag(code), OWN_NAMES[code], counts[code]) for code in queries.LANGUAGES],
    )


@blueprint.get("/editions/<key>/translations/<language>")
def translation(key: str, language: str) -> str | Response:
    """Texts beside their translation; `format=csv` gives what the filters leave as a file that can be filled in."""
    edition, code = edition_or_404(key), _language(language)
    if lists.wants_csv():
        return lists.csv_file(f"{key}-{language}", COLUMNS, [cells(row) for row in _wanted(edition, code)])
    return _page(edition, code, {}, {})


def _language(name: str) -> str:
    return addressed(queries.LANGUAGES, name) or abort(404)


def _wanted(edition: Edition, code: str) -> list[Row]:
    part, state, search = lists.asked("part", PARTS), lists.asked("state", list(State)), lists.asked("q").casefold()

    def fits(row: Row) -> bool:
        words = f"{row.place.original}\n{row.translation.text if row.translation else ''}".casefold()
        return part in {"", row.place.part} and state in {"", row.state} and search in words

    return [row for row in queries.rows(edition, code) if fits(row)]


def _page(edition: Edition, code: str, errors: dict[str, list[str]], typed: dict[str, Given]) -> str:
    team = access.visitor().team
    wanted = _wanted(edition, code)
    # After a fault the rows that were sent are shown again, wherever they stand by now.
    sent = [row for row in queries.rows(edition, code) if row.place.key in typed] if typed else []

    def ask(limit: int | None, offset: int) -> tuple[Sequence[Row], int]:
        return wanted[offset : offset + (limit or len(wanted))], len(wanted)

    found = lists.listing(ask)
    return render_template(
        "admins/translation.html",
        edition=edition,
        language=prefix(code),
        tag=tag(code),
        name=OWN_NAMES[code],
        listing=found,
        rows=sent or found.rows,
        typed=typed,
        asked={name: lists.asked(name) for name in ("q", "part", "state")},
        errors=errors,
        why_not=why_not_set_up(None if team is None else team.role),
    )


@blueprint.post("/editions/<key>/translations/<language>")
def save_translations(key: str, language: str) -> tuple[str, int] | Response:
    """Save the texts of the page, or those of a spreadsheet; its cells that are empty leave what is there."""
    edition, code = edition_or_404(key), _language(language)
    sent = request.files.get("file")
    typed = {} if sent is not None else dict(_given())
    try:
        given = typed if sent is None else read_given(read_table(sent.read()))
        changed = service.save(edition, code, given, access.visitor().person)
    except Invalid as error:
        sentences = [each for found in error.fields.values() for each in found] or [error.sentence]
        faults = error.fields if sent is None else {"file": sentences[:8]}
        return _page(edition_or_404(key), code, faults, typed), error.status
    told = ngettext("%(num)d text is saved.", "%(num)d texts are saved.", changed)
    flash(told if changed else _("Nothing has changed."), "success")
    return redirect(lists.address(page=request.args.get("page")), 303)


def _given() -> Iterator[tuple[str, Given]]:
    for name, text in request.form.items():
        kind, _dash, place = name.partition("-")
        if kind == "text" and place:
            seen, original = request.form.get(f"seen-{place}", ""), request.form.get(f"original-{place}", "")
            yield place, Given(text, seen, original, bool(request.form.get(f"still-{place}")))
