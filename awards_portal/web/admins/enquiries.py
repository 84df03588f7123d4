"""The questions and answers of a call, edited in the browser."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...errors import Invalid
from ...programmes.enquiries import queries, service
from ...programmes.enquiries.models import Enquiry
from ...programmes.models import Edition
from ...programmes.policy import why_not_set_up
from ..shared import access
from . import blueprint
from .entries import edition_or_404


@blueprint.get("/editions/<key>/questions")
def enquiries(key: str) -> str:
    """Every question with its answer, and the form for another one."""
    return _page(edition_or_404(key))


def _page(edition: Edition, errors: dict[str, list[str]] | None = None, changed: Enquiry | None = None) -> str:
    team = access.visitor().team
    return render_template(
        "admins/enquiries.html",
        edition=edition,
        enquiries=queries.enquiries(edition.id),
        changed=changed,
        why_not=why_not_set_up(None if team is None else team.role),
        typed=request.form,
        errors=errors or {},
    )


@blueprint.post("/editions/<key>/questions")
def add_enquiry(key: str) -> tuple[str, int] | Response:
    """Add a question with its answer."""
    return _write(edition_or_404(key), None)


def _enquiry(edition: Edition, enquiry_id: int) -> Enquiry:
    return queries.enquiry(edition.id, enquiry_id) or abort(404)


@blueprint.get("/editions/<key>/questions/<int:enquiry_id>")
def enquiry(key: str, enquiry_id: int) -> str:
    """The form to change one."""
    edition = edition_or_404(key)
    return _page(edition, changed=_enquiry(edition, enquiry_id))


@blueprint.post("/editions/<key>/questions/<int:enquiry_id>")
def change_enquiry(key: str, enquiry_id: int) -> tuple[str, int] | Response:
    """Change a question or its answer."""
    edition = edition_or_404(key)
    return _write(edition, _enquiry(edition, enquiry_id))


def _write(edition: Edition, changed: Enquiry | None) -> tuple[str, int] | Response:
    key, form = edition.key, request.form
    try:
        service.write(edition, changed, form.get("question", ""), form.get("answer", ""), access.visitor().person)
    except Invalid as error:
        return _page(edition_or_404(key), error.fields, changed), error.status
    flash(_("The call shows it now."), "success")
    return redirect(url_for("admins.enquiries", key=key), 303)


@blueprint.post("/editions/<key>/questions/<int:enquiry_id>/removal")
def remove_enquiry(key: str, enquiry_id: int) -> Response:
    """Take it off the call."""
    service.remove(_enquiry(edition_or_404(key), enquiry_id), access.visitor().person)
    flash(_("The question is off the call."), "success")
    return redirect(url_for("admins.enquiries", key=key), 303)


@blueprint.post("/editions/<key>/questions/<int:enquiry_id>/first")
def first_enquiry(key: str, enquiry_id: int) -> Response:
    """Put it before all others."""
    service.first(_enquiry(edition_or_404(key), enquiry_id), access.visitor().person)
    return redirect(url_for("admins.enquiries", key=key), 303)
