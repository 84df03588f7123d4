"""Files of an entry: adding one, reading one."""

from flask import abort, get_template_attribute, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from ...entries import files, queries
from ...entries.models import Attachment, Entry
from ...errors import Invalid
from ...programmes.forms import Question, QuestionType
from ..shared import access
from ..shared.errors import wants_json
from ..shared.sending import send, show
from . import blueprint
from .desk import open_desk


@blueprint.post("/<reference>/files/<question>")
def add_file(reference: str, question: str) -> Response:
    """Add a file to a question, for the page's own script or a plain form."""
    desk = open_desk(reference)
    asked = desk.form.questions.get(question)
    if asked is None or asked.type is not QuestionType.FILES:
        abort(404)
    sent = request.files.get("file")
    if sent is None:
        sentence = _("Choose a file first.")
        raise Invalid(sentence, {question: [sentence]})
    row = keep(desk.entry, asked, sent)
    if wants_json():
        item = get_template_attribute("applicants/_question.html", "file_item")(row, desk.entry)
        return jsonify(state="saved", id=row.id, name=row.name, size=row.size, pages=row.pages, item=item)
    return redirect(url_for("applicants.section", reference=reference, section=asked.section) + f"#q-{question}", 303)


def keep(entry: Entry, question: Question, sent: FileStorage) -> Attachment:
    """Read an upload, no further than one byte over its limit, and add it."""
    content = sent.stream.read(question.max_bytes + 1)
    by = access.visitor().person
    # A question of one file has the newest: the one before stays in its history.
    return files.attach(entry, question, sent.filename or "", content, by, replace=question.max_files == 1)


@blueprint.get("/<reference>/files/<int:attachment_id>")
def file(reference: str, attachment_id: int) -> Response:
    """A file of my city's entry, to be saved on the reader's machine."""
    return send(_mine(reference, attachment_id))


@blueprint.get("/<reference>/files/<int:attachment_id>/preview")
def preview(reference: str, attachment_id: int) -> Response:
    """A picture of my city's file, to be shown on its page: an image, or the first page of a PDF."""
    return show(_mine(reference, attachment_id))


def _mine(reference: str, attachment_id: int) -> Attachment:
    found = queries.entry_for(access.visitor().person.id, reference)
    row = None if found is None else queries.attachment(found[0].id, attachment_id)
    if row is None:
        abort(404)
    return row
