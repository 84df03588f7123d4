"""One act on many entries: the page that says what would happen, and the button that does exactly that."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ... import clock
from ...entries import queries
from ...entries.oversight import many, marking
from ...entries.oversight.many import Act, Line
from ...errors import Invalid, PortalError
from ...programmes import queries as programmes
from ...programmes.models import Edition
from ..shared import access
from . import blueprint
from .entries import Asked, asked, edition_or_404


@blueprint.get("/editions/<key>/entries/bulk")
def bulk(key: str) -> str | tuple[str, int]:
    """What an act would do to each of the entries that were ticked, or to all that fit the filters."""
    edition = edition_or_404(key)
    wanted = _asked(edition)
    if request.args.get("scope") == "all":
        ids = [row.id for row in wanted.rows(edition, many.MOST + 1)[0]]
    else:
        ids = many.chosen(edition.id, request.args.getlist("entry"))
    return _page(edition, wanted, ids)


def _asked(edition: Edition) -> Asked:
    return asked(programmes.categories(edition.id), marking.tags_in(edition.id))


def _act() -> Act | None:
    word = request.values.get("act", "")
    return Act(word) if word in set(Act) else None


def _page(edition: Edition, wanted: Asked, ids: list[int], sentence: str = "") -> str | tuple[str, int]:
    act, words = _act(), request.values.get("words", "")
    lines: list[Line] = []
    errors = {"": [sentence]} if sentence else {}
    if act is None:
        errors = {"act": [_("Choose what is to be done with the entries.")]}
    elif not ids:
        errors = {"": [_("No entry is ticked. Go back and tick some, or choose all that fit.")]}
    else:
        try:
            lines = many.plan(act, ids, access.visitor().person, clock.now(), words)
        except Invalid as error:
            errors = error.fields
        except PortalError as error:
            errors = {"": [error.sentence]}
    page = render_template(
        "admins/bulk.html",
        edition=edition,
        act=act,
        words=words,
        lines=lines,
        references=[each.reference for each in queries.entries_by_ids(ids)] if act is Act.TAG and errors else [],
        asked=wanted,
        errors=errors,
    )
    return (page, 422) if errors else page


def _told(act: Act, count: int, words: str) -> str:
    """What was done, in one sentence."""
    if act is Act.PASS:
        return ngettext(
            "%(num)d entry is eligible now. Its city gets a letter.",
            "%(num)d entries are eligible now. Their cities get letters.",
            count,
        )
    if act is Act.TAG:
        return ngettext(
            "%(num)d entry is tagged “%(words)s”.", "%(num)d entries are tagged “%(words)s”.", count, words=words
        )
    return ngettext(
        "The leads and editors of %(num)d entry are reminded.",
        "The leads and editors of %(num)d entries are reminded.",
        count,
    )


@blueprint.post("/editions/<key>/entries/bulk")
def do_bulk(key: str) -> str | tuple[str, int] | Response:
    """Do it to exactly those entries, at the versions that were shown."""
    edition = edition_or_404(key)
    wanted, act = _asked(edition), _act()
    seen = dict(each.rpartition(":")[::2] for each in request.form.getlist("entry"))
    ids = many.chosen(edition.id, seen)
    if act is None or not ids:
        return _page(edition, wanted, ids)
    rows = {row.reference: row.id for row in queries.entries_by_ids(ids)}
    versions = {rows[name]: int(n) for name, n in seen.items() if name in rows and n.isdecimal() and len(n) < 10}
    try:
        done, left = many.act_on(act, versions, access.visitor().person, request.form.get("words", ""))
    except PortalError as error:
        return _page(edition_or_404(key), wanted, ids, error.sentence)
    flash(_told(act, len(done), request.form.get("words", "").strip()), "success")
    if left:
        flash(_("Left alone, because something changed meanwhile: %(left)s.", left=", ".join(left)), "warning")
    return redirect(url_for("admins.entries", key=key, **wanted.words), 303)
