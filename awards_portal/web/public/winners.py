"""The winners of an edition: reads what was published, computes nothing."""

from itertools import groupby

from flask import abort, render_template

from ... import clock
from ...awards import queries as awards
from ...programmes import queries
from ..shared.places import place_names
from . import blueprint


@blueprint.get("/editions/<key>/winners")
def winners(key: str) -> str:
    """Awards by category, as published; that results were taken back; or when they are to be expected."""
    edition = queries.published_edition(key) or abort(404)
    found = awards.published(edition.id, clock.now())
    groups = groupby(found.awards if found else [], key=lambda each: each.category_title)
    return render_template(
        "public/winners.html",
        edition=edition,
        published=found,
        countries=place_names(),
        categories=[(title, list(won)) for title, won in groups],
    )
