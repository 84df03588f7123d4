"""All that happened to one entry, on one page."""

from flask import render_template
from werkzeug.wrappers import Response

from ...entries import queries as entries
from ...entries.oversight import events
from ...entries.oversight.events import Event
from ...sheets import Cell, Column, Kind
from ..shared import access, lists
from . import blueprint
from .entries import edition_or_404, entry_or_404
from .rounds import own_cities

COLUMNS = [Column("at", Kind.INSTANT), Column("kind"), Column("what"), Column("by"), Column("detail")]
KINDS = ("ledger", "note", "letter")


@blueprint.get("/editions/<key>/entries/<reference>/history")
def entry_history(key: str, reference: str) -> str | Response:
    """The entry's history, the newest first; `format=csv` gives it as a file."""
    edition = edition_or_404(key)
    entry = entry_or_404(edition, reference)
    kind, words = lists.asked("kind", KINDS), lists.asked("q").lower()
    own, coordinates = entry.city_id in own_cities(), access.visitor().coordinated is not None
    unread: list[str] = []
    if coordinates or entries.competes(edition.id, access.visitor().person.id):
        unread += events.LETTERS_OF_RESULTS
    if coordinates:
        unread += events.LETTERS_OF_MANY
    happened = events.history(entry, judging=not own and not coordinates, unread=unread)
    found = [
        each for each in events.of_kinds(happened, kind) if words in f"{each.words} {each.by} {each.detail}".lower()
    ]
    page = lists.listing(lambda limit, offset: (found if limit is None else found[offset : offset + limit], len(found)))
    if lists.wants_csv():
        return lists.csv_file(f"{entry.reference}-history", COLUMNS, map(_cells, page.rows))
    return render_template(
        "admins/history.html", edition=edition, entry=entry, listing=page, kind=kind, q=lists.asked("q"), own=own
    )


def _cells(event: Event) -> list[Cell]:
    return [event.at, event.kind, event.words, event.by, event.detail]
