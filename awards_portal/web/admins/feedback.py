"""Feedback for cities: what judges wrote, cleared entry by entry or many at once, and released at a time."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ... import clock
from ...awards import feedback_clearing as clearing
from ...awards import feedback_policy, feedback_queries, feedback_releasing, policy, queries
from ...awards.feedback import OVERALL, Sheet, State, sheets
from ...errors import Invalid, PortalError, Refusal
from ...programmes import queries as programmes
from ...programmes.models import Edition, Round
from ...sheets import Column, Kind
from ..shared import access, lists, recorded
from . import blueprint
from .entries import edition_or_404
from .rounds import own_cities

COLUMNS = [
    Column("reference"),
    Column("title"),
    Column("category"),
    Column("city"),
    Column("state"),
    Column("cleared by"),
    Column("cleared", Kind.INSTANT),
]


def _round(edition: Edition) -> Round:
    rounds = queries.rounds(edition.id)
    return rounds[-1] if rounds else abort(404)


def _why_not(found: Mapping[str, Sheet]) -> str | None:
    team = access.visitor().team
    own = [each.entry.reference for each in found.values() if each.entry.city_id in own_cities()]
    return policy.why_not_handle(None if team is None else team.role, own)


def _is_own(found: Mapping[str, Sheet]) -> bool:
    return any(each.entry.city_id in own_cities() for each in found.values())


@recorded.file(blueprint, "/editions/<key>/feedback")
@recorded.viewed("feedback")
def feedback(key: str) -> str | Response:
    """Every entry's feedback and how far it is; `format=csv` gives the same rows as a file."""
    edition = edition_or_404(key)
    found = sheets(edition, _round(edition))
    if lists.wants_csv() and not _is_own(found):
        rows, _total = _chosen(found, None, 0)
        return lists.csv_file(f"{edition.key}-feedback", COLUMNS, [_cells(each) for each in rows])
    return _page(edition, found)


def _chosen(found: Mapping[str, Sheet], limit: int | None, offset: int) -> tuple[list[Sheet], int]:
    category, state, search = lists.asked("category"), lists.asked("state"), lists.asked("q").casefold()
    rows = [
        each
        for each in found.values()
        if category in {"", each.entry.category}
        and state in {"", str(each.state)}
        and search in f"{each.entry.reference} {each.entry.title} {each.entry.city}".casefold()
    ]
    return rows[offset : None if limit is None else offset + limit], len(rows)


def _cells(sheet: Sheet) -> list[Any]:
    done = sheet.cleared
    return [
        sheet.entry.reference,
        sheet.entry.title,
        sheet.entry.category_title,
        sheet.entry.city,
        str(sheet.state),
        None if done is None else done.by.name,
        None if done is None else done.at,
    ]


def _why_not_yet(edition: Edition) -> str | None:
    """Why there is nothing to plan yet: the results that feedback follows are not confirmed."""
    results, at = queries.open_publication(edition.id), clock.now()
    confirmed = results is not None and queries.outcome(results.id).confirmation is not None
    return feedback_policy.why_not_release(confirmed, None, at, edition.time_zone, at)


def _page(edition: Edition, found: Mapping[str, Sheet], errors: dict[str, list[str]] | None = None) -> str:
    hidden = _is_own(found)
    category = lists.asked("category")
    offered = clearing.as_written(found, category)
    return render_template(
        "admins/feedback.html",
        edition=edition,
        hidden=hidden,
        why_not=_why_not(found),
        listing=lists.listing(lambda limit, offset: ([], 0) if hidden else _chosen(found, limit, offset)),
        categories=programmes.categories(edition.id),
        category=category,
        state=lists.asked("state"),
        q=lists.asked("q"),
        states=list(State),
        counts={str(state): sum(each.state is state for each in found.values()) for state in State},
        offered=offered,
        seen=clearing.fingerprint(offered),
        naming=[each for each in found.values() if each.state is State.OPEN and each.names_a_judge],
        release=feedback_queries.release(edition.id),
        why_not_yet=_why_not_yet(edition),
        at=clock.now(),
        typed=request.form,
        errors=errors or {},
    )


