"""The rules of results: those in force, their change after judging began, and what each change made of the places."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...awards import policy, queries
from ...errors import Invalid
from ...programmes.documents import METHODS, TIE_RULES
from ...programmes.group_weights import groups_as_lines, groups_in_words, typed_groups
from ...programmes.models import Edition
from ..shared import access
from ..shared.methods import method_in_words, tie_rule_in_words
from . import blueprint
from .entries import edition_or_404
from .rounds import own_cities


@blueprint.get("/editions/<key>/rules")
def rules(key: str) -> str:
    """How scores become places, what was changed since judging began, and the form to change it."""
    return _page(edition_or_404(key))


def _page(edition: Edition, errors: dict[str, list[str]] | None = None, typed: dict[str, Any] | None = None) -> str:
    rounds = queries.rounds_with_scorecards(edition.id)
    criteria = queries.criteria(rounds[-1].rubric_id) if rounds else []
    team = access.visitor().team
    own = [row.reference for row in queries.entry_rows(edition.id) if row.city_id in own_cities()]
    ladder = [*edition.tie_ladder, *[""] * len(TIE_RULES)][: len(TIE_RULES)]
    in_force = {
        "method": edition.method,
        "ladder": ladder,
        "weights": {each.key: str(each.weight) for each in criteria},
        "groups": {each.key: groups_as_lines(each.groups) for each in rounds},
        "reason": "",
    }
    return render_template(
        "admins/rules.html",
        edition=edition,
        begun=bool(rounds),
        criteria=criteria,
        rounds=rounds,
        groups_in_words=groups_in_words,
        methods=[(name, method_in_words(name)) for name in METHODS],
        tie_rules=[(name, tie_rule_in_words(name)) for name in TIE_RULES],
        method_in_words=method_in_words,
        tie_rule_in_words=tie_rule_in_words,
        changes=queries.rules_changes(edition.id),
        hidden=own_cities(),
        why_not=policy.why_not_handle(None if team is None else team.role, own),
        errors=errors or {},
        typed=typed or in_force,
    )


@blueprint.post("/editions/<key>/rules")
def change_rules(key: str) -> tuple[str, int] | Response:
    """Decide on other rules, with a reason."""
    # Late: pandas takes a second to load, and only these pages need it.
    from ...awards import service

    edition = edition_or_404(key)
    weights = {
        name.removeprefix("weight-"): value for name, value in request.form.items() if name.startswith("weight-")
    }
    groups = {name.removeprefix("groups-"): text for name, text in request.form.items() if name.startswith("groups-")}
    typed: dict[str, Any] = {
        "method": request.form.get("method", ""),
        "ladder": [request.form.get(f"tie_rule_{at}", "") for at in range(1, len(TIE_RULES) + 1)],
        "weights": weights,
        "groups": groups,
        "reason": request.form.get("reason", ""),
    }
    try:
        service.change_rules(
            edition,
            method=typed["method"],
            tie_ladder=[rule for rule in typed["ladder"] if rule],
            weights={name: _whole(value) for name, value in weights.items()},
            groups={key: typed_groups(text) for key, text in groups.items()},
            reason=typed["reason"],
            by=access.visitor().person,
        )
    except Invalid as error:
        return _page(edition_or_404(key), error.fields, typed), 422
    flash(_("The rules are changed. Places by the old and by the new rules are kept below."), "success")
    return redirect(url_for("admins.rules", key=key), 303)


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
