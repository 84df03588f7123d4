"""Asking a city for changes, taking that back, and what changed between two versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ... import clock
from ...entries import queries as entries
from ...entries.differences import Difference, between
from ...entries.models import Entry, Submission
from ...entries.oversight import policy, queries, round_policy
from ...entries.oversight.requesting import request_changes, withdraw_request
from ...entries.rules import shown_questions
from ...errors import Invalid
from ...programmes import queries as programmes
from ...programmes.forms import Question, QuestionType
from ...programmes.models import Edition
from ..shared import access
from . import blueprint
from .entries import edition_or_404, entry_or_404, entry_page, why_not_oversee


@blueprint.get("/editions/<key>/entries/<reference>/change-requests")
def change_request_form(key: str, reference: str) -> str:
    """Which questions the city is to change, what is asked of each, and until when."""
    edition = edition_or_404(key)
    return _form_page(edition, entry_or_404(edition, reference))


def _form_page(
    edition: Edition,
    entry: Entry,
    errors: dict[str, list[str]] | None = None,
    typed: MultiDict[str, str] | None = None,
) -> str:
    latest = entries.latest_submission(entry.id)
    at = clock.now()
    running = queries.request_in_force(entry.id, at)
    form = programmes.form_of(entry.form_version)
    snapshot: dict[str, Any] = {"answers": {}, "attachments": []} if latest is None else entries.read_snapshot(latest)
    asked = {question.key for question in shown_questions(form, snapshot["answers"])}
    terms = queries.terms_of(entry)
    why_not = (
        why_not_oversee(entry.city_id, entry.category_id)
        or round_policy.why_not_return(programmes.eligibility_round(edition.id), terms.passed, at)
        or policy.why_not_request(
            latest is not None,
            entries.current_withdrawal(entry.id) is not None,
            terms.is_refused,
            None if running is None else running.until,
            None,
            None,
            edition.time_zone,
        )
    )
    return render_template(
        "admins/change_request.html",
        edition=edition,
        entry=entry,
        latest=latest,
        sections=[
            (section, [q for q in section.questions if q.key in asked and q.key in policy.may_be_asked(form)])
            for section in form.sections
        ],
        snapshot=snapshot,
        why_not=why_not,
        errors=errors or {},
        typed=typed or MultiDict(),
        at=at,
    )


@blueprint.post("/editions/<key>/entries/<reference>/change-requests")
def change_request(key: str, reference: str) -> tuple[str, int] | Response:
    """Ask the city for changes."""
    edition = edition_or_404(key)
    entry = entry_or_404(edition, reference)
    form = programmes.form_of(entry.form_version)
    wanted = set(request.form.getlist("questions"))
    # What was written to a question counts as ticking it: a note must not be lost for a box that was overlooked.
    notes = {key: request.form.get(f"note-{key}", "") for key in form.questions}
    notes = {key: note for key, note in notes.items() if key in wanted or note.strip()}
    until = clock.read(request.form.get("until", ""), edition.time_zone)
    try:
        request_changes(entry, notes, until, access.visitor().person, _number(request.form.get("seen", "")))
    except Invalid as error:
        edition = edition_or_404(key)
        return _form_page(edition, entry_or_404(edition, reference), error.fields, request.form), 422
    flash(_("The city is asked to change %(reference)s. It gets a letter.", reference=reference), "success")
    return redirect(url_for("admins.entry", key=key, reference=reference), 303)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


@blueprint.post("/editions/<key>/entries/<reference>/change-requests/<int:request_id>/withdrawal")
def withdraw_change_request(key: str, reference: str, request_id: int) -> tuple[str, int] | Response:
    """Take a change request back."""
    edition = edition_or_404(key)
    entry = entry_or_404(edition, reference)
    found = queries.request_of(entry.id, request_id)
    if found is None:
        abort(404)
    try:
        withdraw_request(found, request.form.get("withdrawal", ""), access.visitor().person)
    except Invalid as error:
        edition = edition_or_404(key)
        return entry_page(edition, entry_or_404(edition, reference), error.fields), 422
    flash(_("The request is taken back. The city gets a letter."), "success")
    return redirect(url_for("admins.entry", key=key, reference=reference), 303)


@dataclass(frozen=True)
class Changed:
    """A question that two versions answer differently, or that was asked for and is as before (`is_same`).

    `asked` says whether a change request that was answered between the two reopened it; None when there was none.
    `notes` are what such requests asked of it.
    """

    question: Question
    difference: Difference
    asked: bool | None
    is_same: bool
    notes: Sequence[str]


@blueprint.get("/editions/<key>/entries/<reference>/versions")
def versions(key: str, reference: str) -> str:
    """What changed between two versions, `?before=` and `?after=`; the last two when nothing is said."""
    edition = edition_or_404(key)
    entry = entry_or_404(edition, reference)
    found = {each.number: each for each in entries.submissions(entry.id)}
    if not found:
        abort(404)
    after = found.get(_number(request.args.get("after")), found[max(found)])
    before = found.get(_number(request.args.get("before")), found.get(after.number - 1, found[min(found)]))
    return render_template(
        "admins/versions.html",
        edition=edition,
        entry=entry,
        before=before,
        after=after,
        versions=list(found.values()),
        changes=_changes(entry, before, after),
    )


def _changes(entry: Entry, before: Submission, after: Submission) -> list[Changed]:
    form = programmes.form_of(entry.form_version)
    answered = [
        each
        for each in queries.requests(entry.id)
        if each.answer is not None and before.number < each.answer.number <= after.number
    ]
    asked = {key for each in answered for key in queries.reopened_by(each, form)}
    notes: dict[str, list[str]] = {}
    for each in reversed(answered):
        for key, note in each.notes.items():
            notes.setdefault(key, []).append(note)
    old, new = entries.read_snapshot(before), entries.read_snapshot(after)
    changes = []
    for key, question in form.questions.items():
        same = not policy.differs(old, new, key)
        if same and key not in notes:
            continue
        was, now = _said(question, old), _said(question, new)
        was_asked = key in asked if answered else None
        changes.append(Changed(question, between(question, was, now), was_asked, same, notes.get(key, [])))
    return changes


def _said(question: Question, snapshot: dict[str, Any]) -> Any:
    if question.type is QuestionType.FILES:
        return [file["name"] for file in snapshot["attachments"] if file["question"] == question.key]
    return snapshot["answers"].get(question.key)
