"""Who changed this answer: every text of a question, and bringing one back."""

from urllib.parse import urlencode

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...entries import history
from ...entries.writing import Outcome
from ...errors import Refusal
from ...programmes.forms import Question, QuestionType
from ..shared import access
from . import blueprint
from .desk import Desk, open_desk
from .fields import seen_revision

# Whole texts with their differences: a page of them is long enough to read.
SIZE = 10


@blueprint.get("/<reference>/answers/<question>/history")
def answer_history(reference: str, question: str) -> str:
    """Who wrote what and when, each text beside the one before it."""
    desk = open_desk(reference)
    return _page(desk, _question(desk, question))


def _page(desk: Desk, asked: Question, refusal: str | None = None) -> str:
    text = request.args.get("page", "1")
    page = int(text) if text.isdecimal() and 0 < len(text) < 7 and int(text) else 1
    holds_files = asked.type is QuestionType.FILES
    files = history.file_lines(desk.entry.id, asked.key) if holds_files else []
    lines, total = history.lines(desk.entry.id, asked, SIZE, (page - 1) * SIZE)
    here = url_for("applicants.answer_history", reference=desk.entry.reference, question=asked.key)
    return render_template(
        "applicants/history.html",
        desk=desk,
        entry=desk.entry,
        question=asked,
        current=desk.answers.get(asked.key),
        lines=lines,
        files=files,
        total=total,
        page=page,
        pages=max(1, -(-total // SIZE)),
        first=total - (page - 1) * SIZE,
        address=lambda page: f"{here}?{urlencode({'page': page})}",
        refusal=refusal,
    )


def _question(desk: Desk, key: str) -> Question:
    asked = desk.form.questions.get(key)
    if asked is None or asked.type is QuestionType.APPLICANT:
        abort(404)
    return asked


@blueprint.post("/<reference>/answers/<question>/restorations")
def restore_answer(reference: str, question: str) -> tuple[str, int] | Response:
    """Bring an earlier text back as the newest one."""
    desk = open_desk(reference)
    asked = _question(desk, question)
    chosen = request.form.get("revision", "")
    try:
        saved = history.restore(
            desk.entry,
            asked.key,
            int(chosen) if chosen.isdecimal() and len(chosen) < 18 else 0,
            seen_revision(request.form.get("seen")),
            request.form.get("mark", "")[:64] or None,
            access.visitor().person,
        )
    except Refusal as refused:
        return _page(open_desk(reference), asked, refused.sentence), refused.status
    if saved.outcome is Outcome.UNCHANGED:
        flash(_("The entry says this already; nothing was changed."), "done")
    else:
        flash(
            _("The text is back, as revision %(n)d. What stood there before is kept below.", n=saved.revision), "done"
        )
    return redirect(url_for("applicants.answer_history", reference=reference, question=question), 303)
