"""Files that arrive in pieces, for the page's own script: announced, sent piece by piece, added when whole."""

from flask import abort, get_template_attribute, jsonify, request
from werkzeug.wrappers import Response

from ...entries import queries, receiving
from ...entries.models import Attachment, Entry
from ...programmes.forms import QuestionType
from ..shared import access
from . import blueprint
from .desk import open_desk


@blueprint.post("/<reference>/files/<question>/uploads")
def begin_upload(reference: str, question: str) -> Response:
    """Take `{"name", "size", "key"}`; answer `{"upload", "received"}`, or `{"state": "saved", …}` when it is here."""
    desk = open_desk(reference)
    asked = desk.form.questions.get(question)
    sent = request.get_json(silent=True)
    if asked is None or asked.type is not QuestionType.FILES or not isinstance(sent, dict):
        abort(404)
    size = sent.get("size")
    row = receiving.begin(
        desk.entry,
        asked,
        str(sent.get("name") or ""),
        size if isinstance(size, int) and not isinstance(size, bool) else 0,
        str(sent.get("key") or "")[:64],
        access.visitor().person,
    )
    if row.attachment_id is not None:
        return _saved(desk.entry, queries.attachment(desk.entry.id, row.attachment_id))
    return jsonify(upload=row.id, received=row.received)


@blueprint.post("/<reference>/uploads/<int:upload_id>")
def take_piece(reference: str, upload_id: int) -> Response:
    """Take the bytes that begin at `?start=`; answer `{"received"}`, or, with the last piece, what adding answers."""
    desk, person = open_desk(reference), access.visitor().person
    row = receiving.upload(desk.entry.id, upload_id, person.id)
    start = request.args.get("start", "")
    if row is None or not start.isdecimal() or len(start) > 12:
        abort(404)
    question = desk.form.questions[row.question]
    row = receiving.take(row, int(start), request.get_data(cache=False))
    if row.received < row.size:
        return jsonify(received=row.received)
    return _saved(desk.entry, receiving.finish(row, desk.entry, question, person))


def _saved(entry: Entry, row: Attachment | None) -> Response:
    item = get_template_attribute("applicants/_question.html", "file_item")(row, entry)
    assert row is not None
    return jsonify(state="saved", id=row.id, name=row.name, size=row.size, pages=row.pages, item=item)
