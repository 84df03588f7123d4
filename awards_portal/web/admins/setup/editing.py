"""Changing a part of an edition: a page of its own, or one of a list that is added to, ordered and shortened."""

import copy
from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ....errors import FasterElsewhere, Invalid, PortalError
from ....programmes import policy, queries
from ....programmes.dates import follow
from ....programmes.forms import QuestionType
from ....programmes.models import Edition
from ....programmes.parts import find, new_key
from ...shared import access
from .. import blueprint
from ..entries import edition_or_404
from .fields import Field, digest, fill, get, shown, typed
from .form_parts import kind_in_words
from .parts import Document, Parts, in_order, page, part_list
from .settings import FOLLOW
from .telling import told, with_labels

PAGES = "<any(details, dates, scoring, conflicts, scale):part>"
LISTS = "<any(categories, eligibility, rounds, criteria, sections, questions):parts>"


def why_not_set_up() -> str | None:
    """Why this visitor reads these pages and changes nothing."""
    team = access.visitor().team
    return policy.why_not_set_up(None if team is None else team.role)


def back_to(edition: Edition, where: str) -> str:
    """The page that a part's page was opened from."""
    if where in {"categories", "eligibility", "rounds"}:
        return url_for("admins.parts", key=edition.key, parts=where)
    return url_for(f"admins.{where}", key=edition.key)


def _render(
    edition: Edition,
    title: str,
    fields: Sequence[Field],
    document: Document,
    *,
    back: str,
    words: dict[str, Any] | None = None,
    errors: dict[str, list[str]] | None = None,
    faster: bool = False,
    **more: Any,
) -> str:
    """A page of fields. After a refusal `words` are what was typed; `faster` shows what is saved beside it."""
    zone = edition.time_zone
    stored = {each.name: shown(each, get(document, each.name), zone) for each in fields if each.name}
    values = stored if words is None else words
    differ = [name for name in stored if name != FOLLOW and (stored[name] or "") != (values.get(name) or "")]
    theirs = {name: stored[name] for name in differ if faster}
    return render_template(
        "admins/setup/part.html",
        edition=edition,
        heading=title,
        fields=fields,
        values=values,
        theirs=theirs,
        errors=errors or {},
        seen=digest(fields, document),
        back=back_to(edition, back),
        why_not=why_not_set_up(),
        reason=request.form.get("reason", ""),
        kind_in_words=kind_in_words,
        **{"reasons": False, "names_key": False, "kind": "", "into": "", "key": "", **more},
    )


def _check_seen(fields: Sequence[Field], document: Document) -> None:
    if request.form.get("seen") != digest(fields, document):
        sentence = _(
            "Somebody saved this while you wrote. Nothing was overwritten: both are shown. Save to keep yours."
        )
        raise FasterElsewhere(sentence, yours=None, theirs=None, revision=0)


@blueprint.get(f"/editions/<key>/setup/{PAGES}")
def part(key: str, part: str) -> str:
    """One part of an edition as it is now."""
    edition, spec = edition_or_404(key), page(part)
    document = spec.read(edition)
    reasons = spec.reasons and edition.published_at is not None
    return _render(edition, spec.title, spec.fields(document), document, back=spec.back, reasons=reasons)


