"""The rubric: its scale and criteria with what each weighs of the whole, what to look at, and its versions."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ....programmes import policy, queries, service
from ....programmes.rubric_check import findings, share
from ....programmes.rubrics import rubric_document
from ...shared import access
from .. import blueprint
from ..entries import edition_or_404
from .editing import why_not_set_up


@blueprint.get("/editions/<key>/setup/rubric")
def rubric(key: str) -> str:
    """The newest rubric; `?version=` shows an earlier one."""
    edition = edition_or_404(key)
    versions = queries.rubrics(edition.id)
    wanted = request.args.get("version", "")
    found = next((each for each in versions if str(each.number) == wanted), None if wanted else versions[0])
    found = found or abort(404)
    document = rubric_document(found, queries.criteria(found.id))
    newest = found.id == versions[0].id
    locked = policy.why_not_change_rubric(found.locked_at is not None)
    return render_template(
        "admins/setup/rubric.html",
        edition=edition,
        rubric=found,
        versions=versions,
        scale=document["scale"],
        rows=[
            (each["key"], each["title"], f"{100 * share(each, document['criteria']):.3g}")
            for each in document["criteria"]
        ],
        findings=findings(document),
        locked=locked,
        newest=newest,
        why_not=why_not_set_up(),
        why_not_change=why_not_set_up() or locked or (None if newest else _("This is an earlier version.")),
    )


@blueprint.post("/editions/<key>/setup/rubric/versions")
def new_rubric_version(key: str) -> Response:
    """Make the next version of a rubric that judges score with."""
    made = service.new_rubric_version(edition_or_404(key), by=access.visitor().person)
    flash(
        _("Version %(n)s is made. Change it, then say on the page of rounds which round uses it.", n=made.number),
        "done",
    )
    return redirect(url_for("admins.rubric", key=key), 303)


@blueprint.post("/editions/<key>/setup/rounds/<item>/rubric")
def choose_rubric(key: str, item: str) -> Response:
    """Judge a round with another version of the rubric."""
    edition = edition_or_404(key)
    round_ = next((each for each in queries.rounds(edition.id) if each.key == item), None) or abort(404)
    wanted = request.form.get("rubric", "")
    found = next((each for each in queries.rubrics(edition.id) if str(each.number) == wanted), None)
    if found is None:
        flash(_("Choose a version of the rubric."), "warning")
    else:
        service.use_rubric(round_, found, by=access.visitor().person)
        flash(_("Saved."), "done")
    return redirect(url_for("admins.parts", key=key, parts="rounds"), 303)
