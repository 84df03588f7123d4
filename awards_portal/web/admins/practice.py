"""Practice rounds: an entry for every judge, and the judge whose scores are the anchor."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ...entries import queries as entries
from ...errors import Refusal
from ...judging import queries, service
from ..shared import access
from . import blueprint
from .rounds import find_place


@blueprint.post("/editions/<key>/assignments/practice")
def assign_practice(key: str) -> Response:
    """Give an entry to every judge of the edition, for practice."""
    place = find_place(key)
    words = place.words
    entry = entries.entry_by_reference(request.form.get("entry", ""))
    if entry is None or entry.edition_id != place.edition.id:
        raise Refusal(_("Choose an entry. Go back and choose one."))
    pairs = service.assign_practice(place.round, entry, access.visitor().person)
    made = sum(pair.why_not is None for pair in pairs)
    told = ngettext("%(num)d judge practises on it.", "%(num)d judges practise on it.", made)
    left_out = " ".join(pair.why_not for pair in pairs if pair.why_not is not None and not pair.kept)
    flash(f"{told} {left_out}".strip(), "success")
    return redirect(url_for("admins.assignments", **words), 303)


@blueprint.post("/editions/<key>/assignments/anchor")
def anchor(key: str) -> Response:
    """Measure the practice by one judge's scores."""
    place = find_place(key)
    words = place.words
    judge_id = request.form.get("judge", type=int)
    if judge_id is None:
        raise Refusal(_("Choose a judge. Go back and choose one."))
    judge = queries.judge_in(place.edition.id, judge_id) or abort(404)
    name = judge.name
    service.set_anchor(place.round, judge, access.visitor().person)
    flash(_("The practice is measured by the scores of %(name)s.", name=name), "success")
    return redirect(url_for("admins.assignments", **words), 303)
