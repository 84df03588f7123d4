"""Where a team member's work begins."""

from flask import render_template

from ... import clock
from ...programmes import queries
from ..shared import access
from . import blueprint, coordinating


@blueprint.get("/")
def home() -> str:
    """The editions, latest first, each with its pages; for a coordinator, those of her categories."""
    hers = access.visitor().coordinated
    if hers is not None:
        return coordinating.page(hers)
    return render_template("admins/home.html", editions=queries.every_edition(), at=clock.now())
