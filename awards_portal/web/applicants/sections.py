"""Filling in a section, with or without JavaScript, and choosing between two texts of one question."""

import secrets
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...entries import queries, reuse, rules, space
from ...entries.files import remove_attachment
from ...entries.models import AnswerRevision
from ...entries.values import faults
from ...entries.writing import Change, Outcome, Saved, save_answers
from ...errors import PortalError
from ...people import queries as people
from ...programmes import queries as programmes
from ...programmes.forms import Question, QuestionType, Section
from ...programmes.vocabularies import SDGS, countries
from ..shared import access
from . import blueprint, reading
from .desk import Desk, open_desk
from .fields import as_typed, read_changes, seen_revision
from .files import keep
from .presence import seen


@blueprint.get("/<reference>/sections/<section>")
def section(reference: str, section: str) -> str:
    """The questions of one section with what was answered so far."""
    desk = open_desk(reference)
    return _page(desk, _section_of(desk, section))


@blueprint.post("/<reference>/sections/<section>")
def save_section(reference: str, section: str) -> str | tuple[str, int] | Response:
    """Save every question of the page, then go on."""
    desk = open_desk(reference)
    part = _section_of(desk, section)
    changes = read_changes(part, request.form)
    saved = save_answers(desk.entry, changes, access.visitor().person)
    refused = {key: s.sentence for key, s in saved.items() if s.outcome is Outcome.REFUSED}
    typed = {key: changes[key].value for key in refused}
    # Files last: what was typed is safe before one of them is refused.
    refused |= _keep_files(desk, part)
    late = next((s for s in saved.values() if s.outcome is Outcome.LATE), None)
    asides = [s.aside_id for s in saved.values() if s.outcome is Outcome.CONFLICT]
    if refused:
        _tell_set_aside(desk, saved)
        return _page(open_desk(reference), part, refused, typed), 422
    if late:
        flash(f"{late.sentence} {_('What you typed is kept below and is not part of the entry.')}", "warning")
        return redirect(url_for("applicants.kept", reference=reference), 303)
    if asides:
        return redirect(url_for("applicants.conflicts", reference=reference, aside=asides, then=_next(desk, part)), 303)
    if any(s.outcome is Outcome.SAVED for s in saved.values()):
        flash(_("Saved."), "done")
    return redirect(_next(desk, part), 303)


def _tell_set_aside(desk: Desk, saved: dict[str, Saved]) -> None:
    """Say which answers are kept beside the entry, on a page that is shown again for another reason."""
    for key, each in saved.items():
        if each.outcome in {Outcome.CONFLICT, Outcome.LATE}:
            sentence = _(
                "Your answer to “%(question)s” is not part of the entry: %(why)s It is kept under “Texts set aside”.",
                question=desk.form.questions[key].label,
                why=each.sentence or _("somebody else saved that question first."),
            )
            flash(sentence, "warning")


def _keep_files(desk: Desk, part: Section) -> dict[str, str]:
    """Add the files that came with the page and remove the one whose button was pressed; sentences by question."""
    refused: dict[str, str] = {}
    if desk.why_not_write:
        return refused
    for question in part.questions:
        for sent in request.files.getlist(f"f-{question.key}"):
            if not sent.filename:
                continue
            try:
                keep(desk.entry, question, sent)
            except PortalError as error:
                refused[question.key] = error.sentence
    refused |= _reuse(desk, part)
    removal = request.form.get("remove", "")
    if removal.isdecimal() and len(removal) < 18:
        remove_attachment(desk.entry, int(removal), access.visitor().person)
    return refused


def _reuse(desk: Desk, part: Section) -> dict[str, str]:
    """Add the earlier file whose button was pressed, `<question>:<id>`; sentences by question."""
    key, _colon, text = request.form.get("reuse", "").partition(":")
    question = next((each for each in part.questions if each.key == key), None)
    if question is None or not text.isdecimal() or len(text) > 17:
        return {}
    try:
        reuse.reuse(desk.entry, question, int(text), access.visitor().person, replace=question.max_files == 1)
    except PortalError as error:
        return {key: error.sentence}
    return {}


def _section_of(desk: Desk, key: str) -> Section:
    found = desk.form.section(key)
    if found is None:
        abort(404)
    return found


def _next(desk: Desk, part: Section) -> str:
    """Where to go after saving: back to the check page it came from, to the list, or to the section that follows."""
    reference = desk.entry.reference
    if request.form.get("stay") or request.form.get("remove") or request.form.get("reuse"):
        # Back to the same page, which still knows that it was opened from the check page.
        removed = next((file for file in desk.attachments if str(file.id) == request.form.get("remove")), None)
        place = (
            removed.question if removed else request.form.get("stay") or request.form.get("reuse", "").partition(":")[0]
        )
        back: dict[str, Any] = {
            "return": request.form.get("return") or None,
            "_anchor": f"q-{place}" if place else None,
        }
        return url_for("applicants.section", reference=reference, section=part.key, **back)
    if "check" in {request.form.get("return"), request.form.get("go")}:
        return url_for("applicants.check", reference=reference)
    keys = [section.key for section in desk.form.sections]
    after = keys[keys.index(part.key) + 1 :]
    if request.form.get("go") == "continue" and after:
        return url_for("applicants.section", reference=reference, section=after[0])
    return url_for("applicants.entry", reference=reference)


