"""How far a round is: judges with what is open and late, entries that cannot be ranked yet, a reminder to the late."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ... import clock
from ...entries.models import Entry
from ...judging import policy, queries, service
from ...judging.progress import ORDER, Standing, fingerprint
from ...judging.rules import AWAY, State
from ...judging.shortlisting.queries import contestants
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


@recorded.file(blueprint, "/editions/<key>/progress")
def progress(key: str) -> str | Response:
    """The round's progress; `format=csv` gives the judges as a file."""
    place, at = find_place(key), clock.now()
    rows = queries.progress_in(place.round, at, own_cities())
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
        why_not=why_not_arrange(),
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
    for cell in queries.cells(place.round.id):
        completed[cell.entry_id] = completed.get(cell.entry_id, 0) + (cell.state is State.COMPLETED)
        judges[cell.entry_id] = judges.get(cell.entry_id, 0) + (cell.state not in AWAY)
    hidden = own_cities()
    shown = [each for each in contestants(place.edition.id, place.round.id) if each.city_id not in hidden]
    thin = [
        Thin(entry, completed.get(entry.id, 0), judges.get(entry.id, 0))
        for entry in shown
        if completed.get(entry.id, 0) < place.round.minimum_cards
    ]
    return thin, len(shown) - len(thin)


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
