"""Where a team member's work begins."""

from flask import render_template

from ... import clock
from ...programmes import queries
from . import blueprint


@blueprint.get("/")
def home() -> str:
    """The editions, latest first, each with its pages."""
    return render_template("admins/home.html", editions=queries.every_edition(), at=clock.now())