@blueprint.post("/editions/<key>/feedback/clearings")
def clear_many(key: str) -> tuple[str, int] | Response:
    """Clear as judges wrote it what nobody has read yet."""
    edition = edition_or_404(key)
    category = request.form.get("category", "")
    try:
        count = clearing.clear_many(
            edition, _round(edition), category, request.form.get("seen", ""), access.visitor().person
        )
    except Refusal as refusal:
        return _refused(key, refusal)
    flash(
        ngettext("%(num)d entry is cleared as judges wrote it.", "%(num)d entries are cleared as judges wrote.", count),
        "success",
    )
    return redirect(url_for("admins.feedback", key=key, category=category or None), 303)


@blueprint.post("/editions/<key>/feedback/releases")
def release_feedback(key: str) -> tuple[str, int] | Response:
    """Plan the release for a time, or at once."""
    edition = edition_or_404(key)
    typed = request.form.get("due", "").strip()
    due = clock.read(typed, edition.time_zone) if typed else None
    if typed and due is None:
        sentence = _("Write the date and time as 2026-03-01T18:00, or leave it empty to release at once.")
        return _page(edition, sheets(edition, _round(edition)), {"due": [sentence]}), 422
    try:
        made = feedback_releasing.release(
            edition, _round(edition), due, access.visitor().person, leaving=bool(request.form.get("leaving"))
        )
    except (Refusal, Invalid) as error:
        return _refused(key, error)
    told = clock.tell(made.due_at, edition_or_404(key).time_zone)
    flash(_("The feedback goes to the cities on %(at)s.", at=told), "success")
    return redirect(url_for("admins.feedback", key=key), 303)


@blueprint.post("/editions/<key>/feedback/releases/<int:release_id>/withdrawal")
def withdraw_feedback(key: str, release_id: int) -> tuple[str, int] | Response:
    """Take a release back."""
    edition = edition_or_404(key)
    running = feedback_queries.release(edition.id)
    if running is None or running.id != release_id:
        abort(404)
    try:
        feedback_releasing.withdraw(running, request.form.get("because", ""), access.visitor().person)
    except (Refusal, Invalid) as error:
        return _refused(key, error)
    flash(_("The release is taken back. The reason is kept."), "success")
    return redirect(url_for("admins.feedback", key=key), 303)


@blueprint.get("/editions/<key>/feedback/<reference>")
@recorded.viewed("feedback")
def feedback_entry(key: str, reference: str) -> str:
    """What judges wrote on one entry, without their names, what is cleared of it, and what its city would read."""
    edition = edition_or_404(key)
    return _sheet_page(edition, reference)


def _sheet_page(edition: Edition, reference: str, error: str = "", typed: Mapping[str, str] | None = None) -> str:
    found = sheets(edition, _round(edition))
    sheet = found.get(reference)
    if sheet is None or _is_own(found):
        abort(404)
    order = list(found)
    after = order[order.index(reference) + 1 :] + order[: order.index(reference)]
    return render_template(
        "admins/feedback_entry.html",
        edition=edition,
        sheet=sheet,
        topics=[(each.key, each.title) for each in sheet.criteria] + [(OVERALL, _("The entry as a whole"))],
        texts=typed if typed is not None else sheet.texts if sheet.cleared else sheet.suggested,
        why_not=_why_not(found),
        release=feedback_queries.release(edition.id),
        next=next((each for each in after if found[each].state in {State.OPEN, State.CHANGED}), None),
        errors={"": [error]} if error else {},
    )


@blueprint.post("/editions/<key>/feedback/<reference>")
def clear_feedback(key: str, reference: str) -> tuple[str, int] | Response:
    """Clear one entry's texts as they stand on the page."""
    edition = edition_or_404(key)
    texts = {name.removeprefix("text-"): value for name, value in request.form.items() if name.startswith("text-")}
    seen = request.form.get("seen", "0")
    try:
        clearing.clear(
            edition,
            _round(edition),
            reference,
            texts,
            int(seen) if seen.isdecimal() and len(seen) < 19 else 0,
            request.form.get("source", ""),
            access.visitor().person,
        )
    except Refusal as refusal:
        return _sheet_page(edition_or_404(key), reference, refusal.sentence, texts), refusal.status
    flash(_("The feedback on %(reference)s is cleared.", reference=reference), "success")
    return redirect(url_for("admins.feedback_entry", key=key, reference=reference), 303)


def _refused(key: str, error: PortalError) -> tuple[str, int]:
    fields = error.fields if isinstance(error, Invalid) and error.fields else {"": [error.sentence]}
    edition = edition_or_404(key)
    return _page(edition, sheets(edition, _round(edition)), fields), error.status
