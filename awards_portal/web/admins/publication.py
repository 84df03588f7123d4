"""From standings to awards: the jury's decisions, what stands in the way, the proposal and its confirmation."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...awards import policy, queries
from ...awards.models import Publication
from ...awards.permission import who_may_confirm
from ...db import db
from ...entries import queries as entries
from ...errors import Invalid, PortalError, Refusal, TooFast
from ...judging import queries as judging
from ...judging.rules import AWAY, State
from ...people import service as people
from ...programmes.models import Edition, Round, Rubric
from ..shared import access, recorded
from ..shared.methods import decided_in_words
from . import blueprint
from .entries import edition_or_404
from .rounds import own_cities


def _last_round(edition: Edition) -> Round:
    rounds = queries.rounds(edition.id)
    return rounds[-1] if rounds else abort(404)


@blueprint.get("/editions/<key>/publication")
@recorded.viewed("publication")
def publication(key: str) -> str:
    """What would be published, everything that stands in the way, and the ways on."""
    return _page(edition_or_404(key))


def _page(edition: Edition, errors: dict[str, list[str]] | None = None, form: str = "") -> str:
    # Late: pandas takes a second to load, and only these pages need it.
    from ...awards.drafts import draft
    from ...awards.readiness import ready

    round_ = _last_round(edition)
    open_ = queries.open_publication(edition.id)
    found = None if open_ is None else queries.outcome(open_.id)
    confirming = open_ is not None and found is not None and found.confirmation is None
    now = draft(edition, round_, db.session.get_one(Rubric, round_.rubric_id))
    team = access.visitor().team
    obstacles = policy.why_not_publish(ready(edition, round_, now, confirming=confirming), clock.now())
    own = [each.reference for each in now.computed.scores.entries if each.city_id in own_cities()]
    return render_template(
        "admins/publication.html",
        edition=edition,
        round=round_,
        draft=now,
        obstacles=obstacles,
        unfinished=_unfinished(round_) if any(each.cure == "round" for each in obstacles) else 0,
        others=[
            each.name
            for each in who_may_confirm(None if open_ is None else open_.proposed_by_id, now.computed.scores.entries)
        ],
        cures=_cures(edition, round_),
        decided_in_words=decided_in_words,
        open=open_,
        outcome=found,
        awards=[] if open_ is None else queries.awards(open_.id),
        decisions=queries.decisions(round_.id),
        history=[(each, queries.outcome(each.id)) for each in queries.publications(edition.id)],
        why_not=policy.why_not_handle(None if team is None else team.role, own),
        why_not_confirm=None
        if open_ is None or found is None
        else policy.why_not_confirm(
            open_.proposed_by_id,
            access.visitor().person.id,
            found.confirmation is not None,
            found.retraction is not None,
        )
        or policy.why_changed(open_.fingerprint, now.fingerprint),
        hidden=bool(own),
        typed=request.form,
        errors=errors or {},
        form=form,
    )


def _unfinished(round_: Round) -> int:
    """Scorecards that would not count if the round were closed now."""
    return sum(each.state not in AWAY and each.state is not State.COMPLETED for each in judging.cells(round_.id))


def _cures(edition: Edition, round_: Round) -> dict[str, Any]:
    """The page that mends each kind of obstacle: a function of what or whom it is about, and the words of its link."""
    key = edition.key

    def assignments(category: str) -> str:
        return url_for("admins.assignments", key=key, round=round_.key, category=category or None)

    return {
        "publication": (lambda _subject: "#state", _("See its state")),
        "last round": (lambda _subject: url_for("admins.standings", key=key), _("See the standings")),
        "round": (lambda _subject: "#close", _("Close the round")),
        "entries": (lambda _subject: url_for("admins.entries", key=key), _("See the entries")),
        "standings": (lambda _subject: url_for("admins.standings", key=key), _("See the standings")),
        "assignments": (assignments, _("See the assignments")),
        "decision": (lambda _subject: "#decide", _("Write the decision")),
    }


@blueprint.post("/editions/<key>/publication")
def propose(key: str) -> tuple[str, int] | Response:
    """Put what was seen before a second organiser."""
    edition = edition_or_404(key)
    typed = request.form.get("embargo", "")
    embargo = clock.read(typed, edition.time_zone) if typed.strip() else None
    if typed.strip() and embargo is None:
        sentence = _("Write the date and time as 2026-03-01T18:00, or leave it empty to publish at once.")
        return _page(edition, {"embargo": [sentence]}, "propose"), 422
    from ...awards import service

    if (why_not := policy.why_not_embargo(embargo, clock.now())) is not None:
        return _page(edition, {"embargo": [why_not], **_wrong_password()}, "propose"), 422
    try:
        _prove()
        service.propose(
            edition,
            _last_round(edition),
            seen=request.form.get("seen", ""),
            embargo_until=embargo,
            winners_first=request.form.get("winners_first") == "yes",
            by=access.visitor().person,
        )
    except (Refusal, Invalid, TooFast) as error:
        return _refused(key, error, "propose")
    flash(_("The results are proposed. A second organiser confirms them on this page."), "success")
    return redirect(url_for("admins.publication", key=key), 303)


@blueprint.post("/editions/<key>/publication/<int:publication_id>/confirmation")
def confirm(key: str, publication_id: int) -> tuple[str, int] | Response:
    """The second organiser's yes."""
    proposal = _publication(key, publication_id)
    from ...awards import service

    try:
        _prove()
        service.publish(proposal, seen=request.form.get("seen", ""), by=access.visitor().person)
    except (Refusal, Invalid, TooFast) as error:
        return _refused(key, error, "confirm")
    flash(_("The results are published."), "success")
    return redirect(url_for("admins.publication", key=key), 303)


