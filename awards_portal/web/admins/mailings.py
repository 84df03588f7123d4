"""Mailings of an edition: whom a filter finds, the text with a preview, the button that sends to exactly those."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ... import clock
from ...entries import queries as entries
from ...entries.listing import Standing
from ...entries.oversight import marking
from ...errors import Invalid, PortalError
from ...judging import queries as judging
from ...mail import policy as writing
from ...mail.models import LetterState
from ...mail.wording import Text
from ...mailings import policy, queries, service
from ...mailings.models import Audience, MailingRecipient
from ...mailings.rules import PLACEHOLDERS, PROGRESS, SPEAKERS, Recipient, Seen, seen
from ...programmes import queries as programmes
from ...programmes.models import Edition
from ...sheets import Cell, Column, Kind
from ..shared import access, lists
from . import blueprint
from .entries import categories_of, edition_or_404
from .outbox import role
from .rounds import own_cities

COLUMNS = [
    Column("number", Kind.NUMBER),
    Column("subject"),
    Column("to"),
    Column("reason"),
    Column("by"),
    Column("confirmed", Kind.INSTANT),
    *[Column(name, Kind.NUMBER) for name in ("recipients", "waiting", "sent", "failed")],
]
OF_RECIPIENTS = [Column("name"), Column("address"), Column("entries")]
OF_LETTERS = [*OF_RECIPIENTS, Column("state"), Column("sent", Kind.INSTANT), Column("problem")]
# How many letters are shown as they would be read.
SHOWN = 3


@dataclass(frozen=True)
class Asked:
    """Whom the address asks for."""

    audience: str
    filters: dict[str, str]

    @property
    def words(self) -> dict[str, str]:
        """As an address says it."""
        return {"audience": self.audience, **self.filters}

    def address(self, key: str, **more: Any) -> str:
        """Of the page that writes to them."""
        words: dict[str, Any] = {**self.words, **more}
        return url_for("admins.new_mailing", key=key, **words)


def _asked(edition: Edition, form: Mapping[str, str] | None = None) -> Asked:
    """Whom the address asks for, or a form that was sent together with its filter."""

    def word(name: str, allowed: Iterable[str] | None = None) -> str:
        return lists.asked(name, allowed, form)

    hers, categories = access.visitor().coordinated, [each.key for each in categories_of(edition)]
    if hers is None and word("audience", set(Audience)) == Audience.JUDGES:
        words = {
            "q": word("q"),
            "standing": word("standing", ["invited", "accepted"]),
            "round": word("round", [each.key for each in judging.rounds(edition.id)]),
            "category": word("category", categories),
            "progress": word("progress", PROGRESS),
        }
        return Asked(Audience.JUDGES, {name: each for name, each in words.items() if each})
    words = {
        "q": word("q"),
        "category": word("category", categories),
        "standing": word("standing", set(Standing)),
        "tag": word("tag", marking.tags_in(edition.id, hers)),
        "to": word("to", SPEAKERS),
    }
    return Asked(Audience.ENTRIES, {name: each for name, each in words.items() if each})


@blueprint.get("/editions/<key>/mailings")
def mailings(key: str) -> str | Response:
    """What was mailed in an edition; `format=csv` gives what is shown as a file."""
    edition = edition_or_404(key)
    search, audience = lists.asked("q"), lists.asked("audience", set(Audience))
    found = lists.listing(
        lambda limit, offset: queries.mailings(
            edition.id, search=search, audience=audience, conflicted=_conflicted(edition), limit=limit, offset=offset
        )
    )
    if lists.wants_csv():
        return lists.csv_file(f"{edition.key}-mailings", COLUMNS, map(_cells, found.rows))
    return render_template(
        "admins/mailings.html",
        edition=edition,
        listing=found,
        q=search,
        audience=audience,
        why_not=writing.why_not_write(role()),
    )


def _cells(row: queries.Row) -> list[Cell]:
    made = row.mailing
    counts = (row.recipients, row.waiting, row.sent, row.failed)
    return [made.id, made.subject, made.audience, made.reason, made.by.name, made.at, *counts]


def _conflicted(edition: Edition) -> int | None:
    person = access.visitor().person
    return person.id if entries.competes(edition.id, person.id) else None


@blueprint.get("/editions/<key>/mailings/new")
def new_mailing(key: str) -> str | Response:
    """Whom the filter finds, and the text to write; `format=csv` gives them as a file."""
    edition = edition_or_404(key)
    asked = _asked(edition)
    if lists.wants_csv():
        rows = [[each.name, each.email, ", ".join(each.about)] for each in _recipients(edition, asked)]
        return lists.csv_file(f"{edition.key}-recipients", OF_RECIPIENTS, rows)
    return _page(edition, asked, Text("", ""), "")


def _recipients(edition: Edition, asked: Asked) -> list[Recipient]:
    hers = access.visitor().coordinated
    return queries.recipients(edition, asked.audience, asked.filters, clock.now(), own_cities(), hers)


def _page(
    edition: Edition,
    asked: Asked,
    text: Text,
    reason: str,
    errors: dict[str, list[str]] | None = None,
    *,
    preview: bool = False,
) -> str:
    recipients, hers = _recipients(edition, asked), access.visitor().coordinated
    found = lists.listing(
        lambda limit, offset: (recipients[offset : None if limit is None else offset + limit], len(recipients))
    )
    shown = recipients[:SHOWN] if preview else []
    return render_template(
        "admins/mailing_new.html",
        edition=edition,
        asked=asked,
        listing=found,
        address=lambda **more: asked.address(edition.key, **more),
        unreached=queries.unreached(edition, asked.audience, asked.filters, recipients, own_cities(), hers),
        seen=seen(recipients, service.tidy(text)),
        shown=[(each, service.filled(service.tidy(text), each.given)) for each in shown],
        text=text,
        reason=reason,
        errors=errors or {},
        allowed=PLACEHOLDERS[asked.audience],
        categories=categories_of(edition),
        rounds=judging.rounds(edition.id),
        tags=marking.tags_in(edition.id, hers),
        some_hidden=bool(own_cities()),
        why_not=None if hers else writing.why_not_write(role()),
    )


@blueprint.post("/editions/<key>/mailings/new")
def send_mailing(key: str) -> str | tuple[str, int] | Response:
    """Show the text as it would be read, or send it to exactly those who were seen."""
    edition, form = edition_or_404(key), request.form
    asked, reason = _asked(edition, form if "audience" in form else None), form.get("reason", "")
    text = Text(form.get("subject", ""), form.get("body", "").replace("\r\n", "\n"))
    if form.get("act") == "filter":
        if not (text.subject or text.body or reason):
            return redirect(asked.address(key), 303)
        # What is written already stays in its fields while whom it is for is looked for.
        return _page(edition, asked, text, reason)
    if faults := policy.faults(asked.audience, text, reason):
        return _page(edition, asked, text, reason, faults), 422
    if form.get("act") != "send":
        if not _recipients(edition, asked):
            return _page(edition, asked, text, reason, {"": [_("Nobody fits the filter. Change it first.")]}), 422
        return _page(edition, asked, text, reason, preview=True)
    count = form.get("count", "")
    looked = Seen(
        int(count) if count.isdecimal() and len(count) < 9 else 0, form.get("people", ""), form.get("text", "")
    )
    by, mark = access.visitor().person, form.get("mark", "")[:64]
    try:
        made = service.confirm(edition, asked.audience, asked.filters, text, reason, looked, mark, by)
    except Invalid as error:
        return _page(edition_or_404(key), asked, text, reason, error.fields), 422
    except PortalError as error:
        errors = {"": [error.sentence]}
        return _page(edition_or_404(key), asked, text, reason, errors, preview=True), error.status
    told = ngettext(
        "Confirmed for %(num)d person. The letter is being written.",
        "Confirmed for %(num)d people. The letters are being written.",
        looked.count,
    )
    flash(told, "success")
    if access.visitor().coordinated is not None:
        # Whom a mailing reached stays as it was, and an entry may leave her sight: the record is the organisers'.
        return redirect(url_for("admins.entries", key=key), 303)
    return redirect(url_for("admins.mailing", key=key, mailing_id=made.id), 303)


@blueprint.get("/editions/<key>/mailings/<int:mailing_id>")
def mailing(key: str, mailing_id: int) -> str | Response:
    """One mailing and where each letter stands; `format=csv` gives what is shown as a file."""
    edition = edition_or_404(key)
    row = _row_or_404(edition, mailing_id)
    search, state = lists.asked("q"), lists.asked("state", [*LetterState, "unwritten"])
    found = lists.listing(
        lambda limit, offset: queries.recipients_of(mailing_id, search=search, state=state, limit=limit, offset=offset)
    )
    if lists.wants_csv():
        rows = [_letter_cells(each) for each in found.rows]
        return lists.csv_file(f"{edition.key}-mailing-{mailing_id}", OF_LETTERS, rows)
    return render_template(
        "admins/mailing.html",
        edition=edition,
        row=row,
        mailing=row.mailing,
        listing=found,
        q=search,
        state=state,
        is_own=row.mailing.by_id == access.visitor().person.id,
        titles={each.key: each.title for each in programmes.categories(edition.id)}
        | {each.key: each.title for each in judging.rounds(edition.id)},
        why_not=writing.why_not_write(role()),
    )


def _letter_cells(row: MailingRecipient) -> list[Cell]:
    letter = row.letter
    told: list[Cell] = [None] * 3 if letter is None else [letter.state, letter.sent_at, letter.problem]
    return [row.name, row.email, ", ".join(row.about), *told]


def _row_or_404(edition: Edition, mailing_id: int) -> queries.Row:
    rows, _total = queries.mailings(edition.id, mailing_id=mailing_id, conflicted=_conflicted(edition))
    return rows[0] if rows else abort(404)


@blueprint.post("/editions/<key>/mailings/<int:mailing_id>/sending")
def go_on_with_mailing(key: str, mailing_id: int) -> Response:
    """Have the letters written that are not written yet."""
    found = _row_or_404(edition_or_404(key), mailing_id)
    service.go_on(found.mailing, request.form.get("mark", "")[:64], access.visitor().person)
    flash(_("The letters that are missing are being written."), "success")
    return redirect(url_for("admins.mailing", key=key, mailing_id=mailing_id), 303)
