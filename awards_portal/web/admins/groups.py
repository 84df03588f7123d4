"""Who is of which group of judges, in a round that weighs groups."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ...entries import queries as entries
from ...errors import Invalid
from ...judging.grouping import policy, queries, service
from ..shared import access
from . import blueprint
from .rounds import Place, find_place, why_not_arrange

PREFIX = "group-"


@blueprint.get("/editions/<key>/panels/groups")
def groups(key: str) -> str:
    """Every judge of the round with her group, and what each group weighs."""
    return _page(find_place(key))


def _page(
    place: Place, errors: dict[str, list[str]] | None = None, typed: dict[int, str] | None = None, reason: str = ""
) -> str:
    judges = queries.judges(place.round.id)
    return render_template(
        "admins/groups.html",
        place=place,
        edition=place.edition,
        judges=judges,
        panels=queries.panels(place.round.id),
        chosen={each.judge.id: each.group for each in judges} | (typed or {}),
        needs_reason=any(each.group and each.begun for each in judges),
        whole=sum(each["weight"] for each in place.round.groups),
        why_not=why_not_arrange()
        or policy.why_not_competing(entries.competes(place.edition.id, access.visitor().person.id)),
        errors=errors or {},
        reason=reason,
    )


@blueprint.post("/editions/<key>/panels/groups")
def save_groups(key: str) -> tuple[str, int] | Response:
    """Put everybody into the group that was chosen."""
    place = find_place(key, round_key=request.form.get("round", ""))
    typed = {
        int(name.removeprefix(PREFIX)): group
        for name, group in request.form.items()
        if name.startswith(PREFIX)
        and (id_ := name.removeprefix(PREFIX)).isascii()
        and id_.isdecimal()
        and len(id_) < 16
    }
    reason = request.form.get("reason", "")
    try:
        changed = service.set_groups(place.round, typed, reason=reason, by=access.visitor().person)
    except Invalid as error:
        return _page(find_place(key, round_key=place.round.key), error.fields, typed, reason), 422
    flash(ngettext("%(num)d judge changed group.", "%(num)d judges changed group.", changed), "success")
    return redirect(url_for("admins.groups", key=key, round=place.round.key), 303)
