"""Pages open to anyone."""

from flask import render_template

from . import blueprint


@blueprint.get("/")
def home() -> str:
    """The portal's home."""
    return render_template("public/home.html")


@blueprint.get("/healthz")
def health() -> tuple[str, int, dict[str, str]]:
    """Alive: the process answers. It asks nothing of the database, so that a slow database does not restart the web."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
