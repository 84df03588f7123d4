"""Many assignments at once, looked at before they are made: to the whole panel, or shared out."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ...errors import Refusal
from ...judging import policy, queries, service
from ..shared import access
from . import blueprint
from .rounds import Place, find_place, own_cities, why_not_arrange


@dataclass(frozen=True)
class Preview:
    """A proposal in figures and sentences: who gets how many, who is left out and why."""

    new: int
    kept: int
    loads: list[tuple[str, int, int]]
    skipped: list[tuple[str, str, str]]
    asked: list[tuple[str, str, str]]


def _preview(place: Place) -> Preview:
    panel = queries.panel_of(place.round.id, place.category.id)
    if panel is None:
        return Preview(0, 0, [], [], [])
    proposal = service.propose_whole_panel(panel, own_cities())
    hidden = own_cities()
    new, kept, skipped = (
        [pair for pair in pairs if pair.entry.city_id not in hidden]
        for pairs in (proposal.new, proposal.kept, proposal.skipped)
    )
    # Of an entry whose city this visitor speaks for one line is told, whoever judges it.
    own = [entry for entry in proposal.entries if entry.city_id in hidden]
    return Preview(
        len(new),
        len(kept),
        [
            (judge.name, sum(pair.judge is judge for pair in new), sum(pair.judge is judge for pair in kept))
            for judge in proposal.judges
        ],
        [(pair.entry.reference, pair.judge.name, pair.why_not or "") for pair in skipped]
        + [(entry.reference, "", policy.why_not_arrange("organiser", True) or "") for entry in own],
        [(pair.entry.reference, pair.judge.name, pair.asks) for pair in new if pair.asks],
    )


@blueprint.get("/editions/<key>/assignments/whole-panel")
def whole_panel(key: str) -> str:
    """What giving every entry to every judge of the panel would do. Nothing is done yet."""
    place = find_place(key)
    return render_template(
        "admins/whole_panel.html",
        place=place,
        edition=place.edition,
        preview=_preview(place),
        why_not=why_not_arrange(),
    )


@blueprint.post("/editions/<key>/assignments/whole-panel")
def assign_whole_panel(key: str) -> Response:
    """Do it, by what is true now."""
    place = find_place(key)
    words = place.words
    panel = queries.panel_of(place.round.id, place.category.id)
    if panel is None:
        raise Refusal(_("Nobody sits on this panel yet. Seat judges first."))
    done = service.assign_whole_panel(panel, access.visitor().person)
    left_out = sum(pair.entry.city_id not in own_cities() for pair in done.skipped)
    told = ngettext("%(num)d assignment was made.", "%(num)d assignments were made.", len(done.new))
    flash(f"{told} {_('Left out: %(n)s.', n=left_out)}" if left_out else told, "success")
    return redirect(url_for("admins.assignments", **words), 303)


@blueprint.get("/editions/<key>/assignments/sharing")
def sharing(key: str) -> str:
    """What sharing the entries out among the panel would do. Nothing is done yet."""
    place = find_place(key)
    panel = queries.panel_of(place.round.id, place.category.id)
    return render_template(
        "admins/sharing.html",
        place=place,
        edition=place.edition,
        plan=None if panel is None else service.propose_matching(panel, access.visitor().person),
        why_not=why_not_arrange(),
    )


@blueprint.post("/editions/<key>/assignments/sharing")
def share_out(key: str) -> Response:
    """Do it, when it is still the plan that was looked at."""
    place = find_place(key)
    words = place.words
    panel = queries.panel_of(place.round.id, place.category.id)
    if panel is None:
        raise Refusal(_("Nobody sits on this panel yet. Seat judges first."))
    done = service.assign_matching(panel, request.form.get("plan", ""), access.visitor().person)
    told = ngettext("%(num)d assignment was made.", "%(num)d assignments were made.", len(done.new))
    flash(told, "success")
    return redirect(url_for("admins.assignments", **words), 303)
