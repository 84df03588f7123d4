"""Disagreement among judges, the discussion of one entry, and scores that change because of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...entries.models import Entry
from ...errors import Invalid, PortalError
from ...judging import rules
from ...judging.discussing import moderating, policy, queries, talking
from ...judging.discussing.queries import Card, Disagreement
from ...judging.rules import Content
from ...programmes import queries as programmes
from ...sheets import Cell, Column, Kind
from ..shared import access, lists, recorded
from . import blueprint
from .entries import edition_or_404, entry_or_404
from .rounds import Place, find_place, own_cities, why_not_arrange

COLUMNS = [
    Column("reference"),
    Column("title"),
    Column("city"),
    Column("category"),
    Column("scorecards", Kind.NUMBER),
    Column("lowest", Kind.NUMBER),
    Column("highest", Kind.NUMBER),
    Column("spread", Kind.NUMBER),
    Column("remarks", Kind.NUMBER),
    Column("changes waiting", Kind.NUMBER),
]


@recorded.file(blueprint, "/editions/<key>/disagreement")
@recorded.viewed("disagreement")
def disagreement(key: str) -> str | Response:
    """Entries whose completed scorecards are far apart, the widest first; `format=csv` gives them as a file."""
    place = find_place(key)
    every, search = lists.asked("spread", ["all"]), lists.asked("q")
    chosen = lists.asked("category", [each.key for each in place.categories])
    category = next((each.id for each in place.categories if each.key == chosen), None)
    found = lists.listing(
        lambda limit, offset: queries.disagreements(
            place.round,
            own_cities(),
            over=not every,
            category_id=category,
            search=search,
            limit=limit,
            offset=offset,
        )
    )
    if lists.wants_csv():
        name = f"{place.edition.key}-{place.round.key}-disagreement"
        return lists.csv_file(name, COLUMNS, [_cells(row) for row in found.rows])
    return render_template(
        "admins/disagreement.html",
        place=place,
        edition=place.edition,
        listing=found,
        q=search,
        category=chosen,
        spread=every,
        why_no_discussion=policy.why_no_discussion(place.round, clock.now()),
        some_hidden=bool(own_cities()),
    )


def _cells(row: Disagreement) -> list[Cell]:
    entry = row.entry
    figures = [round(each, 4) for each in (row.lowest, row.highest, row.spread)]
    told: list[Cell] = [entry.reference, entry.title, entry.city.name, entry.category.title, row.cards]
    return [*told, *figures, row.remarks, row.waiting]


@dataclass(frozen=True)
class Line:
    """A completed scorecard and its total of 100."""

    card: Card
    total: rules.Total


def _entry(place: Place, reference: str) -> Entry:
    found = entry_or_404(place.edition, reference)
    # The judging of an entry of a city this visitor speaks for looks as if there were none.
    return abort(404) if found.city_id in own_cities() else found


@blueprint.get("/editions/<key>/discussions/<reference>")
@recorded.viewed("discussion")
def discussion(key: str, reference: str) -> str:
    """One entry: what each judge gave, what was said, and scores that are to change."""
    place = find_place(key)
    return _page(place, _entry(place, reference), {})


def _page(place: Place, entry: Entry, errors: Mapping[str, list[str]]) -> str:
    round_ = place.round
    criteria = programmes.criteria(round_.rubric_id)
    cards = queries.cards(round_.id, entry.id)
    totals = [
        rules.total(Content({each.key: card.given(each.id) for each in criteria}), round_.rubric, criteria)
        for card in cards
    ]
    return render_template(
        "admins/discussion.html",
        place=place,
        edition=place.edition,
        entry=entry,
        criteria=criteria,
        lines=[Line(*pair) for pair in zip(cards, totals, strict=True)],
        said=queries.remarks(round_.id, entry.id),
        changes=queries.changes(round_.id, entry.id),
        told=lambda card, criterion: rules.told(round_.rubric, card.given(criterion.id)),
        points=lambda step: "–" if step is None else rules.written(rules.points(round_.rubric, step)),
        why_not=why_not_arrange(),
        why_no_discussion=policy.why_no_discussion(round_, clock.now()),
        form=request.form,
        errors=errors,
    )


@blueprint.post("/editions/<key>/discussions/<reference>/remarks")
def team_remark(key: str, reference: str) -> str | tuple[str, int] | Response:
    """Say something to the judges of an entry; each whose scorecard is completed gets a letter."""
    place = find_place(key)
    entry, mark = _entry(place, reference), request.form.get("mark", "")[:64]
    round_key = place.round.key
    try:
        talking.remark_as_team(
            place.round, entry, request.form.get("text", ""), mark or clock.now().isoformat(), access.visitor().person
        )
    except PortalError as error:
        place = find_place(key)
        told = error.fields if isinstance(error, Invalid) else {"text": [error.sentence]}
        return _page(place, _entry(place, reference), told), error.status
    flash(_("The judges who have completed this entry read it and get a letter."), "success")
    return redirect(url_for("admins.discussion", key=key, reference=reference, round=round_key), 303)


@blueprint.post("/editions/<key>/score-changes/<int:change_id>/decision")
def decide_change(key: str, change_id: int) -> str | tuple[str, int] | Response:
    """Accept a change of a score, or leave the score as it is."""
    edition = edition_or_404(key)
    change = queries.change_in(edition.id, change_id)
    if change is None or change.assignment.entry.city_id in own_cities():
        abort(404)
    round_key, reference = change.assignment.round.key, change.assignment.entry.reference
    accepted = {"yes": True, "no": False}.get(request.form.get("accepted", ""))
    try:
        moderating.decide_change(change, accepted, request.form.get("decision_reason", ""), access.visitor().person)
    except PortalError as error:
        place = find_place(key, round_key=round_key)
        return _page(place, _entry(place, reference), {f"change-{change_id}": [error.sentence]}), error.status
    flash(_("It is decided; the judge gets a letter."), "success")
    return redirect(url_for("admins.discussion", key=key, reference=reference, round=round_key), 303)
