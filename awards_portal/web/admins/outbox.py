"""The outbox: every letter and where it stands, those that failed, and a test letter to oneself."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...entries import queries as entries
from ...errors import Invalid
from ...mail import policy, queries, service
from ...mail.models import Letter, LetterState
from ...programmes import queries as programmes
from ...sheets import Cell, Column, Kind
from ..shared import access, lists
from . import blueprint
from .rounds import own_cities

COLUMNS = [
    Column("letter", Kind.NUMBER),
    Column("written", Kind.INSTANT),
    Column("kind"),
    Column("edition"),
    Column("to"),
    Column("address"),
    Column("subject"),
    Column("state"),
    Column("tries", Kind.NUMBER),
    Column("sent", Kind.INSTANT),
    Column("problem"),
]
OF_FAILURES = [
    Column("address"),
    Column("name"),
    Column("failed letters", Kind.NUMBER),
    Column("last written", Kind.INSTANT),
    Column("problem"),
    Column("last reached", Kind.INSTANT),
]


def role() -> str | None:
    """This visitor's place in the organising team."""
    team = access.visitor().team
    return None if team is None else team.role


def zone() -> str:
    """The zone in which this visitor reads times that belong to no edition."""
    return str(access.visitor().person.time_zone or "UTC")


def _hidden() -> list[str]:
    return [each.reference for each in entries.entries_of_cities(own_cities())]


@blueprint.get("/mail")
def outbox() -> str | Response:
    """Letters with their states; `format=csv` gives what is shown as a file."""
    editions, hidden = programmes.every_edition(), _hidden()
    kinds = queries.kinds(hidden)
    state, kind = lists.asked("state", set(LetterState)), lists.asked("kind", kinds)
    wanted = lists.asked("edition", [each.key for each in editions])
    edition_id = next((each.id for each in editions if each.key == wanted), None)
    search, to = lists.asked("q"), lists.asked("to")
    found = lists.listing(
        lambda limit, offset: queries.letters(
            search=search,
            state=state,
            kind=kind,
            edition_id=edition_id,
            to=to,
            hidden=hidden,
            limit=limit,
            offset=offset,
        )
    )
    titles = {each.id: each.title for each in editions}
    if lists.wants_csv():
        return lists.csv_file("letters", COLUMNS, (_cells(each, titles) for each in found.rows))
    return render_template(
        "admins/outbox.html",
        listing=found,
        editions=editions,
        kinds=kinds,
        titles=titles,
        counts=queries.counts(hidden),
        q=search,
        state=state,
        kind=kind,
        edition_key=wanted,
        to=to,
        zone=zone(),
        kind_in_words=kind_in_words,
        why_not=policy.why_not_write(role()),
    )


def kind_in_words(kind: str) -> str:
    """A kind of letter as a reader says it."""
    return str(_(kind.replace("-", " ").capitalize()))


def _cells(letter: Letter, titles: dict[int, str]) -> list[Cell]:
    return [
        letter.id,
        letter.created_at,
        letter.kind,
        titles.get(letter.edition_id or 0, ""),
        letter.to_name,
        letter.to_address,
        letter.subject,
        letter.state,
        letter.attempts,
        letter.sent_at,
        letter.problem or "",
    ]


@blueprint.get("/mail/failures")
def mail_failures() -> str | Response:
    """Addresses that letters did not reach, with the server's words; `format=csv` gives them as a file."""
    search, hidden = lists.asked("q"), _hidden()
    found = lists.listing(
        lambda limit, offset: queries.unreached(search=search, hidden=hidden, limit=limit, offset=offset)
    )
    if lists.wants_csv():
        rows = [[r.address, r.name, r.failed, r.written_at, r.problem, r.reached_at] for r in found.rows]
        return lists.csv_file("mail-failures", OF_FAILURES, rows)
    return render_template("admins/mail_failures.html", listing=found, q=search, zone=zone())


@blueprint.get("/mail/<int:letter_id>")
def letter(letter_id: int) -> str:
    """One letter as it was written. A one-time link is its reader's alone, so that body is not shown."""
    return _page(_letter_or_404(letter_id))


def _letter_or_404(letter_id: int) -> Letter:
    found = queries.letter(letter_id, _hidden())
    return found if found is not None else abort(404)


def _page(found: Letter, errors: dict[str, list[str]] | None = None, words: str = "") -> str:
    return render_template(
        "admins/letter.html",
        letter=found,
        edition=next((each for each in programmes.every_edition() if each.id == found.edition_id), None),
        kind=kind_in_words(found.kind),
        zone=zone(),
        at=clock.now(),
        errors=errors or {},
        words=words,
        why_not=policy.why_not_write(role()),
        why_not_resend=policy.why_not_resend(found.state, service.has_lost_its_link(found)),
        why_not_came_back=policy.why_not_came_back(found.state, ""),
    )


@blueprint.post("/mail/<int:letter_id>/sending")
def resend_letter(letter_id: int) -> Response:
    """Have a failed letter tried again."""
    sent = service.resend(_letter_or_404(letter_id), access.visitor().person, role())
    flash(_("The letter to %(name)s waits again and leaves within a minute.", name=sent.to_name), "success")
    return redirect(url_for("admins.letter", letter_id=letter_id), 303)


@blueprint.post("/mail/<int:letter_id>/return")
def letter_came_back(letter_id: int) -> Response | tuple[str, int]:
    """Note that a letter came back."""
    words = request.form.get("words", "")
    try:
        service.came_back(_letter_or_404(letter_id), words, access.visitor().person, role())
    except Invalid as error:
        return _page(_letter_or_404(letter_id), error.fields, words), 422
    flash(_("Noted. The letter counts as failed and can be sent again."), "success")
    return redirect(url_for("admins.letter", letter_id=letter_id), 303)


@blueprint.post("/mail/test")
def send_test_letter() -> Response:
    """A test letter to whoever asks."""
    person = access.visitor().person
    service.send_test(request.form.get("mark", "")[:64], person, person.email, role())
    flash(_("A test letter to %(address)s is on its way.", address=person.email), "success")
    return redirect(url_for("admins.outbox", to=person.email), 303)
