"""Deeds on answers: what is typed is saved, or set aside beside what somebody else saved. Never lost, never cut."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..db import Transaction, db, hold, transaction
from ..errors import Refusal
from ..people.models import Person
from ..programmes import queries as programmes
from ..programmes.forms import Form, Question, QuestionType
from ..programmes.models import Category
from . import policy, queries
from .models import Answer, AnswerRevision, Entry, RevisionKind
from .oversight.queries import terms_of
from .values import NOT_STORED, cannot_be_kept, has_shape, is_empty


class Outcome(enum.StrEnum):
    """What became of one answer that was sent."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    # Somebody saved the same question first: what was sent is set aside, what is stored stays.
    CONFLICT = "conflict"
    # Sent when the entry could no longer be changed: set aside.
    LATE = "late"
    REFUSED = "refused"


@dataclass(frozen=True)
class Saved:
    """What became of one answer: the revision, value, person and time now stored, and where one set aside is."""

    outcome: Outcome
    revision: int
    value: Any = None
    by: str = ""
    at: datetime | None = None
    sentence: str = ""
    aside_id: int | None = None


@dataclass(frozen=True)
class Change:
    """An answer as sent: the value, the revision it was typed over, the browser's mark of this act of saving.

    What nobody typed says where it came from: an earlier revision, or another entry's reference. `over` names acts of
    the same person that were on their way when this was typed: which of them arrived, only the portal knows.
    """

    value: Any
    seen: int
    mark: str | None = None
    over: tuple[str, ...] = ()
    restored_from: int | None = None
    copied_from: str | None = None


def save_answers(entry: Entry, changes: Mapping[str, Change], by: Person) -> dict[str, Saved]:
    """Save answers, each on its own: one that is refused or in conflict keeps no other from being saved.

    Whatever is typed is kept exactly as typed; only NUL characters, which no database keeps, are refused. Sending the
    same mark again answers as the first time.

    Raises:
        Refusal: when this person may not change the entry at all (a viewer, somebody who left the city).
    """
    with transaction() as moment:
        entry = hold(entry, joinedload(Entry.edition), joinedload(Entry.form_version), joinedload(Entry.category))
        role = queries.role_of(by.id, entry.city_id)
        # Whether this person may write is judged first; whether it is too late decides only where the text goes.
        reason = policy.why_not_write_ever(role)
        if reason:
            raise Refusal(reason)
        withdrawn = queries.current_withdrawal(entry.id) is not None
        terms = terms_of(entry)
        late = {key: policy.why_not_write(role, entry.edition, withdrawn, moment.at, terms, key) for key in changes}
        form = programmes.form_of(entry.form_version)
        current = queries.answers(entry.id)
        return {
            key: _save(moment, entry, form, key, change, current.get(key), by, late[key])
            for key, change in changes.items()
        }


def _save(
    moment: Transaction,
    entry: Entry,
    form: Form,
    key: str,
    change: Change,
    current: Answer | None,
    by: Person,
    late: str | None,
) -> Saved:
    question = form.questions.get(key)
    refusal = _why_not_kept(question, change.value)
    if question is None or refusal:
        return Saved(Outcome.REFUSED, current.revision if current else 0, sentence=refusal or "")
    if change.mark:
        before = queries.revision_by_mark(entry.id, key, change.mark)
        if before is None:
            pass
        elif before.value != change.value:
            # A page brought back by the browser's Back button carries its old mark with new text: a new act.
            change = replace(change, mark=None)
        else:
            return _as_before(before, current, late)
    if change.over:
        change = replace(change, seen=max(change.seen, queries.last_of_marks(entry.id, key, change.over, by.id)))
    if current is None and is_empty(question, change.value):
        return Saved(Outcome.UNCHANGED, 0, change.value)
    if current is not None and current.value == change.value:
        return _stored(Outcome.UNCHANGED, current)
    if current is not None and _is_untouched(entry, question, change, current):
        # The page is old and this question was not touched on it: what somebody else wrote since stays.
        return _stored(Outcome.UNCHANGED, current)
    if late:
        return Saved(
            Outcome.LATE,
            current.revision if current else 0,
            current.value if current else None,
            sentence=late,
            aside_id=_set_aside(moment, entry, key, change, by).id,
        )
    if change.seen != (current.revision if current else 0):
        return _stored(Outcome.CONFLICT, current, aside_id=_set_aside(moment, entry, key, change, by).id)
    category = _category(entry, question, change.value)
    if question.type is QuestionType.CATEGORY and category is None:
        return Saved(Outcome.REFUSED, current.revision if current else 0, sentence=_("Choose one category."))
    current = _write(moment, entry, key, change, current, by)
    # Once submitted, an entry is known by what was submitted: a draft of changes moves it to no other category.
    if (category is not None or question is form.title_question) and queries.latest_submission(entry.id) is None:
        if category is not None:
            entry.category = category
        if question is form.title_question:
            entry.title = " ".join(str(change.value).split())
    return _stored(Outcome.SAVED, current)


