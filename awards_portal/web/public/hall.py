"""The hall of winners: every edition, with what is known of it and from where."""

from itertools import groupby

from flask import abort, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...awards import queries as awards
from ...awards.models import PastWinner
from ...sheets import Column, Kind
from ..shared import lists
from ..shared.filters import as_published
from ..shared.places import place_names
from ..shared.told import sayings
from . import blueprint

COLUMNS = [
    Column("year", Kind.NUMBER),
    *map(Column, ("edition", "category", "prize", "winner", "country", "project", "note", "source")),
]


@blueprint.get("/winners")
def hall() -> str | Response:
    """Everybody who ever won, by edition, category, city and country; `format=csv` gives the same rows as a file."""
    asked = {name: lists.asked(name) for name in ("edition", "category", "country", "city")}
    search, found = lists.asked("q"), None

    def ask(limit: int | None, offset: int) -> tuple[list[awards.Won], int]:
        nonlocal found
        found = awards.hall(clock.now(), search=search, limit=limit, offset=offset, **asked)
        return list(found.rows), found.total

    listing, held = lists.listing(ask), awards.editions_with_awards(clock.now())
    said = sayings(*held)
    if lists.wants_csv():
        return lists.csv_file("winners", COLUMNS, [_cells(row) for row in listing.rows])
    return render_template(
        "public/hall.html",
        listing=listing,
        # Each edition's rows together, in the order of the list.
        editions=[list(rows) for _key, rows in groupby(listing.rows, key=lambda row: row.edition_key)],
        shown=awards.showings([row.entry_id for row in listing.rows if row.entry_id is not None]),
        choices=found,
        past=awards.past_editions(),
        held=held,
        titles={each.key: said.edition(each).title for each in held},
        countries=place_names(),
        recipients=recipients(),
        q=search,
        **asked,
    )


def _cells(row: awards.Won) -> list[str | int | None]:
    return [row.year, row.edition, row.category, row.prize, row.name, row.country, row.project, row.note, row.source]


def recipients() -> dict[str, str]:
    """What sort of winner it was, where it was not a city."""
    return {"corporation": _("corporation"), "institution": _("institution"), "individual": _("individual")}


@blueprint.get("/winners/<key>")
def past_edition(key: str) -> str:
    """An edition held before the portal: facts as published, winners, jury, sources; what is unknown is said."""
    found = awards.past_edition(key) or abort(404)
    facts = found.edition.facts
    winners: dict[str, list[PastWinner]] = {}
    for each in found.winners:
        winners.setdefault(each.category or "", []).append(each)
    return render_template(
        "public/past_edition.html",
        edition=found.edition,
        facts=facts,
        found=found,
        winners=winners,
        named=sum(each.name is not None for each in found.winners),
        recipients=recipients(),
        days=[
            (words, as_published(facts.get(name)), facts.get(f"{name}_note"))
            for name, words in (
                ("submission_opens", _("Applications opened")),
                ("submission_closes", _("Applications closed")),
                ("winners_announced", _("Winners announced")),
                ("ceremony_date", _("Ceremony")),
            )
        ],
        counts=[
            (words, facts.get(name))
            for name, words in (
                ("applications", _("Applications")),
                ("applicant_cities", _("Cities that applied")),
                ("applicant_countries", _("Countries they came from")),
                ("eligible_after_screening", _("Eligible")),
                ("finalists", _("Finalists")),
                ("judges", _("Judges")),
                ("winners_total", _("Winners")),
            )
        ],
    )
