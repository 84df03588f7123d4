"""A forgotten password, and a new one."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import Invalid, PortalError
from ...people import policy, queries, rules, service
from ...people.links import hash_token
from ..shared import access
from . import blueprint
from .routes import enter_with_new_password


@blueprint.get("/forgotten-password")
@access.open_to_anyone
def forgotten_password() -> str:
    """Ask for a link."""
    return render_template("account/forgotten_password.html")


@blueprint.post("/forgotten-password")
@access.open_to_anyone
def ask_reset() -> Response:
    """Send the link, where the address is known; the answer is the same for every address."""
    service.ask_reset(request.form.get("email", ""), address=request.remote_addr or "")
    return redirect(url_for("account.reset_sent"), 303)


@blueprint.get("/forgotten-password/sent")
@access.open_to_anyone
def reset_sent() -> str:
    """Look into your mailbox."""
    return render_template("account/sent.html", what="reset")


@blueprint.get("/new-password/<token>")
@access.open_to_anyone
def new_password(token: str) -> tuple[str, int]:
    """Choose a new password. Opening the link does nothing: mail scanners open links."""
    return _page(token)


@blueprint.post("/new-password/<token>")
@access.open_to_anyone
def choose_password(token: str) -> tuple[str, int] | Response:
    """Store the new password and sign in with it."""
    password = request.form.get("password", "")
    try:
        person = service.reset_password(token, password)
    except Invalid as error:
        return _page(token, error.fields)[0], error.status
    except PortalError as error:
        return _page(token, sentence=error.sentence)[0], error.status
    enter_with_new_password(person, password)
    flash(_("Your password is stored, and you are signed in."), "success")
    return redirect(url_for("account.home"), 303)


def _page(token: str, errors: dict[str, list[str]] | None = None, sentence: str | None = None) -> tuple[str, int]:
    found = queries.token_by_hash(hash_token(token))
    refusal = sentence or policy.why_not_use(found, clock.now())
    team = found is not None and queries.team_member(found.person_id) is not None
    page = render_template(
        "account/choose_password.html",
        refusal=refusal,
        who=None if refusal or found is None else found.person,
        shortest=rules.SHORTEST_FOR_TEAM if team else rules.SHORTEST,
        errors=errors or {},
        action=url_for("account.choose_password", token=token),
        again=url_for("account.forgotten_password"),
        button=_("Store the password"),
    )
    return page, 410 if refusal else 200
