"""The wording of letters of an edition: organisers write subject and body, and see them on real data."""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock, mail
from ...entries import queries as entries
from ...entries.models import Entry
from ...errors import Invalid
from ...mail import policy, service, wording
from ...mail.outbox import asked_by, render
from ...mail.wording import EVENTS, FIRST, Text
from ...programmes.models import Edition
from ..shared import access, lists
from . import blueprint, letter_kinds
from .entries import edition_or_404
from .outbox import kind_in_words, role


def languages(edition: Edition) -> list[str]:
    """The languages in which an edition's letters are worded, English first."""
    return [FIRST, *(each for each in edition.languages if each != FIRST)]


@blueprint.get("/editions/<key>/letters")
def letter_texts(key: str) -> str:
    """Every letter that can be worded, and in which languages it was."""
    edition = edition_or_404(key)
    return render_template(
        "admins/letter_texts.html",
        edition=edition,
        readers=letter_kinds.by_reader(),
        kind_in_words=kind_in_words,
        languages=languages(edition),
        current=wording.current(edition.id),
    )


@blueprint.get("/editions/<key>/letters/<kind>")
def letter_text(key: str, kind: str) -> str:
    """The text of one letter, with a preview on the entry that `entry` names, else on the last submitted one."""
    edition, language = _worded(key, kind)
    now = wording.current(edition.id, kind).get((kind, language))
    usual = wording.usual(kind) if language == FIRST else Text("", "")
    text = usual if now is None or now.body is None else Text(now.subject or "", now.body)
    return _page(edition, kind, language, text, 0 if now is None else now.id)


def _worded(key: str, kind: str) -> tuple[Edition, str]:
    edition = edition_or_404(key)
    if kind not in EVENTS:
        abort(404)
    language = request.values.get("language") or FIRST
    return edition, language if language in languages(edition) else abort(404)


def _page(
    edition: Edition, kind: str, language: str, text: Text, seen: int, errors: dict[str, list[str]] | None = None
) -> str:
    example = _example(edition)
    errors = {**(errors or {}), **_why_no_example(edition)}
    shown = None
    if not errors and text.body and not wording.faults(kind, text, language):
        shown = text.filled(_values(edition, example, kind))
    return render_template(
        "admins/letter_text.html",
        edition=edition,
        kind=kind,
        heading=kind_in_words(kind),
        when=letter_kinds.when(kind),
        languages=languages(edition),
        language=language,
        text=text,
        usual=wording.usual(kind),
        seen=seen,
        example=example,
        shown=shown,
        allowed=wording.allowed(kind),
        needed=wording.needed(kind, language),
        is_around=kind in wording.AROUND,
        history=wording.history(edition.id, kind, language),
        errors=errors,
        asked=request.values.get("entry", ""),
        why_not=policy.why_not_write(role()),
    )


def _example(edition: Edition) -> Entry | None:
    """The entry that a preview speaks of: the one that is named, else the last submitted; None where there is none."""
    reference = request.values.get("entry", "").strip().upper()
    if not reference:
        return entries.last_submitted(edition.id)
    found = entries.entry_by_reference(reference)
    return found if found is not None and found.edition_id == edition.id else None


def _why_no_example(edition: Edition) -> dict[str, list[str]]:
    if request.values.get("entry", "").strip() and _example(edition) is None:
        return {"entry": [_("This edition has no entry with this reference. Leave it empty for the last one.")]}
    return {}


# Letters of these kinds call the title of an entry so; all others mean its address.
TO_JUDGES = {"abstention", "from-paper", "recusal", "score-change"}


def _values(edition: Edition, entry: Entry | None, kind: str) -> dict[str, str]:
    """What placeholders stand for in a preview of one letter."""
    values = _plain_values(edition, entry)
    if kind not in wording.AROUND:
        return values
    given: dict[str, Any] = {name: _("[%(name)s]", name=name.replace("_", " ")) for name in asked_by(kind)} | values
    # One of the cases of the letter, as it is most often.
    given |= {"missing": [_("[missing]")], "asked": [(_("[asked]"), _("[note]"))], "awards": edition.award_titles[:1]}
    given |= {"outcome": "consented", "closed": False, "last": values["until"], "last_utc": values["until_utc"]}
    if entry is not None and kind not in TO_JUDGES:
        given["entry"] = mail.address("entry", reference=entry.reference)
    return values | wording.as_values(render(kind, given))


def _plain_values(edition: Edition, entry: Entry | None) -> dict[str, str]:
    """What placeholders stand for in a preview; what is known only when it happens stands in brackets."""
    person = access.visitor().person
    names = {name for kind in EVENTS for name in wording.allowed(kind)}
    values = {name: _("[%(name)s]", name=name.replace("_", " ")) for name in names}
    at = clock.now()
    values |= {
        "name": person.name,
        "portal": current_app.config["SETTINGS"].name,
        "edition": edition.title,
        "inviter": person.name,
        "at": clock.tell(at, edition.time_zone),
        "at_utc": clock.tell(at, "UTC"),
        "until": clock.tell(edition.closes_at, edition.time_zone),
        "until_utc": clock.tell(edition.closes_at, "UTC"),
        "winners": mail.address("winners", key=edition.key),
        "entries": mail.address("entries"),
        "link": mail.address("judging"),
    }
    if entry is None:
        return values
    latest = entries.latest_submission(entry.id)
    return values | {
        "reference": entry.reference,
        "title": entry.title,
        "project": entry.title,
        "entry": entry.title,
        "city": entry.city.name,
        "category": entry.category.title,
        "version": str(latest.number if latest else 1),
        "sha256": latest.sha256 if latest else values["sha256"],
        "submitted_by": latest.by.name if latest else values["submitted_by"],
        "receipt": mail.address("receipt", reference=entry.reference),
        "page": mail.address("feedback", reference=entry.reference),
    }


@blueprint.post("/editions/<key>/letters/<kind>")
def change_letter_text(key: str, kind: str) -> str | tuple[str, int] | Response:
    """Save a text, show it as it would be, send it to oneself, or go back to the portal's own."""
    edition, language = _worded(key, kind)
    act, by = request.form.get("act", "save"), access.visitor().person
    text = Text(request.form.get("subject", ""), request.form.get("body", "").replace("\r\n", "\n"))
    number = request.form.get("seen", "")
    seen = int(number) if number.isdecimal() and len(number) < 16 else 0
    try:
        faults = wording.faults(kind, text, language) | _why_no_example(edition)
        if act in {"preview", "test"} and faults:
            raise Invalid(_("The text cannot be used like this."), faults)
        if act == "preview":
            return _page(edition, kind, language, text, seen)
        if act == "test":
            filled = text.filled(_values(edition, _example(edition), kind))
            service.send_test(request.form.get("mark", "")[:64], by, by.email, role(), filled)
            flash(_("A test letter to %(address)s is on its way. Nothing is saved.", address=by.email), "success")
            return _page(edition, kind, language, text, seen)
        saved = wording.save(edition.id, kind, language, None if act == "reset" else text, seen, by, role())
    except Invalid as error:
        return _page(edition_or_404(key), kind, language, text, seen, error.fields), 422
    flash(_("Saved. Letters are written like this from now on.") if saved else _("Nothing changed."), "success")
    return redirect(
        url_for("admins.letter_text", key=key, kind=kind, language=language, entry=lists.asked("entry")), 303
    )
