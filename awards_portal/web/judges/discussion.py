"""The discussion of an entry: joining it, what was said, a remark, a score that is to change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import Invalid, Refusal
from ...judging import queries as judging
from ...judging import rules
from ...judging.discussing import moderating, policy, queries, talking
from ...judging.discussing.queries import Card, Said
from ...judging.discussing.rules import alias, shows_scores
from ...judging.rules import Content, Total
from ...judging.seats import Seat
from ...programmes import queries as programmes
from ...programmes.models import Criterion
from ..shared import access
from . import blueprint
from .desk import cover
from .pages import closed_page

Answer = str | tuple[str, int] | Response


def _seat(reference: str) -> Seat:
    return queries.discussion_seat(access.visitor().person.id, reference, clock.now()) or abort(404)


@dataclass(frozen=True)
class Peer:
    """A scorecard in the table: whose, and what it gives."""

    name: str
    card: Card
    total: Total


@blueprint.get("/entries/<reference>/discussion")
def discussion(reference: str) -> Answer:
    """What is said about an entry, for its judges whose own scorecard is completed; before that, why it is closed."""
    return _page(_seat(reference), {})


def _page(seat: Seat, errors: Mapping[str, list[str]]) -> Answer:
    at, row = clock.now(), seat.assignment
    stands = policy.why_not_discuss(seat, at)
    if stands:
        return closed_page(seat, stands)
    if not seat.joined:
        return render_template("judges/joining.html", cover=cover(seat), round=row.round)
    criteria = programmes.criteria(row.round.rubric_id)
    shown = shows_scores(row.round, at)
    cards = queries.cards(row.round_id, row.entry_id)
    view = seat.view
    files = judging.files_of(row.entry_id) if view is not None and view.files else {}
    return render_template(
        "judges/discussion.html",
        cover=cover(seat),
        round=row.round,
        view=view,
        files={digest: each.id for digest, each in files.items()},
        criteria=criteria,
        own=_own(seat, cards, criteria),
        peers=[_peer(seat, each, criteria) for each in _in_order(seat, cards)] if shown else [],
        shown=shown,
        said=[
            (_name(seat, each), each.remark) for each in queries.remarks(row.round_id, row.entry_id) if not each.away
        ],
        changes=queries.changes(row.round_id, row.entry_id, row.id),
        steps=[(step, _points(seat, step)) for step in range(rules.top_step(row.round.rubric) + 1)],
        points=lambda step: _points(seat, step),
        told=lambda card, criterion: rules.told(row.round.rubric, card.given(criterion.id)),
        form=request.form,
        errors=errors,
    )


def _points(seat: Seat, step: int | None) -> str:
    return "–" if step is None else rules.written(rules.points(seat.assignment.round.rubric, step))


def _called(seat: Seat, judge_id: int, name: str) -> str:
    row = seat.assignment
    if row.round.names_judges:
        return name
    return alias(current_app.config["SETTINGS"].session_secret, row.round_id, row.entry_id, judge_id)


def _name(seat: Seat, said: Said) -> str:
    if said.judge is None:
        return _("The organising team")
    if said.judge.id == seat.assignment.judge_id:
        return _("You")
    return _called(seat, said.judge.id, said.judge.name)


def _in_order(seat: Seat, cards: list[Card]) -> list[Card]:
    # Where names are not told, the order must not tell them either.
    others = [card for card in cards if card.judge.id != seat.assignment.judge_id]
    return sorted(others, key=lambda card: _called(seat, card.judge.id, card.judge.name))


def _peer(seat: Seat, card: Card, criteria: Sequence[Criterion]) -> Peer:
    return Peer(_called(seat, card.judge.id, card.judge.name), card, _total(seat, card, criteria))


def _own(seat: Seat, cards: list[Card], criteria: Sequence[Criterion]) -> Peer:
    own = next(card for card in cards if card.judge.id == seat.assignment.judge_id)
    return Peer(_("Yours"), own, _total(seat, own, criteria))


def _total(seat: Seat, card: Card, criteria: Sequence[Criterion]) -> Total:
    given = {each.key: card.given(each.id) for each in criteria}
    return rules.total(Content(given), seat.assignment.round.rubric, criteria)


@blueprint.post("/entries/<reference>/discussion")
def join(reference: str) -> Answer:
    """Join it: from now on the own scorecard changes by a decision of the organising team only."""
    seat = _seat(reference)
    try:
        talking.join(seat.assignment, access.visitor().person)
    except Refusal as refusal:
        return closed_page(_seat(reference), refusal.sentence, status=refusal.status)
    return redirect(url_for("judges.discussion", reference=reference), 303)


@blueprint.post("/entries/<reference>/discussion/remarks")
def remark(reference: str) -> Answer:
    """Say something."""
    seat, text = _seat(reference), request.form.get("text", "")
    try:
        talking.remark(seat.assignment, text, _mark(), access.visitor().person)
    except Invalid as error:
        return _refused(reference, error.fields)
    except Refusal as refusal:
        return closed_page(_seat(reference), refusal.sentence, status=refusal.status, typed=[(_("Remark"), text)])
    flash(_("Your remark is there for the other judges of this entry."), "success")
    return redirect(url_for("judges.discussion", reference=reference), 303)


@blueprint.post("/entries/<reference>/discussion/changes")
def propose_change(reference: str) -> Answer:
    """Propose to change one of the own scores."""
    seat, form = _seat(reference), request.form
    step = form.get("step", "")
    chosen = int(step) if step.isdecimal() and step.isascii() and len(step) < 6 else None
    by, reason = access.visitor().person, form.get("reason", "")
    try:
        moderating.propose_change(seat.assignment, form.get("criterion", ""), chosen, reason, by)
    except Invalid as error:
        return _refused(reference, error.fields)
    except Refusal as refusal:
        return closed_page(_seat(reference), refusal.sentence, status=refusal.status, typed=[(_("Reason"), reason)])
    flash(_("Your proposal is with the organising team. Until it decides, the score stays as it is."), "success")
    return redirect(url_for("judges.discussion", reference=reference), 303)


def _refused(reference: str, errors: Mapping[str, list[str]]) -> Answer:
    page = _page(_seat(reference), errors)
    return (page, 422) if isinstance(page, str) else page


def _mark() -> str:
    # A mark is made by our own page; a form without one is an act of its own.
    mark = request.form.get("mark", "")
    return mark[:64] if mark and mark.isprintable() and mark.isascii() else clock.now().isoformat()
