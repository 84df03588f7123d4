"""A lead's answer to the proposal that the entry competes in another category."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...entries.oversight import moving
from ...errors import Invalid
from ...judging import service
from ..shared import access
from . import blueprint
from .desk import open_desk


@blueprint.get("/<reference>/category-move")
def move_page(reference: str) -> str:
    """What is proposed, why, and the two answers."""
    return _page(reference)


def _page(reference: str, errors: dict[str, list[str]] | None = None) -> str:
    desk = open_desk(reference)
    move = moving.open_move(desk.entry.id) or abort(404)
    return render_template(
        "applicants/category_move.html",
        desk=desk,
        entry=desk.entry,
        move=move,
        because=request.form.get("because", ""),
        errors=errors or {},
    )


@blueprint.post("/<reference>/category-move")
def answer_move(reference: str) -> tuple[str, int] | Response:
    """Consent, or decline with a reason."""
    desk = open_desk(reference)
    move = moving.open_move(desk.entry.id) or abort(404)
    by, answer = access.visitor().person, request.form.get("answer", "")
    try:
        if answer == "yes":
            service.consent_to_move(move, by)
            flash(_("The entry competes in the other category now. This is the receipt of the new version."), "success")
            return redirect(url_for("applicants.receipt", reference=reference), 303)
        if answer != "no":
            sentence = _("Say whether the entry may move.")
            raise Invalid(sentence, {"answer": [sentence]})
        moving.decline(move, request.form.get("because", ""), by)
    except Invalid as error:
        return _page(reference, error.fields), 422
    flash(_("The entry stays where it is. The organising team gets a letter."), "success")
    return redirect(url_for("applicants.entry", reference=reference), 303)
