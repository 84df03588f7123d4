"""The form of an edition: worked on as a draft, published as versions that never change."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from ...text import canonical_json, sha256
from .. import policy, queries
from ..differences import changed_questions, form_differences
from ..form_reading import read_form
from ..models import Edition, EditionChange, FormDraft, FormVersion
from ..reading import Reader
from ..rubrics import check_reading
from .members import check_member

Document = dict[str, Any]


def change_form(edition: Edition, edit: Callable[[Document], Mapping[str, Any]], *, by: ledger.Actor) -> FormDraft:
    """Change the draft of an edition's form. Entries and the call keep the published version.

    Args:
        edit: given the draft as it is now, answers what it is to be. It is called under the edition's lock.

    Raises:
        Invalid: what it would be is no form; `fields["document"]` holds a sentence for each fault, nothing is changed.
        Refusal: not an organiser.
        FasterElsewhere: raised by `edit` when what it changes is no longer what its page showed.
    """
    with transaction() as moment:
        check_member(by)
        edition = hold(edition)
        draft = _draft(edition, moment)
        after = dict(edit(copy.deepcopy(draft.document)))
        read_form(after, partial=True)
        if after == draft.document:
            return draft
        kept = {question["key"] for question in _questions(after)}
        gone = [question for question in _questions(draft.document) if question["key"] not in kept]
        draft.document, draft.revision = after, draft.revision + 1
        draft.changed_at, draft.changed_by_id = moment.at, by.id
        ledger.write(
            "form.changed",
            actor=by,
            at=moment.at,
            subject=draft,
            label=edition.title,
            edition_id=edition.id,
            # A question is taken away by one press: what it said stays in the record.
            before={"questions": gone} if gone else None,
            after={"revision": draft.revision},
        )
    return draft


def _questions(document: Mapping[str, Any]) -> list[Document]:
    return [question for section in document["sections"] for question in section.get("questions", [])]


def _draft(edition: Edition, moment: Transaction) -> FormDraft:
    found = queries.form_draft(edition.id)
    if found is None:
        version = queries.current_form(edition.id)
        document = {"title": edition.title, "sections": []} if version is None else version.document
        found = FormDraft(edition_id=edition.id, document=document, revision=0, changed_at=moment.at)
        db.session.add(found)
        db.session.flush()
    return found


def publish_form(edition: Edition, seen: int, *, by: ledger.Actor, reason: str = "") -> FormVersion:
    """Publish the draft as the next version: new entries are started with it, running ones keep theirs.

    Args:
        seen: the draft's revision as the organiser saw it.

    Raises:
        Invalid: the form cannot be used or does not fit the rubric's; no reason after the call.
        Refusal: not an organiser, nothing changed since the last version, or the draft changed meanwhile.
    """
    with transaction() as moment:
        check_member(by)
        edition = hold(edition)
        draft, last = queries.form_draft(edition.id), queries.current_form(edition.id)
        refusal = policy.why_not_publish_form(
            None if draft is None else draft.document, None if last is None else last.document
        )
        if refusal or draft is None:
            raise Refusal(refusal or "")
        if draft.revision != seen:
            raise Refusal(_("The form was changed while you looked at it. Look at it again, then publish."))
        form = read_form(draft.document)
        rubric = queries.current_rubric(edition.id)
        criteria = [] if rubric is None else queries.criteria(rubric.id)
        reader = Reader({}, moment.at, on_page=True)
        check_reading(reader, form, [{"key": each.key, "reads": each.reads} for each in criteria])
        reader.raise_faults(_("The form cannot be published as it is."))
        missing = policy.why_no_reason(edition.published_at is not None, reason)
        if missing:
            raise Invalid(missing, {"reason": [missing]})
        text = canonical_json(draft.document)
        version = FormVersion(
            edition_id=edition.id,
            number=1 if last is None else last.number + 1,
            document=draft.document,
            sha256=sha256(text),
            published_at=moment.at,
        )
        db.session.add(version)
        db.session.flush()
        if edition.published_at is not None and last is not None:
            _tell(moment, edition, last, version, by, reason.strip())
        ledger.write(
            "form.published",
            actor=by,
            at=moment.at,
            subject=version,
            label=edition.title,
            edition_id=edition.id,
            after={"number": version.number, "sha256": version.sha256},
            reason=reason.strip() or None,
        )
    return version


def _tell(
    moment: Transaction, edition: Edition, last: FormVersion, version: FormVersion, by: ledger.Actor, reason: str
) -> None:
    differences = form_differences(last.document, version.document)
    db.session.add(
        EditionChange(
            edition_id=edition.id,
            at=moment.at,
            by_id=by.id,
            reason=reason,
            before={"form": {"number": last.number}},
            after={"form": {"number": version.number, "questions": changed_questions(differences)}},
        )
    )
