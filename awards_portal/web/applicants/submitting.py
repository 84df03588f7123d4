"""Check your answers, submit, and the receipt."""

import secrets
from io import BytesIO

from flask import abort, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...entries import dossier, queries, rules, service, snapshots
from ...entries.models import Submission
from ...errors import Invalid, NotHere, Refusal
from ...programmes import queries as programmes
from ..shared import access
from . import blueprint, reading
from .desk import Desk, open_desk


@blueprint.get("/<reference>/check")
def check(reference: str) -> str:
    """Every answer once more, and the button."""
    return _check_page(open_desk(reference), show_gaps=False)


def _check_page(desk: Desk, *, show_gaps: bool, refusal: str | None = None) -> str:
    asked = {question.key for question in rules.shown_questions(desk.form, desk.values)}
    return render_template(
        "applicants/check.html",
        desk=desk,
        entry=desk.entry,
        asked=asked,
        categories={
            each.key: each.title
            for each in reading.sayings(desk.entry.edition_id).categories(programmes.categories(desk.entry.edition_id))
        },
        gaps=desk.gaps if show_gaps else [],
        refusal=refusal,
        mark=secrets.token_hex(16),
    )


@blueprint.post("/<reference>/submissions")
def submit(reference: str) -> tuple[str, int] | Response:
    """Submit what was checked."""
    desk = open_desk(reference)
    mark, seen = request.form.get("mark", "")[:64] or secrets.token_hex(16), request.form.get("seen", "")
    try:
        service.submit(desk.entry, access.visitor().person, mark, seen)
    except Invalid:
        return _check_page(open_desk(reference), show_gaps=True), 422
    except Refusal as refusal:
        desk = open_desk(reference)
        return _check_page(desk, show_gaps=False, refusal=refusal.sentence), refusal.status
    return redirect(url_for("applicants.receipt", reference=reference), 303)


@blueprint.get("/<reference>/receipt")
def receipt(reference: str) -> str:
    """Proof of what was submitted: the last version, or the one named by `?version=`."""
    desk = open_desk(reference)
    found = _wanted(desk)
    snapshot = queries.read_snapshot(found)
    return render_template(
        "applicants/receipt.html",
        desk=desk,
        entry=desk.entry,
        submission=found,
        dossier=dossier.of_submission(found.id),
        snapshot=snapshot,
        view=snapshots.judging_view(snapshot, desk.form, blind=False),
    )


@blueprint.get("/<reference>/receipt/dossier")
def dossier_file(reference: str) -> Response:
    """The dossier as PDF: of the last version, or the one named by `?version=`."""
    found = dossier.of_submission(_wanted(open_desk(reference)).id)
    if found is None:
        raise NotHere(_("The dossier of this version is being made. Open the receipt again in a minute."))
    return send_file(
        BytesIO(dossier.read(found)), "application/pdf", as_attachment=True, download_name=f"{reference}.pdf", max_age=0
    )


def _wanted(desk: Desk) -> Submission:
    wanted = request.args.get("version", type=int)
    found = desk.latest if wanted is None else next((s for s in desk.submissions if s.number == wanted), None)
    return found or abort(404)
