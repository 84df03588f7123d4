"""How far a round is: judges with what is open and late, entries that cannot be ranked yet, a reminder to the late.

A coordinator reads it of her categories alone, with who judges which entry: the pages that assign are closed to her.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ... import clock
from ...entries.models import Entry
from ...entries.queries import entries_by_ids
from ...judging import policy, queries, service
from ...judging.models import Judge
from ...judging.progress import ORDER, Standing, fingerprint
from ...judging.rules import AWAY, State
from ...judging.shortlisting.queries import contestants
from ...programmes.models import Category
from ...sheets import Cell, Column, Kind
from ..shared import access, lists, recorded
from . import blueprint
from .entries import edition_or_404
from .rounds import Place, find_place, own_cities, why_not_arrange

COLUMNS = [
    Column("judge"),
    Column("email"),
    Column("entries", Kind.NUMBER),
    *[Column(str(state), Kind.NUMBER) for state in ORDER],
    Column("due by now", Kind.NUMBER),
    Column("late by", Kind.NUMBER),
    Column("reminded", Kind.INSTANT),
]


@dataclass(frozen=True)
class Thin:
    """An entry with fewer completed scorecards than a rank asks for."""

    entry: Entry
    completed: int
    judges: int


@dataclass(frozen=True)
class Seated:
    """An entry with its judges by name and where each stands."""

    entry: Entry
    judges: list[tuple[str, State]]


@recorded.file(blueprint, "/editions/<key>/progress")
def progress(key: str) -> str | Response:
    """The round's progress; `format=csv` gives the judges as a file."""
    place, at = find_place(key), clock.now()
    hers = access.visitor().coordinated
    rows = queries.progress_in(place.round, at, own_cities(), hers)
    if lists.wants_csv():
        return lists.csv_file(f"{place.edition.key}-{place.round.key}-progress", COLUMNS, map(_cells, rows))
    late = [row for row in rows if row.may_be_nudged(at)]
    thin, ranked = _coverage(place)
    return render_template(
        "admins/progress.html",
        place=place,
        edition=place.edition,
        rows=rows,
        order=ORDER,
        late=late,
        fingerprint=fingerprint(late),
        thin=thin,
        ranked=ranked,
        some_hidden=bool(own_cities()),
        seated=None if hers is None else _seated(place, rows),
        panels=None if hers is None else _panels(place),
        why_not=None if hers else why_not_arrange(),
        why_not_nudge=policy.why_not_nudge(place.round, at, len(late), sum(row.late > 0 for row in rows)),
    )


def _cells(row: Standing) -> list[Cell]:
    judge = row.judge
    counts = [row.states.get(state, 0) for state in ORDER]
    return [judge.name, judge.email, row.given, *counts, row.due, row.late, row.nudged_at]


def _coverage(place: Place) -> tuple[list[Thin], int]:
    """Entries under the round's minimum, and how many have enough."""
    completed: dict[int, int] = {}
    judges: dict[int, int] = {}
    for cell in _cells_shown(place):
        completed[cell.entry_id] = completed.get(cell.entry_id, 0) + (cell.state is State.COMPLETED)
        judges[cell.entry_id] = judges.get(cell.entry_id, 0) + (cell.state not in AWAY)
    hidden, seen = own_cities(), {each.id for each in place.categories}
    shown = [
        each
        for each in contestants(place.edition.id, place.round.id)
        if each.city_id not in hidden and each.category_id in seen
    ]
    thin = [
        Thin(entry, completed.get(entry.id, 0), judges.get(entry.id, 0))
        for entry in shown
        if completed.get(entry.id, 0) < place.round.minimum_cards
    ]
    return thin, len(shown) - len(thin)


def _cells_shown(place: Place) -> list[queries.Cell]:
    """The round's assignments of the categories that are there for this visitor, without her own cities'."""
    hidden, seen = own_cities(), {each.id for each in place.categories}
    return [each for each in queries.cells(place.round.id) if each.city_id not in hidden and each.category_id in seen]


def _seated(place: Place, rows: Sequence[Standing]) -> list[Seated]:
    """Who judges which entry, by reference: what a coordinator reads instead of the pages that assign."""
    names = {row.judge.id: row.judge.name for row in rows}
    judges: dict[int, list[tuple[str, State]]] = {}
    for cell in _cells_shown(place):
        judges.setdefault(cell.entry_id, []).append((names[cell.judge_id], cell.state))
    found = [Seated(each, sorted(judges[each.id])) for each in entries_by_ids(judges)]
    return sorted(found, key=lambda each: each.entry.reference)


def _panels(place: Place) -> list[tuple[Category, list[Judge]]]:
    seen = {each.id for each in place.categories}
    panels = [each for each in queries.panels(place.round.id) if each.category_id in seen]
    members = queries.members(each.id for each in panels)
    return [(each.category, members.get(each.id, [])) for each in panels]


@blueprint.post("/editions/<key>/rounds/<round_key>/nudges")
def nudge(key: str, round_key: str) -> Response:
    """Remind exactly those who were shown to be late."""
    edition = edition_or_404(key)
    round_ = next((each for each in queries.rounds(edition.id) if each.key == round_key), None) or abort(404)
    reminded = service.nudge(round_, request.form.get("late", ""), access.visitor().person)
    flash(
        ngettext(
            "%(num)d judge is reminded. The letter is on its way.",
            "%(num)d judges are reminded. The letters are on their way.",
            len(reminded),
        ),
        "success",
    )
    return redirect(url_for("admins.progress", key=key, round=round_key), 303)
