"""The home of one entry: its task list, where it stands, taking it back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...awards import certificates
from ...awards import queries as awards
from ...awards.feedback_queries import feedback_of
from ...entries import policy, queries, rules, service
from ...entries.language import language_of
from ...entries.oversight import moving
from ...errors import Invalid
from ...programmes import queries as programmes
from ..shared import access
from . import blueprint
from .desk import Desk, open_desk
from .presence import seen
from .status import blocked, told


@blueprint.get("/<reference>")
def entry(reference: str) -> str:
    """What is done, what is left, and what the judges will read."""
    desk = open_desk(reference)
    results = awards.published(desk.entry.edition_id, desk.at)
    return render_template(
        "applicants/entry.html",
        desk=desk,
        entry=desk.entry,
        language=language_of(desk.entry, desk.entry.edition),
        told=told(desk, programmes.judged_rounds(desk.entry.edition_id), results),
        results=results,
        certificate=results and certificates.of_entry(desk.entry.edition_id, desk.entry.id, desk.at),
        feedback=results and feedback_of(desk.entry.edition_id, desk.entry.id, desk.at),
        move=moving.open_move(desk.entry.id),
        blocked=blocked(desk, queries.last_blocked(desk.entry.id)),
        readiness=readiness_of(desk),
        set_aside=queries.set_aside(desk.entry.id),
        why_not_return=_why_not_return(desk),
        **seen(desk),
    )


def readiness_of(desk: Desk) -> list[rules.CriterionReadiness]:
    """Per criterion of the edition's rubric, the answers judges will read."""
    rubric = programmes.current_rubric(desk.entry.edition_id)
    if rubric is None:
        return []
    criteria = [(c.title, c.weight, c.reads) for c in programmes.criteria(rubric.id)]
    return rules.readiness(desk.form, desk.values, desk.files, criteria)


def _why_not_return(desk: Desk) -> str | None:
    if desk.withdrawal is None:
        return None
    count = queries.count_entries(desk.entry.city_id, desk.entry.edition_id)
    return policy.why_not_return(desk.role, desk.entry.edition, True, count, desk.at, desk.terms)


@blueprint.get("/<reference>/kept")
def kept(reference: str) -> str:
    """Texts that were set aside: typed over somebody else's, or sent after the deadline."""
    desk = open_desk(reference)
    return render_template(
        "applicants/kept.html", desk=desk, entry=desk.entry, set_aside=queries.set_aside(desk.entry.id)
    )


@blueprint.get("/<reference>/withdrawal")
def withdrawal_page(reference: str) -> str:
    """Say why the entry is taken back."""
    desk = open_desk(reference)
    return render_template("applicants/withdrawal.html", desk=desk, entry=desk.entry, reason="", error=None)


@blueprint.post("/<reference>/withdrawal")
def withdrawal(reference: str) -> str | tuple[str, int] | Response:
    """Take the entry back."""
    desk = open_desk(reference)
    reason = request.form.get("reason", "")
    try:
        service.withdraw(desk.entry, access.visitor().person, reason)
    except Invalid as error:
        desk = open_desk(reference)
        page = render_template(
            "applicants/withdrawal.html", desk=desk, entry=desk.entry, reason=reason, error=error.sentence
        )
        return page, 422
    flash(_("Entry %(reference)s is withdrawn.", reference=reference), "done")
    return redirect(url_for("applicants.entry", reference=reference), 303)


@blueprint.post("/<reference>/return")
def return_entry(reference: str) -> Response:
    """Bring a withdrawn entry back."""
    desk = open_desk(reference)
    service.return_entry(desk.entry, access.visitor().person)
    flash(_("Entry %(reference)s is back.", reference=reference), "done")
    return redirect(url_for("applicants.entry", reference=reference), 303)
