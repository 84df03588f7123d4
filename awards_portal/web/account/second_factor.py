"""The second factor: setting it, giving it when signing in, new recovery codes, removing it."""

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...errors import Invalid, PortalError
from ...people import second_factor, service
from ...people.service import factors
from ..shared import access, kept
from ..shared.addresses import own_address
from . import blueprint
from .routes import begin, code_page, go_on


@blueprint.get("/second-factor")
def factor() -> str:
    """Whether there is one, and how to set, replace or remove it."""
    return _page()


def _page(errors: dict[str, list[str]] | None = None) -> str:
    visitor = access.visitor()
    person = visitor.person
    secret = second_factor.pending_secret(person.id, clock.now())
    return render_template(
        "account/second_factor.html",
        person=person,
        secret=secret,
        picture=None if secret is None else _picture(second_factor.address_of(secret, person.email)),
        codes_left=second_factor.codes_left(person.id),
        needed=visitor.team is not None and current_app.config["SETTINGS"].needs_second_factor,
        errors=errors or {},
    )


def _picture(text: str) -> str:
    # Late: only this page draws one.
    import segno

    drawn: str = segno.make(text, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr")
    return drawn


@blueprint.post("/second-factor")
def begin_factor() -> tuple[str, int] | Response:
    """Make a picture for the app, after the password."""
    form, current = request.form, access.visitor().sign_in
    try:
        factors.begin_factor(current, form.get("password", ""), form.get("code", ""), address=request.remote_addr or "")
    except PortalError as error:
        return _refused(error)
    return redirect(url_for("account.factor"), 303)


@blueprint.post("/second-factor/confirmation")
def confirm_factor() -> str | tuple[str, int]:
    """Take the first code, and show the recovery codes once."""
    try:
        codes = factors.confirm_factor(
            access.visitor().sign_in, request.form.get("code", ""), address=request.remote_addr or ""
        )
    except PortalError as error:
        return _refused(error)
    return render_template("account/recovery_codes.html", codes=codes)


@blueprint.post("/second-factor/codes")
def new_recovery_codes() -> str | tuple[str, int]:
    """Replace the recovery codes, and show the new ones once."""
    try:
        codes = factors.make_new_codes(
            access.visitor().sign_in, request.form.get("password", ""), address=request.remote_addr or ""
        )
    except PortalError as error:
        return _refused(error)
    return render_template("account/recovery_codes.html", codes=codes)


@blueprint.post("/second-factor/removal")
def remove_factor() -> tuple[str, int] | Response:
    """Sign in with the password alone from now on."""
    form, current = request.form, access.visitor().sign_in
    try:
        factors.remove_factor(
            current, form.get("password", ""), form.get("code", ""), address=request.remote_addr or ""
        )
    except PortalError as error:
        return _refused(error)
    flash(_("Your password alone is asked from now on."), "success")
    return redirect(url_for("account.factor"), 303)


def _refused(error: PortalError) -> tuple[str, int]:
    return _page(error.fields if isinstance(error, Invalid) else {"": [error.sentence]}), error.status


@blueprint.get("/sign-in/code")
@access.open_to_anyone
def second_step() -> str | Response:
    """Ask for the code, when the password was right."""
    following = own_address(request.args.get("next"))
    if access.half() is None:
        home = url_for("account.home") if access.known() else url_for("account.sign_in", next=following)
        return redirect(home)
    return code_page(following or "")


@blueprint.post("/sign-in/code")
@access.open_to_anyone
def give_code() -> str | tuple[str, int] | Response:
    """Take the code, and go on with what was interrupted."""
    half, following = access.half(), own_address(request.form.get("next"))
    if half is None:
        return redirect(url_for("account.home") if access.known() else url_for("account.sign_in", next=following), 303)
    person_id = half.person_id
    try:
        token = factors.give_factor(half, request.form.get("code", ""), address=request.remote_addr or "")
    except PortalError as error:
        status = error.status if error.status == 429 else 422
        return code_page(following or "", {"code": [error.sentence]}), status
    begin(token)
    return go_on(person_id, kept.unwrap(request.form.get("kept", "")), following)


@blueprint.post("/sign-in/code/end")
@access.open_to_anyone
def end_half() -> Response:
    """Begin again as somebody else."""
    half = access.half()
    if half is None:
        return redirect(url_for("account.home"), 303)
    service.sign_out(half)
    session.clear()
    return redirect(url_for("account.sign_in"), 303)
