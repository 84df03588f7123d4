"""The shortlist: who would go on by a rule, the decision, and its undoing."""

from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...awards import policy, queries, turning
from ...db import db
from ...errors import Invalid, Refusal
from ...judging import queries as judging
from ...judging.shortlisting import queries as lists
from ...programmes.models import Edition, Round, RoundKind, Rubric
from ..shared import access, recorded
from . import blueprint
from .entries import edition_or_404
from .rounds import own_cities

if TYPE_CHECKING:
    from ...awards.shortlists import Rule

MOST = 1000


def _round(edition: Edition, key: str) -> Round:
    found = next((each for each in queries.rounds(edition.id) if each.key == key), None)
    return found or abort(404)


@blueprint.get("/editions/<key>/shortlist")
def shortlists(key: str) -> Response:
    """The way to the shortlist of the round that others follow: the last of them that has opened, or the first."""
    edition, at = edition_or_404(key), clock.now()
    judged = [each for each in queries.rounds(edition.id) if each.kind != RoundKind.CALIBRATION]
    followed = judged[:-1] or judged or abort(404)
    begun = [each for each in followed if each.opens_at <= at]
    return redirect(url_for("admins.shortlist", key=key, round_key=(begun or followed[:1])[-1].key))


@blueprint.get("/editions/<key>/rounds/<round_key>/shortlist")
@recorded.viewed("shortlist")
def shortlist(key: str, round_key: str) -> str:
    """Who would go on by the rule in the address, and every shortlist made so far."""
    edition = edition_or_404(key)
    return _page(edition, _round(edition, round_key))


def _page(edition: Edition, round_: Round, errors: dict[str, list[str]] | None = None) -> str:
    # Late: pandas takes a second to load, and only these pages need it.
    from ... import results
    from ...awards.shortlists import draft_shortlist

    rows = queries.entry_rows(edition.id, None, round_.id)
    own = [row.reference for row in rows if row.city_id in own_cities()]
    team = access.visitor().team
    why_not = policy.why_not_handle(None if team is None else team.role, own)
    rule, found, errors = _rule(sorted({row.kind for row in rows})), None, errors or {}
    if not own:
        try:
            found = draft_shortlist(edition, round_, db.session.get_one(Rubric, round_.rubric_id), rule)
        except results.ScoresError as error:
            errors = {**errors, "top": [str(error)]}
    following = queries.next_round(round_)
    made = lists.shortlists(round_.id)
    return render_template(
        "admins/shortlist.html",
        edition=edition,
        round=round_,
        following=following,
        draft=found,
        rule=rule,
        kinds=sorted({row.kind for row in rows}),
        obstacles=[] if found is None else _obstacles(edition, round_, following, found),
        made=[] if own else made,
        listed=[] if own else lists.entries_on([each.id for each in made]),
        scored=following is not None and lists.is_scored(following.id),
        why_not=why_not,
        errors=errors,
    )


def _obstacles(edition: Edition, round_: Round, following: Round | None, found: Any) -> list[str]:
    chosen = [each.standing.entry.id for each in found.listed if each.place == "shortlisted"]
    return turning.why_not_shortlist(
        following=None if following is None else following.title,
        closes_at=round_.closes_at,
        at=clock.now(),
        time_zone=edition.time_zone,
        longer=judging.longer(round_).values(),
        holds=following is not None and lists.current_shortlist(following.id) is not None,
        scored=following is not None and lists.is_scored(following.id),
        settled=queries.open_publication(edition.id) is not None,
        uncovered=[each.entry.reference for each in found.uncovered],
        astray=[] if following is None else lists.assigned_references(following.id, chosen),
        listed=len(found.listed),
    )


def _rule(kinds: list[str]) -> "Rule":
    from ...awards.shortlists import Rule

    quotas: dict[str, tuple[int, int | None]] = {}
    for kind in kinds:
        least, most = _whole(f"least-{kind}", 0), _whole(f"most-{kind}", None)
        if least or most is not None:
            quotas[kind] = (least or 0, most)
    return Rule(_whole("top", 5) or 0, _whole("reserves", 2) or 0, quotas)


def _whole(name: str, default: int | None) -> int | None:
    text = request.values.get(name, "").strip()
    return min(int(text), MOST) if text.isascii() and text.isdigit() and len(text) < 9 else default


@blueprint.post("/editions/<key>/rounds/<round_key>/shortlists")
def make_shortlist(key: str, round_key: str) -> tuple[str, int] | Response:
    """Decide who goes on, as it was seen."""
    from ...awards import service

    edition = edition_or_404(key)
    round_ = _round(edition, round_key)
    kinds = sorted({row.kind for row in queries.entry_rows(edition.id, None, round_.id)})
    try:
        service.make_shortlist(
            round_,
            _rule(kinds),
            seen=request.form.get("seen", ""),
            reason=request.form.get("reason", ""),
            by=access.visitor().person,
        )
    except (Refusal, Invalid) as error:
        edition = edition_or_404(key)
        return _page(edition, _round(edition, round_key), {"seen": [error.sentence]}), 422
    flash(_("The shortlist is made. Only its entries stand in the next round."), "success")
    return redirect(url_for("admins.shortlist", key=key, round_key=round_key), 303)


@blueprint.post("/editions/<key>/rounds/<round_key>/shortlists/<int:shortlist_id>/undoing")
def undo_shortlist(key: str, round_key: str, shortlist_id: int) -> tuple[str, int] | Response:
    """Take a shortlist back."""
    from ...awards import service

    edition = edition_or_404(key)
    round_ = _round(edition, round_key)
    found = lists.shortlist(round_.id, shortlist_id)
    if found is None:
        abort(404)
    try:
        service.undo_shortlist(found, request.form.get("undone_because", ""), access.visitor().person)
    except Invalid as error:
        edition = edition_or_404(key)
        return _page(edition, _round(edition, round_key), error.fields), 422
    flash(_("The shortlist is taken back. All entries stand in the next round again."), "success")
    return redirect(url_for("admins.shortlist", key=key, round_key=round_key), 303)