def _why_not_kept(question: Question | None, value: Any) -> str | None:
    if question is None or question.type in NOT_STORED:
        return _("The form has no such question. Open the page again.")
    if cannot_be_kept(value):
        return _(
            "This holds a character that cannot be stored (NUL, or half of one), as text copied from a PDF sometimes "
            "does. Remove it and save again."
        )
    if not has_shape(question, value):
        return _("This answer could not be read. Open the page again and fill it in once more.")
    return None


def _as_before(before: AnswerRevision, current: Answer | None, late: str | None) -> Saved:
    if before.kind == RevisionKind.SAVED:
        # It was saved then; somebody may have written since, which the next change will find out.
        return Saved(Outcome.SAVED, before.revision, before.value, at=before.at)
    if late:
        return Saved(Outcome.LATE, before.revision, before.value, sentence=late, aside_id=before.id)
    return _stored(Outcome.CONFLICT, current, aside_id=before.id)


def _stored(outcome: Outcome, current: Answer | None, aside_id: int | None = None) -> Saved:
    if current is None:
        return Saved(outcome, 0, aside_id=aside_id)
    return Saved(
        outcome, current.revision, current.value, current.changed_by.name, current.changed_at, aside_id=aside_id
    )


def _is_untouched(entry: Entry, question: Question, change: Change, current: Answer) -> bool:
    if change.seen == current.revision:
        return False
    if change.seen == 0:
        return is_empty(question, change.value)
    shown = db.session.scalar(
        select(AnswerRevision).where(
            AnswerRevision.entry_id == entry.id,
            AnswerRevision.question == question.key,
            AnswerRevision.kind == RevisionKind.SAVED,
            AnswerRevision.revision == change.seen,
        )
    )
    return shown is not None and bool(shown.value == change.value)


def _category(entry: Entry, question: Question, value: Any) -> Category | None:
    if question.type is not QuestionType.CATEGORY:
        return None
    return next((c for c in programmes.categories(entry.edition_id) if c.key == value), None)


def _set_aside(moment: Transaction, entry: Entry, key: str, change: Change, by: Person) -> AnswerRevision:
    # A page that sends the same text again and again leaves one row, not a pile.
    for row in queries.set_aside(entry.id):
        if row.question == key and row.by_id == by.id:
            if row.value == change.value:
                return row
            break
    row = AnswerRevision(
        entry_id=entry.id,
        question=key,
        kind=RevisionKind.SET_ASIDE,
        revision=change.seen,
        value=change.value,
        mark=change.mark,
        at=moment.at,
        by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _write(moment: Transaction, entry: Entry, key: str, change: Change, current: Answer | None, by: Person) -> Answer:
    if current is None:
        current = Answer(entry_id=entry.id, question=key, revision=0)
        db.session.add(current)
    current.value = change.value
    current.revision += 1
    current.changed_at = moment.at
    current.changed_by = by
    db.session.add(
        AnswerRevision(
            entry_id=entry.id,
            question=key,
            kind=RevisionKind.SAVED,
            revision=current.revision,
            value=change.value,
            mark=change.mark,
            at=moment.at,
            by_id=by.id,
            restored_from=change.restored_from,
            copied_from=change.copied_from,
        )
    )
    db.session.flush()
    return current