@blueprint.post(f"/editions/<key>/setup/{PAGES}")
def change_part(key: str, part: str) -> tuple[str, int] | Response:
    """Save one part of an edition."""
    edition, spec = edition_or_404(key), page(part)
    fields = spec.fields(spec.read(edition))
    words = typed(fields, request.form)

    def edit(document: Document) -> Document:
        _check_seen(fields, document)
        before = copy.deepcopy(document)
        fill(fields, document, words, edition.time_zone)
        if document.pop(FOLLOW, False):
            follow(before, document)
        return document

    try:
        spec.change(edition, edit, request.form.get("reason", ""))
    except (Invalid, FasterElsewhere) as error:
        edition = edition_or_404(key)
        document = spec.read(edition)
        faster = isinstance(error, FasterElsewhere)
        errors = {"": [error.sentence]} if not isinstance(error, Invalid) else told(error, spec.path, fields)
        reasons = spec.reasons and edition.published_at is not None
        more = {"reasons": reasons, "faster": faster}
        missing = policy.why_no_reason(reasons, request.form.get("reason", ""))
        if missing and not faster:
            # All at once: without a reason the next try would be refused too.
            errors["reason"] = [missing]
        shown_again = _render(edition, spec.title, fields, document, back=spec.back, words=words, errors=errors, **more)
        return shown_again, error.status
    edition = edition_or_404(key)
    if part == "dates" and edition.published_at is not None:
        flash(
            _("Saved. The call says what changed and why. No letter was sent: tell the cities by Letters, Mailings."),
            "done",
        )
    else:
        flash(_("Saved."), "done")
    return redirect(back_to(edition, spec.back), 303)


@blueprint.get(f"/editions/<key>/setup/{LISTS}")
def parts(key: str, parts: str) -> str | Response:
    """A list of parts; the form and the rubric have pages of their own."""
    edition, spec = edition_or_404(key), part_list(parts)
    if spec.back:
        return redirect(back_to(edition, spec.back))
    return list_page(edition, parts, spec)


def list_page(edition: Edition, name: str, spec: Parts, errors: dict[str, list[str]] | None = None) -> str:
    """The page of a list."""
    document = spec.read(edition)
    return render_template(
        "admins/setup/list.html",
        edition=edition,
        spec=spec,
        name=name,
        items=[(each["key"], each[spec.name], spec.words(each, document)) for each in spec.all(document)],
        why_not=why_not_set_up(),
        errors=errors or {},
        rounds=queries.rounds(edition.id) if name == "rounds" else [],
        rubrics=queries.rubrics(edition.id) if name == "rounds" else [],
    )


def _new(name: str, document: Document) -> Document:
    """A part that is being added; a new question says of which kind."""
    if name != "questions":
        # After a round of scoring comes a final: taken for a second scoring, its dates would not be checked against it.
        kind = "final" if any(each["kind"] == "scoring" for each in document.get("rounds", [])) else "scoring"
        usual: Document = {"kind": kind, "judges_per_entry": 3, "minimum_cards": 2}
        usual |= {"disagreement": 20, "shows_total": True, "carries": 0}
        return {"questions": []} if name == "sections" else usual if name == "rounds" else {}
    kind = request.values.get("kind", "")
    return {"type": kind} if kind in set(QuestionType) else abort(404)


def _seen_from(document: Document) -> Document:
    """The document as a question to add sees it: up to the section it goes into, for only that comes before it."""
    into, sections = request.values.get("into", ""), document.get("sections", [])
    at = next((n for n, each in enumerate(sections, 1) if each["key"] == into), len(sections))
    return {**document, "sections": sections[:at]} if sections else document


@blueprint.get(f"/editions/<key>/setup/{LISTS}/<item>")
def item(key: str, parts: str, item: str) -> str:
    """One part of a list; `new` is one to add."""
    edition, spec = edition_or_404(key), part_list(parts)
    document = spec.read(edition)
    found = _new(parts, document) if item == "new" else spec.find(document, item)
    return _item_page(edition, parts, spec, found, spec.fields(edition, _seen_from(document), found))


def _item_page(edition: Edition, name: str, spec: Parts, found: Document, fields: Sequence[Field], **more: Any) -> str:
    heading = str(found.get(spec.name) or spec.new)
    return _render(
        edition,
        heading,
        fields,
        found,
        back=spec.back or name,
        names_key="key" not in found,
        reasons=spec.reasons and edition.published_at is not None,
        kind=found.get("type", ""),
        into=request.values.get("into", ""),
        key=request.form.get("key", ""),
        **more,
    )