def _page(desk: Desk, part: Section, refused: dict[str, str] | None = None, typed: dict[str, Any] | None = None) -> str:
    values = desk.values | (typed or {})
    hints = {q.key: faults(q, values.get(q.key)) for q in part.questions if q.type is not QuestionType.APPLICANT}
    keys = [section.key for section in desk.form.sections]
    return render_template(
        "applicants/section.html",
        desk=desk,
        entry=desk.entry,
        section=part,
        number=keys.index(part.key) + 1,
        count=len(keys),
        values=values,
        hints=hints,
        refused=refused or {},
        shown={q.key for q in rules.shown_questions(desk.form, values)},
        mark=secrets.token_hex(16),
        return_to="check" if request.values.get("return") == "check" else "",
        **seen(desk),
        **_room(desk, part),
        **choices(desk),
    )


def _room(desk: Desk, part: Section) -> dict[str, Any]:
    """By files question, the city's earlier files it takes; and how much room the city uses."""
    files = [question for question in part.questions if question.type is QuestionType.FILES]
    asked = [question for question in files if not desk.why_not_answer(question.key)]
    if not asked:
        return {"earlier": {}, "room": None}
    earlier = reuse.earlier_files(desk.entry.city_id)
    return {
        "earlier": {each.key: reuse.choices(each, earlier, desk.attachments) for each in asked},
        "room": (
            space.megabytes(space.used(desk.entry.city_id, desk.entry.edition_id, desk.at)),
            space.megabytes(space.limit()),
        ),
    }


def _city_names(desk: Desk) -> list[str]:
    """Names to offer where a city is asked for; none when the form asks for none."""
    if not any(desk.form.of_type(QuestionType.CITY)):
        return []
    return [f"{each.name}, {countries().get(each.country, each.country)}" for each in people.listed_cities()]


def choices(desk: Desk) -> dict[str, Any]:
    """The lists that questions of any form may choose from."""
    return {
        "countries": countries(),
        "cities": _city_names(desk),
        "sdgs": SDGS,
        "categories": reading.sayings(desk.entry.edition_id).categories(programmes.categories(desk.entry.edition_id)),
    }


@blueprint.get("/<reference>/conflicts")
def conflicts(reference: str) -> str | Response:
    """Questions that two people answered at once, both texts side by side."""
    desk = open_desk(reference)
    wanted = {int(text) for text in request.args.getlist("aside") if text.isdecimal() and len(text) < 18}
    asides = [row for row in queries.set_aside(desk.entry.id) if row.id in wanted]
    open_asides = [row for row in reversed(asides) if _still_differs(desk, row)]
    if not open_asides:
        return redirect(url_for("applicants.entry", reference=reference))
    return render_template(
        "applicants/conflicts.html",
        desk=desk,
        entry=desk.entry,
        pairs=[(desk.form.questions[row.question], row, desk.answers.get(row.question)) for row in open_asides],
        then=_own(request.args.get("then", ""), reference),
        mark=secrets.token_hex(16),
    )


def _still_differs(desk: Desk, row: AnswerRevision) -> bool:
    current = desk.answers.get(row.question)
    return row.question in desk.form.questions and (current is None or current.value != row.value)


def _own(address: str, reference: str) -> str:
    """An address to go on to, when it lies within this entry; anything else is not followed."""
    home = url_for("applicants.entry", reference=reference)
    return address if address == home or address.startswith(home + "/") else home


@blueprint.post("/<reference>/conflicts")
def settle(reference: str) -> Response:
    """Keep mine, keep theirs, or a text made of both; what is not chosen stays in the record."""
    desk = open_desk(reference)
    asides = {row.id: row for row in queries.set_aside(desk.entry.id)}
    changes: dict[str, Change] = {}
    for text in request.form.getlist("aside"):
        row = asides.get(int(text)) if text.isdecimal() and len(text) < 18 else None
        if row is None:
            continue
        choice = request.form.get(f"keep-{row.id}", "")
        seen = seen_revision(request.form.get(f"rev-{row.id}"))
        mark = request.form.get("mark", "")[:64] or None
        if choice == "mine":
            changes[row.question] = Change(row.value, seen, mark)
        elif choice == "both":
            changes[row.question] = Change(as_typed(request.form.get(f"both-{row.id}", "")), seen, mark)
    saved = save_answers(desk.entry, changes, access.visitor().person)
    then = _own(request.form.get("then", ""), reference)
    again = [s.aside_id for s in saved.values() if s.outcome is Outcome.CONFLICT]
    if again:
        flash(_("Somebody saved again while you chose. Choose once more."), "warning")
        return redirect(url_for("applicants.conflicts", reference=reference, aside=again, then=then), 303)
    _tell(saved)
    return redirect(then, 303)


def _tell(saved: dict[str, Saved]) -> None:
    late = next((s for s in saved.values() if s.outcome in {Outcome.LATE, Outcome.REFUSED}), None)
    if late is not None:
        flash(late.sentence, "warning")
    else:
        flash(_("Saved as you chose. The other text is kept under “Texts set aside”."), "done")


def can_merge(question: Question) -> bool:
    """Whether two answers to a question can be merged in a text box."""
    return question.type in {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT}


blueprint.add_app_template_test(can_merge, "mergeable")
