"""Where a visitor's work is, signing in and signing out."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import PortalError
from ...people import service
from ...people.models import Person
from ..shared import access, kept
from ..shared.addresses import own_address
from . import blueprint


@blueprint.get("/")
def home() -> Response | str:
    """Where this visitor's work is; a choice when there are several places, and what to do when there is none."""
    visitor = access.visitor()
    places = [
        (visitor.team is not None, "admins.home"),
        (bool(visitor.judgeships), "judges.home"),
        (bool(visitor.cities), "applicants.home"),
    ]
    mine = [url_for(endpoint) for belongs, endpoint in places if belongs]
    return redirect(mine[0]) if len(mine) == 1 else render_template("account/home.html")


@blueprint.get("/sign-in")
@access.open_to_anyone
def sign_in() -> str | Response:
    """The sign-in page; somebody who is signed in goes on."""
    following = own_address(request.args.get("next"))
    if access.known():
        return redirect(following or url_for("account.home"))
    if access.half() is not None:
        return redirect(url_for("account.second_step", next=following))
    return _sign_in_page(following or "")


@blueprint.post("/sign-in")
@access.open_to_anyone
def enter() -> str | tuple[str, int] | Response:
    """Sign in, and go on with what was interrupted."""
    held = kept.unwrap(request.form.get("kept", ""))
    following = own_address(request.form.get("next"))
    try:
        person, token = service.sign_in(
            request.form.get("email", ""),
            request.form.get("password", ""),
            address=request.remote_addr or "",
            user_agent=request.user_agent.string,
        )
    except PortalError as error:
        page = _sign_in_page(following or "", request.form.get("email", ""), {"email": [error.sentence]})
        return page, error.status if error.status == 429 else 422
    begin(token)
    if person.second_factor_at is not None:
        return code_page(following or "")
    return go_on(person.id, held, following)


def code_page(following: str, errors: dict[str, list[str]] | None = None) -> str:
    """The page that asks for the second factor; what was interrupted travels on with it."""
    return render_template("account/code.html", next=following, kept=request.form.get("kept", ""), errors=errors or {})


def go_on(person_id: int, held: kept.Kept | None, following: str | None) -> str | Response:
    """What comes after signing in: what was interrupted, or where this person's work is."""
    if held is not None and held.person_id in (None, person_id):
        flash(_("You are signed in again."), "success")
        return redirect_with(held)
    return redirect(following or url_for("account.home"), 303)


def _sign_in_page(following: str, email: str = "", errors: dict[str, list[str]] | None = None) -> str:
    return render_template(
        "account/sign_in.html",
        next=following,
        email=email,
        errors=errors or {},
        kept=request.form.get("kept", ""),
        was_sent=bool(request.form.get("kept")),
        had_files=False,
    )


def redirect_with(held: kept.Kept) -> str:
    """The page that shows what was kept and sends it on with one press."""
    return render_template("account/kept.html", kept=held, had_files=False)


def begin(token: str) -> None:
    """Begin a session in this browser. Whatever the cookie held before is gone: nobody can plant a session."""
    session.clear()
    session["sign_in"] = token
    session["seen"] = int(clock.now().timestamp())


def enter_with_new_password(person: Person, password: str) -> None:
    """Sign in somebody who has just chosen this password behind a mailed link."""
    _person, token = service.sign_in(
        person.email, password, address=request.remote_addr or "", user_agent=request.user_agent.string
    )
    begin(token)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End this session, here and on the server."""
    service.sign_out(access.visitor().sign_in)
    session.clear()
    flash(_("You are signed out."), "success")
    response = redirect(url_for("public.home"), 303)
    # Pages go from the browser's cache; its storage stays, for it holds what was typed and could not be sent yet.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
