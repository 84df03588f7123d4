"""Routes of this door."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from ..shared import access
from . import blueprint


@blueprint.get("/sign-in")
@access.open_to_anyone
def sign_in() -> str:
    """The sign-in page."""
    return ""


@blueprint.get("/")
def home() -> Response:
    """Where this visitor's work is."""
    return redirect(url_for("public.home"))


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End this sign-in."""
    return redirect(url_for("public.home"))
