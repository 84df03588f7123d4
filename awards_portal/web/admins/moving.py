"""Proposing another category for an entry, and taking that back."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...entries.oversight import moving, policy
from ...errors import Invalid, Refusal
from ...judging import service
from ...programmes import queries as programmes
from ..shared import access
from . import blueprint
from .entries import edition_or_404, entry_or_404, entry_page


@blueprint.post("/editions/<key>/entries/<reference>/category-move")
def propose_move(key: str, reference: str) -> tuple[str, int] | Response:
    """Ask the city whether its entry may move."""
    edition = edition_or_404(key)
    entry, typed = entry_or_404(edition, reference), {n: request.form.get(n, "") for n in ("target", "move_reason")}
    target = next((each for each in programmes.categories(edition.id) if each.key == typed["target"]), None)
    try:
        service.propose_move(entry, target, typed["move_reason"], access.visitor().person)
    except Invalid as error:
        return _again(key, reference, error, **typed)
    flash(_("The city is asked. The entry stays where it is until a lead of the city consents."), "success")
    return redirect(url_for("admins.entry", key=key, reference=reference), 303)


@blueprint.post("/editions/<key>/entries/<reference>/category-move/withdrawal")
def take_move_back(key: str, reference: str) -> tuple[str, int] | Response:
    """Take the proposal back."""
    entry = entry_or_404(edition_or_404(key), reference)
    waiting = moving.open_move(entry.id)
    if waiting is None:
        # Most often the button was pressed twice, or the city was faster.
        raise Refusal(policy.why_not_answer_move(True, False) or "")
    try:
        moving.take_back(waiting, request.form.get("because", ""), access.visitor().person)
    except Invalid as error:
        return _again(key, reference, error)
    flash(_("The proposal is taken back. The city gets a letter."), "success")
    return redirect(url_for("admins.entry", key=key, reference=reference), 303)


def _again(key: str, reference: str, error: Invalid, **typed: str) -> tuple[str, int]:
    edition = edition_or_404(key)
    return entry_page(edition, entry_or_404(edition, reference), error.fields, **typed), 422
