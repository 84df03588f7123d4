"""Changing an edition's settings: everything of its document but form and rubric."""

import copy
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, NotHere, Refusal
from .. import policy, queries
from ..documents import SettingsPlan, read_settings, settings_document
from ..models import Category, Edition, EditionChange, Round, RoundKind
from ..round_settings import weighs_otherwise
from .creating import taken
from .members import check_member

Document = dict[str, Any]
# What the call does not tell: a change of these needs a reason and is not shown on it.
INTERNAL = {"conflicts", "quiet_hours", "reference_prefix"}
DATES = {"called", "opens", "closes", "grace_minutes", "announced", "ceremony", "rounds"}


def change_settings(
    edition: Edition, edit: Callable[[Document], Document], *, by: ledger.Actor, reason: str = ""
) -> Edition:
    """Change an edition's settings. After the call was published the change and its reason are shown on it.

    Args:
        edit: given the edition's document as it is now, answers the document it is to be. It is called under the
            edition's lock, so two who change different parts at once both have their way.

    Raises:
        Invalid: a sentence for each fault, by path; no reason.
        Refusal: not an organiser, a part that no longer changes, or one that entries or judges depend on.
        FasterElsewhere: raised by `edit` when what it changes is no longer what its page showed.
    """
    with transaction() as moment:
        check_member(by)
        edition = hold(edition)
        categories = queries.categories(edition.id)
        rounds = [hold(each) for each in queries.rounds(edition.id)]
        before = settings_document(edition, categories, rounds)
        published = edition.published_at is not None
        plan = read_settings(edit(copy.deepcopy(before)), moment.at, partial=not published, before=before)
        judged_from = min((each.opens_at for each in rounds if each.kind != RoundKind.ELIGIBILITY), default=None)
        _check_names(edition, plan)
        _write(edition, plan, categories, rounds)
        after = settings_document(edition, queries.categories(edition.id), queries.rounds(edition.id))
        changed = {name for name in before if before[name] != after[name]}
        if not changed:
            return edition
        weighing = {"weighing"} if weighs_otherwise(before["rounds"], after["rounds"]) else set()
        checked = {"eligibility round"} if _is_checked(before) != _is_checked(after) else set()
        refusal = policy.why_not_change(changed | weighing | checked, published, judged_from, moment.at)
        if refusal:
            raise Refusal(refusal)
        missing = policy.why_no_reason(published, reason)
        if missing:
            raise Invalid(missing, {"reason": [missing]})
        _record(moment, edition, changed, before, after, by, reason.strip())
    return edition


def change_dates(
    edition: Edition,
    *,
    by: ledger.Actor,
    reason: str,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    rounds: Mapping[str, tuple[datetime | None, datetime | None]] | None = None,
) -> Edition:
    """Move dates of an edition and its rounds (opening, closing); what is None stays. The change stays in the record.

    Raises:
        Invalid: when the reason is missing or the dates contradict each other.
        NotHere: when there is no such round.
    """
    if not reason.strip():
        sentence = _("Write why the dates change: it stays in the record.")
        raise Invalid(sentence, {"dates": [sentence]})

    def edit(document: Document) -> Document:
        found = {each["key"]: each for each in document["rounds"]}
        for key, moved in (rounds or {}).items():
            if key not in found:
                raise NotHere(_("This edition has no round “%(key)s”.", key=key))
            _move(found[key], *moved)
        _move(document, opens_at, closes_at)
        return document

    try:
        return change_settings(edition, edit, by=by, reason=reason)
    except Invalid as error:
        raise Invalid(" ".join(error.fields.get("document", [error.sentence])), error.fields) from error


def _move(part: Document, opens_at: datetime | None, closes_at: datetime | None) -> None:
    if opens_at is not None:
        part["opens"] = opens_at.isoformat()
    if closes_at is not None:
        part["closes"] = closes_at.isoformat()


def _check_names(edition: Edition, plan: SettingsPlan) -> None:
    if plan.values["reference_prefix"] != edition.reference_prefix:
        used = taken({"key": "", "reference_prefix": plan.values["reference_prefix"]})
        if used:
            raise Invalid(_("This cannot be saved as it is. Nothing was changed."), used)


def _is_checked(document: Document) -> bool:
    return any(each["kind"] == RoundKind.ELIGIBILITY for each in document["rounds"])


def _write(edition: Edition, plan: SettingsPlan, categories: Sequence[Category], rounds: Sequence[Round]) -> None:
    for column, value in plan.values.items():
        setattr(edition, column, value)
    _write_categories(edition, plan, categories)
    # A round with judges is not turned into one without: it is another round, and what belongs to it keeps it.
    kept = {(each.key, each.kind == RoundKind.ELIGIBILITY) for each in plan.rounds}
    stored = {row.key: row for row in rounds if (row.key, row.kind == RoundKind.ELIGIBILITY) in kept}
    _remove([row for row in rounds if row.key not in stored])
    rubric = queries.current_rubric(edition.id)
    for position, each in enumerate(plan.rounds):
        row = stored.get(each.key)
        if row is None:
            if rubric is None:
                raise Refusal(_("Make the rubric first: a round is judged with one."))
            db.session.add(Round(edition_id=edition.id, rubric_id=rubric.id, position=position, **vars(each)))
            continue
        for column, value in {**vars(each), "position": position}.items():
            setattr(row, column, value)
    db.session.flush()


def _write_categories(edition: Edition, plan: SettingsPlan, categories: Sequence[Category]) -> None:
    kept = {each["key"] for each in plan.categories}
    _remove([row for row in categories if row.key not in kept])
    stored = {row.key: row for row in categories if row.key in kept}
    # Two categories may never stand in one place, not even while they change places.
    for number, row in enumerate(stored.values()):
        row.position = len(plan.categories) + len(categories) + number
    db.session.flush()
    for position, each in enumerate(plan.categories):
        found = stored.get(each["key"])
        if found is None:
            db.session.add(Category(edition_id=edition.id, position=position, **each))
            continue
        for column, value in {**each, "position": position}.items():
            setattr(found, column, value)
    db.session.flush()


def _remove(rows: Sequence[Category | Round]) -> None:
    """Delete what nothing depends on: the database knows who points at it, rooms to the right included."""
    for row in rows:
        title = row.title
        try:
            with db.session.begin_nested():
                db.session.delete(row)
                db.session.flush()
        except IntegrityError as error:
            raise Refusal(_("“%(title)s” stays: entries, panels or assignments belong to it.", title=title)) from error


def _record(
    moment: Transaction,
    edition: Edition,
    changed: set[str],
    before: Document,
    after: Document,
    by: ledger.Actor,
    reason: str,
) -> None:
    shown = changed - INTERNAL
    if edition.published_at is not None and shown:
        db.session.add(
            EditionChange(
                edition_id=edition.id,
                at=moment.at,
                by_id=by.id,
                reason=reason,
                before={name: before[name] for name in sorted(shown)},
                after={name: after[name] for name in sorted(shown)},
            )
        )
    ledger.write(
        "edition.dates_changed" if changed <= DATES else "edition.changed",
        actor=by,
        at=moment.at,
        subject=edition,
        label=edition.title,
        edition_id=edition.id,
        before={name: before[name] for name in sorted(changed)},
        after={name: after[name] for name in sorted(changed)},
        reason=reason or None,
    )
