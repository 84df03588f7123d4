"""Signing in by a mailed link, for judges."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import PortalError
from ...judging import queries as judging
from ...people import policy, queries, service
from ...people.links import hash_token
from ..shared import access
from . import blueprint
from .routes import begin


def _judges(person_id: int) -> bool:
    return bool(judging.judgeships(person_id))


@blueprint.get("/sign-in-link")
@access.open_to_anyone
def sign_in_link() -> str:
    """Ask for a link."""
    return render_template("account/sign_in_link.html")


@blueprint.post("/sign-in-link")
@access.open_to_anyone
def ask_sign_in_link() -> Response:
    """Send the link, where a judge has that address; the answer is the same for every address."""
    service.ask_sign_in_link(request.form.get("email", ""), _judges, address=request.remote_addr or "")
    return redirect(url_for("account.sign_in_link_sent"), 303)


@blueprint.get("/sign-in-link/sent")
@access.open_to_anyone
def sign_in_link_sent() -> str:
    """Look into your mailbox."""
    return render_template("account/sent.html", what="link")


@blueprint.get("/sign-in-link/<token>")
@access.open_to_anyone
def open_sign_in_link(token: str) -> tuple[str, int]:
    """The button that signs in. Opening the link does nothing: mail scanners open links."""
    return _page(token, policy.why_not_use(queries.sign_in_link_by_hash(hash_token(token)), clock.now()), 410)


def _page(token: str, refusal: str | None, status: int) -> tuple[str, int]:
    return render_template("account/enter_by_link.html", token=token, refusal=refusal), status if refusal else 200


@blueprint.post("/sign-in-link/<token>")
@access.open_to_anyone
def enter_by_link(token: str) -> tuple[str, int] | Response:
    """Sign in."""
    try:
        _person, secret = service.use_sign_in_link(
            token, _judges, address=request.remote_addr or "", user_agent=request.user_agent.string
        )
    except PortalError as error:
        return _page(token, error.sentence, error.status)
    begin(secret)
    flash(_("You are signed in."), "success")
    return redirect(url_for("account.home"), 303)