@blueprint.post("/editions/<key>/publication/<int:publication_id>/retraction")
def retract(key: str, publication_id: int) -> tuple[str, int] | Response:
    """Call a proposal off, or take results back."""
    proposal = _publication(key, publication_id)
    from ...awards import service

    try:
        service.retract(proposal, request.form.get("why", ""), access.visitor().person)
    except (Refusal, Invalid, TooFast) as error:
        return _refused(key, error, "retract")
    flash(_("Taken back. The reason is kept."), "success")
    return redirect(url_for("admins.publication", key=key), 303)


@blueprint.post("/editions/<key>/decisions")
def write_decision(key: str) -> tuple[str, int] | Response:
    """Write the jury's decision on an entry."""
    edition = edition_or_404(key)
    entry = entries.entry_by_reference(request.form.get("entry", ""))
    if entry is None or entry.edition_id != edition.id:
        return _page(edition, {"entry": [_("Choose an entry of this edition.")]}, "decide"), 422
    reference = entry.reference
    from ...awards import service

    try:
        service.decide(
            _last_round(edition),
            entry,
            kind=request.form.get("kind", ""),
            place=request.form.get("place", type=int),
            reason=request.form.get("reason", ""),
            citation=request.form.get("citation", ""),
            by=access.visitor().person,
        )
    except (Refusal, Invalid, TooFast) as error:
        return _refused(key, error, "decide")
    flash(_("The decision on %(reference)s is written.", reference=reference), "success")
    return redirect(url_for("admins.publication", key=key) + "#decisions", 303)


@blueprint.post("/editions/<key>/decisions/<int:decision_id>/removal")
def undo_decision(key: str, decision_id: int) -> Response:
    """Take a decision back."""
    edition = edition_or_404(key)
    decision = queries.decision(edition.id, decision_id) or abort(404)
    from ...awards import service

    service.undo_decision(decision, access.visitor().person)
    flash(_("The decision is taken back; it stays in the record."), "success")
    return redirect(url_for("admins.publication", key=key) + "#decisions", 303)


@blueprint.get("/editions/<key>/publication/<int:publication_id>/snapshot.json")
def snapshot(key: str, publication_id: int) -> Response:
    """What was proposed or published, frozen, as JSON: scores with numbered judges, rules, places and awards."""
    proposal = _publication(key, publication_id)
    if own_cities():
        hidden = {each.city_id for each in queries.entry_rows(proposal.edition_id)} & own_cities()
        if hidden:
            abort(404)
    return Response(
        proposal.snapshot,
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{key}-results.json"'},
    )


def _publication(key: str, publication_id: int) -> Publication:
    found = queries.publication(publication_id)
    if found is None or found.edition.key != key:
        abort(404)
    return found


def _prove() -> None:
    """Ask for the password again: what follows cannot be undone unseen."""
    people.prove_it_is_you(access.visitor().person, request.form.get("password", ""), address=request.remote_addr or "")


def _wrong_password() -> dict[str, list[str]]:
    """What is to be said beside the field of the password, while something else is wrong too."""
    try:
        _prove()
    except Invalid as error:
        return error.fields
    return {}


def _refused(key: str, error: PortalError, form: str) -> tuple[str, int]:
    fields = error.fields if isinstance(error, Invalid) else {"": [error.sentence]}
    return _page(edition_or_404(key), fields, form), error.status
