"""Where a team member's work begins."""

from flask import render_template

from ... import clock
from ...programmes import queries
from ..shared import access
from . import blueprint


@blueprint.get("/")
def home() -> str:
    """The editions, latest first, each with its pages; for a coordinator, those of her categories."""
    hers = access.visitor().coordinated
    if hers is not None:
        had = [(category, edition) for category, edition in queries.every_category() if category.id in hers]
        editions = {edition.id: edition for _category, edition in had}.values()
        return render_template("admins/coordinating.html", editions=editions, had=had, at=clock.now())
    return render_template("admins/home.html", editions=queries.every_edition(), at=clock.now())
