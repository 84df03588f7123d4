"""Style sheet, scripts and fonts: addresses that change with the content, so that browsers may keep them for ever."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request, url_for
from flask_compress import Compress

from ...config import ROOT

CSS = ROOT / "static" / "css"
FOREVER = "public, max-age=31536000, immutable"
blueprint = Blueprint("assets", __name__)


def init_app(app: Flask) -> None:
    """Serve the one style sheet, and give templates `asset('js/time.js')` and `stylesheet()`."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(asset=asset, stylesheet=stylesheet)
    # Only what is the same for everybody: a compressed page would tell by its length what secrets it holds (BREACH).
    app.config.update(
        COMPRESS_MIMETYPES=["text/css", "text/javascript", "application/javascript", "image/svg+xml"],
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_STREAMS=False,
    )
    Compress(app)
    # In development a changed file must be seen at the next request.
    if app.config["SETTINGS"].environment == "development":
        app.before_request(_forget)

    @app.after_request
    def keep(response: Response) -> Response:
        # A font's name is its version: it is asked for from the style sheet, which cannot add a digest.
        lasting = "v" in request.args or request.path.startswith("/static/fonts/")
        if request.endpoint == "static" and lasting and response.status_code == 200:
            response.headers["Cache-Control"] = FOREVER
        return response


@cache
def bundle() -> str:
    """All style sheets as one text: layers in order, then components and pages by name.

    Kept as small files for the people who write them, sent as one for the people who wait for it.
    """
    names = [CSS / "tokens.css", CSS / "base.css", *sorted((CSS / "components").glob("*.css"))]
    names += sorted((CSS / "pages").glob("*.css"))
    return "\n".join(["@layer tokens, base, components, pages;", *(name.read_text() for name in names)])


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def _bundle_digest() -> str:
    return hashlib.sha256(bundle().encode()).hexdigest()[:10]


def _forget() -> None:
    bundle.cache_clear()
    _digest.cache_clear()


def asset(name: str) -> str:
    """The address of a static file with its digest.

    Raises:
        FileNotFoundError: when there is no such file; a wrong name is found by the first test that renders the page.
    """
    return url_for("static", filename=name, v=_digest(ROOT / "static" / name))


def stylesheet() -> str:
    """The address of the style sheet."""
    return url_for("assets.style", digest=_bundle_digest())


@blueprint.get("/assets/portal-<digest>.css")
def style(digest: str) -> Response:
    """The style sheet. An old digest is answered with today's sheet, not kept."""
    if not digest.isalnum():
        abort(404)
    response = Response(bundle(), mimetype="text/css")
    response.headers["Cache-Control"] = FOREVER if digest == _bundle_digest() else "no-cache"
    return response
