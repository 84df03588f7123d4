"""Every refusal and fault as a page, or as JSON for a script that asked for JSON."""

import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from ...db import db
from ...errors import FasterElsewhere, Invalid, PortalError

log = structlog.get_logger()


def wants_json() -> bool:
    """Whether a script asked (our own pages' scripts send Accept: application/json)."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(PortalError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def page(status: int, sentence: str) -> Response:
    """The page that tells one sentence with this status, and the way out."""
    return make_response(render_template("errors/error.html", status=status, sentence=sentence), status)


def _refused(error: PortalError) -> Response:
    db.session.rollback()
    if wants_json():
        body: dict[str, object] = {"state": "refused", "message": error.sentence}
        if isinstance(error, Invalid):
            body |= {"state": "invalid", "fields": error.fields}
        if isinstance(error, FasterElsewhere):
            body |= {"state": "conflict", "yours": error.yours, "theirs": error.theirs, "revision": error.revision}
        return make_response(jsonify(body), error.status)
    return page(error.status, error.sentence)


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    status = error.code or 500
    sentences = {
        404: _("There is nothing at this address, or it is not yours to see."),
        405: _("This address does not take that kind of request."),
        413: _("What was sent is too large. Nothing of it was stored; files may have up to 10 MB."),
        429: _("Too many tries. Wait a little and try again."),
    }
    sentence = sentences.get(status) or _("The request could not be understood. Go back and try again.")
    return make_response(jsonify(state="refused", message=sentence), status) if wants_json() else page(status, sentence)


def _fault(error: Exception) -> Response:
    db.session.rollback()
    log.error("fault", path=request.path, exc_info=error)
    if request.environ.get("portal.raise"):
        raise error
    sentence = _("Something went wrong on our side. What you sent was not half-stored; try again in a minute.")
    if wants_json():
        return make_response(jsonify(state="refused", message=sentence), 500)
    # Nothing but a plain template: the fault may lie in what other pages need.
    return make_response(render_template("errors/fault.html", sentence=sentence), 500)