@blueprint.post(f"/editions/<key>/setup/{LISTS}/<item>")
def change_item(key: str, parts: str, item: str) -> tuple[str, int] | Response:
    """Save one part of a list, or add it."""
    edition, spec = edition_or_404(key), part_list(parts)
    document = spec.read(edition)
    now = _new(parts, document) if item == "new" else spec.find(document, item)
    fields = spec.fields(edition, _seen_from(document), now)
    words, into = typed(fields, request.form), request.form.get("into", "")

    def edit(whole: Document) -> Document:
        if item == "new":
            own = {
                **_new(parts, document),
                "key": request.form.get("key", "").strip() or _key(spec, whole, words, into),
            }
            fill(fields, own, words, edition.time_zone)
            return spec.added(whole, _tidy(own), into)
        own = spec.find(whole, item)
        _check_seen(fields, own)
        fill(fields, own, words, edition.time_zone)
        return spec.set(whole, _tidy(own))

    try:
        spec.change(edition, edit, request.form.get("reason", ""))
    except (Invalid, FasterElsewhere) as error:
        edition = edition_or_404(key)
        found = now if item == "new" else spec.find(spec.read(edition), item)
        written = item if item != "new" else request.form.get("key", "").strip() or _key(spec, document, words, into)
        errors = {"": [error.sentence]}
        if isinstance(error, Invalid):
            errors = told(error, f"{spec.path}.{written}.", fields, written)
            if "sections" in document:
                everything = in_order(document)
                errors = {name: [with_labels(each, everything) for each in all_] for name, all_ in errors.items()}
        faster = isinstance(error, FasterElsewhere)
        return _item_page(edition, parts, spec, found, fields, words=words, errors=errors, faster=faster), error.status
    flash(_("“%(what)s” is saved.", what=words[spec.name]), "done")
    edition, anchor = edition_or_404(key), ""
    home = find(spec.read(edition)["sections"], into) if item == "new" and parts == "questions" else None
    if home and home["questions"]:
        # A form is written question by question: back to where the next one is added, not to the top.
        anchor = f"#{home['questions'][-1]['key']}"
    return redirect(back_to(edition, spec.back or parts) + anchor, 303)


def _key(spec: Parts, document: Document, words: dict[str, Any], into: str) -> str:
    taken = [each["key"] for each in spec.all(document)]
    prefix = f"{into.lower()}_" if into else ""
    return new_key(str(words.get(spec.name, "")), taken, joined=spec.joined, prefix=prefix)


def _tidy(own: Document) -> Document:
    """A part without what was left empty, so that its document says only what somebody meant."""
    return own if "type" not in own else {name: value for name, value in own.items() if value is not False}


@blueprint.post(f"/editions/<key>/setup/{LISTS}/<item>/place")
def move_item(key: str, parts: str, item: str) -> tuple[str, int] | Response:
    """Move a part: `to` is up, down or before another one."""
    to = request.form.get("to", "")[:100]
    return _order(key, parts, item, lambda spec, document: spec.move(document, item, to))


@blueprint.post(f"/editions/<key>/setup/{LISTS}/<item>/removal")
def remove_item(key: str, parts: str, item: str) -> tuple[str, int] | Response:
    """Take a part away."""
    return _order(key, parts, item, lambda spec, document: spec.remove(document, item))


def _order(key: str, name: str, item: str, act: Any) -> tuple[str, int] | Response:
    edition, spec = edition_or_404(key), part_list(name)

    def edit(document: Document) -> Document:
        spec.find(document, item)
        found: Document = act(spec, document)
        return found

    try:
        spec.change(edition, edit, request.form.get("reason", ""))
    except PortalError as error:
        if error.status == 404:
            raise
        sentences = error.fields.get("document", [error.sentence]) if isinstance(error, Invalid) else [error.sentence]
        document = spec.read(edition_or_404(key))
        everything = in_order(document) if "sections" in document else []
        flash(" ".join(with_labels(each, everything) for each in sentences), "warning")
        # On top, where the sentence is read, not at the part that stayed where it was.
        return redirect(back_to(edition_or_404(key), spec.back or name), 303)
    anchor = f"#{item}" if find(spec.all(spec.read(edition_or_404(key))), item) else ""
    return redirect(back_to(edition_or_404(key), spec.back or name) + anchor, 303)
