"""Autosave: one question at a time, as JSON for the page's own script."""

from typing import Any

from flask import abort, jsonify, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...entries.values import as_text, faults
from ...entries.writing import Change, Outcome, save_answers
from ..shared import access
from . import blueprint
from .desk import open_desk
from .fields import as_typed, seen_revision


@blueprint.post("/<reference>/answers/<question>")
def answer(reference: str, question: str) -> tuple[Response, int]:
    """Save one answer.

    Takes `{"value", "revision", "mark"}`, `"over"`: the marks of acts that were on their way when it was typed and
    had no answer, and `"person"` when the page knows who typed it. Answers 200
    `{"state": "saved", "value", "revision", "at", "hints"}`; 409 `{"state": "conflict", "revision", "theirs", "yours"}`
    when somebody was faster; 409 `{"state": "late", …}` when it was set aside; 422 `{"state": "refused", "message"}`;
    401 when the one who typed it is signed in no longer.
    """
    desk = open_desk(reference)
    asked = desk.form.questions.get(question)
    if asked is None:
        abort(404)
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or "value" not in sent:
        return jsonify(
            state="refused", message=_("The page sent something that could not be read. Open it again.")
        ), 422
    writer = access.visitor().person
    if sent.get("person") not in {None, writer.id}:
        # The window of somebody who has left: their text must not go out under another name.
        message = _("Somebody else is signed in in this browser now. What you typed is kept; sign in again to save it.")
        return jsonify(state="signed out", message=message, sign_in=url_for("account.sign_in")), 401
    value = sent["value"]
    mark = str(sent.get("mark") or "")[:64] or None
    change = Change(_plain(value), seen_revision(sent.get("revision")), mark, over=_marks(sent.get("over")))
    saved = save_answers(desk.entry, {question: change}, writer)[question]
    body: dict[str, Any] = {"revision": saved.revision, "at": saved.at and saved.at.isoformat()}
    if saved.outcome in {Outcome.SAVED, Outcome.UNCHANGED}:
        return jsonify(state="saved", value=saved.value, hints=faults(asked, saved.value), **body), 200
    if saved.outcome is Outcome.CONFLICT:
        theirs = {"value": saved.value, "text": as_text(asked, saved.value), "by": saved.by, "at": body["at"]}
        yours = {"value": change.value, "text": as_text(asked, change.value)}
        return jsonify(state="conflict", theirs=theirs, yours=yours, aside=saved.aside_id, **body), 409
    if saved.outcome is Outcome.LATE:
        return jsonify(state="late", message=saved.sentence, aside=saved.aside_id, **body), 409
    return jsonify(state="refused", message=saved.sentence, **body), 422


def _marks(sent: Any) -> tuple[str, ...]:
    """Marks of earlier acts; of very many the newest."""
    return tuple(str(each)[:64] for each in sent[-50:]) if isinstance(sent, list) else ()


def _plain(value: Any) -> Any:
    """Text with one character a line break, wherever it stands in a value."""
    if isinstance(value, str):
        return as_typed(value)
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return value
