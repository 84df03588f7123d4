"""What a page sent when it could not be taken (signed out, an old page) travels on and is sent again: nothing is lost.

The text goes back to its writer in a signed field of the next page, never into the database: it may be anybody's.
"""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, g, jsonify, make_response, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from .errors import wants_json

# Long enough to look for a password; the page it came from is older than that only when left open.
LASTS_SECONDS = 24 * 3600
# Fields that must never travel in a page.
NEVER = {"csrf_token", "password", "old", "kept"}


@dataclass(frozen=True)
class Kept:
    """What a page sent: where to, and its fields in order. `person_id` wrote it, where that is known."""

    path: str
    fields: list[tuple[str, str]]
    person_id: int | None


def _from_own_page() -> bool:
    """Whether one of our pages sent this. A stranger's page must not be able to put words in somebody's mouth."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return bool(sender) and urlsplit(sender).netloc == request.host
    except ValueError:
        return False


def _signer() -> URLSafeTimedSerializer:
    # Bound to this browser's own session: one signed for somebody else is of no use here.
    mark = session.setdefault("kept", secrets.token_urlsafe(16))
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=f"kept:{mark}")


def wrap() -> str:
    """What this request sent, signed; empty when there is nothing that may travel."""
    if request.method != "POST" or not _from_own_page():
        return ""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER]
    if not fields:
        return ""
    return _signer().dumps([request.full_path.rstrip("?"), fields, g.get("signed_out_person_id")])


def unwrap(text: str) -> Kept | None:
    """What was kept, when it is whole, of this browser and not too old."""
    if not text:
        return None
    try:
        path, fields, person_id = _signer().loads(text, max_age=LASTS_SECONDS)
    except (BadData, ValueError, TypeError):
        return None
    return Kept(path, [(name, value) for name, value in fields], person_id)


def signed_out() -> Response:
    """Answer a POST of somebody who is not signed in (any more): the sign-in page, with what was sent kept."""
    if wants_json():
        address = url_for("account.sign_in")
        message = _("You are signed out. What you typed is kept in this browser; sign in and it is saved.")
        return make_response(jsonify(state="signed out", message=message, sign_in=address), 401)
    page = render_template(
        "account/sign_in.html", kept=wrap(), was_sent=True, had_files=bool(request.files), next="", email="", errors={}
    )
    return make_response(page, 401)


def too_old() -> Response:
    """Answer a POST whose safety mark does not fit the session: the page again, with what was sent, to send anew."""
    if wants_json():
        message = _("This page was opened before you signed in. It is sent again by itself.")
        return make_response(jsonify(state="stale", message=message, csrf_token=generate_csrf()), 400)
    found = unwrap(wrap())
    if found is None:
        sentence = _("The page was too old, or was not one of ours. Go back, load it again, and send it once more.")
        return make_response(render_template("errors/error.html", status=400, sentence=sentence), 400)
    return make_response(render_template("account/kept.html", kept=found, had_files=bool(request.files)), 400)
