"""The winners of an edition: reads what was published, computes nothing."""

from itertools import groupby

from flask import abort, render_template

from ... import clock
from ...awards import queries as awards
from ...programmes import queries
from ..shared.places import place_names
from ..shared.told import sayings
from . import blueprint


@blueprint.get("/editions/<key>/winners")
def winners(key: str) -> str:
    """Awards by category, as published; that results were taken back; or when they are to be expected."""
    edition = queries.published_edition(key) or abort(404)
    found = awards.published(edition.id, clock.now())
    said = sayings(edition)
    keys = {each.title: each.key for each in queries.categories(edition.id)}
    shown = awards.showings([each.entry_id for each in found.awards]) if found else {}
    groups = groupby(found.awards if found else [], key=lambda each: each.category_title)
    return render_template(
        "public/winners.html",
        edition=edition,
        published=found,
        countries=place_names(),
        shown=shown,
        said=said,
        words=said.edition(edition),
        # What was published keeps the title it had; a category that is called otherwise now has no translation.
        categories=[
            (said.text(edition.id, f"category.{keys.get(title, '')}.title", title), list(won)) for title, won in groups
        ],
    )
