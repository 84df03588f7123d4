"""Who judges what: the matrix of a category, giving an entry to a judge, the end of a round."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ... import clock
from ...entries import queries as entries
from ...entries.models import Entry
from ...errors import Refusal
from ...judging import policy, queries, service
from ...judging.connecting import connection_between
from ...judging.models import Judge
from ...judging.rules import AWAY, State
from ...programmes.models import Category, Round, RoundKind
from ...sheets import Column, Kind
from ..shared import access, lists, recorded
from . import blueprint
from .entries import edition_or_404
from .rounds import Place, find_place, own_cities, why_not_arrange

COLUMNS = [
    Column("reference"),
    Column("title"),
    Column("city"),
    Column("judge"),
    Column("state"),
    Column("completed", Kind.INSTANT),
    Column("found"),
]


@recorded.file(blueprint, "/editions/<key>/assignments")
def assignments(key: str) -> str | Response:
    """Entries by judges with the state of each scorecard; `format=csv` gives the assigned pairs as a file."""
    place, hidden = find_place(key), own_cities()
    # Categories that are not this visitor's stay out, as `find_place` leaves them out.
    shown = {each.id for each in place.categories}
    coverage = [row for row in queries.coverage(place.round, hidden) if row.category.id in shown]
    if not request.args.get("category"):
        place = replace(place, category=_first_to_arrange(place.round, coverage))
    search = lists.asked("q")
    found = lists.listing(
        lambda limit, offset: queries.entries_to_judge(place.round, place.category.id, search, limit, offset)
    )
    judges = queries.judges_of_category(place.round.id, place.category.id, hidden)
    cells = {(cell.entry_id, cell.judge_id): cell for cell in queries.cells(place.round.id, place.category.id)}
    standing = {
        (cell.judge_id, cell.entry_id)
        for cell in cells.values()
        if cell.state not in AWAY and cell.city_id not in hidden
    }
    found_between = queries.found_between(
        judges, [entry.city for entry in found.rows], place.edition.conflict_rules, clock.now()
    )
    if lists.wants_csv():
        rows = [
            (
                entry.reference,
                entry.title,
                entry.city.name,
                judge.name,
                str(cell.state),
                cell.completed_at,
                ", ".join(each.words for each in found_between.get((judge.id, entry.city_id), ())),
            )
            for entry in found.rows
            if entry.city_id not in hidden
            for judge in judges
            if (cell := cells.get((entry.id, judge.id))) is not None
        ]
        return lists.csv_file(f"{place.edition.key}-{place.category.key}-assignments", COLUMNS, rows)
    return render_template(
        "admins/assignments.html",
        place=place,
        edition=place.edition,
        listing=found,
        anywhere=any(row.entries for row in coverage),
        categories=[(row.category.key, _category_in_words(row, place.round)) for row in coverage],
        judges=judges,
        cells=cells,
        completed=Counter(cell.entry_id for cell in cells.values() if cell.state is State.COMPLETED),
        found_between=found_between,
        anchor=queries.anchor_of(place.round.id) if place.round.kind == RoundKind.CALIBRATION else None,
        vacancies=service.propose_substitutes(place.round, place.category.id, access.visitor().person),
        hidden=hidden,
        connection=connection_between(judges, standing),
        longer=queries.extensions_running(place.round.id, clock.now()),
        q=search,
        able=[judge for judge in queries.everybody(place.edition.id) if policy.why_not_take_part(judge) is None],
        why_not=why_not_arrange(),
    )


def _first_to_arrange(round_: Round, coverage: Sequence[queries.Coverage]) -> Category:
    """Where work waits: entries short of judges and a panel that could have them; else entries; else a panel."""
    formed = {panel.category_id for panel in queries.panels(round_.id)}

    def waits(row: queries.Coverage) -> tuple[bool, bool, bool]:
        return row.unassigned > 0 and row.category.id in formed, row.entries > 0, row.category.id in formed

    # Of several alike the first one: `max` keeps the order of the call.
    return max(coverage, key=waits).category


def _category_in_words(row: queries.Coverage, round_: Round) -> str:
    words = ngettext("%(num)d entry", "%(num)d entries", row.entries)
    if row.unassigned and round_.kind == RoundKind.SCORING:
        words = _("%(entries)s, %(n)s with too few judges", entries=words, n=row.unassigned)
    return f"{row.category.title} ({words})"


@blueprint.post("/editions/<key>/assignments")
def assign(key: str) -> Response:
    """Give one entry to one judge."""
    place = find_place(key)
    entry, judge = _entry_and_judge(place)
    reference, name, words = entry.reference, judge.name, place.words
    service.assign(place.round, entry, judge, access.visitor().person)
    flash(_("%(name)s judges %(reference)s.", name=name, reference=reference), "success")
    return redirect(url_for("admins.assignments", **words), 303)


@blueprint.post("/editions/<key>/assignments/substitutes")
def substitute(key: str) -> Response:
    """Give an entry that lost a judge to the substitute who was proposed."""
    place = find_place(key)
    entry, judge = _entry_and_judge(place)
    reference, name, words = entry.reference, judge.name, place.words
    service.substitute(place.round, entry, judge, access.visitor().person)
    flash(_("%(name)s steps in for %(reference)s and gets a letter.", name=name, reference=reference), "success")
    return redirect(url_for("admins.assignments", **words), 303)


def _entry_and_judge(place: Place) -> tuple[Entry, Judge]:
    entry = entries.entry_by_reference(request.form.get("entry", ""))
    judge_id = request.form.get("judge", type=int)
    judge = None if judge_id is None else queries.judge_in(place.edition.id, judge_id)
    if entry is None or entry.edition_id != place.edition.id or judge is None:
        raise Refusal(_("Choose an entry and a judge. Go back and choose both."))
    return entry, judge


@blueprint.post("/editions/<key>/rounds/<round_key>/closing")
def close_round(key: str, round_key: str) -> Response:
    """End scoring now."""
    edition = edition_or_404(key)
    round_ = next((each for each in queries.rounds(edition.id) if each.key == round_key), None) or abort(404)
    title = round_.title
    service.close_round(round_, access.visitor().person)
    flash(_("%(round)s is closed.", round=title), "success")
    if request.form.get("back") == "publication":
        return redirect(url_for("admins.publication", key=key), 303)
    return redirect(url_for("admins.assignments", key=key, round=round_key), 303)
