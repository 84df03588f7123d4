"""Where a judge's work begins."""

from flask import render_template

from . import blueprint


@blueprint.get("/")
def home() -> str:
    """The entries to judge."""
    return render_template("judges/home.html")
