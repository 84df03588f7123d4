"""All that happened to an entry, in time order: deeds, versions, decisions, requests, notes and letters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select

from ...db import db
from ...ledger import LedgerLine, in_words
from ...ledger.reading import OF_JUDGING
from ...mail.models import Letter
from .. import queries as entries
from ..models import Entry, Extension
from . import marking, queries
from .moving import moves

# What judges do with an entry is no reading for a member who speaks for its city.
LETTERS_OF_JUDGING = (
    *("assignment", "recusal", "abstention", "scorecard-returned", "from-paper", "discussion", "score-change"),
    *("nudge", "judge-extension", "judge-invitation", "judge-reminder", "mailing-to-judges"),
)
# Written to who won, perhaps before it is public.
LETTERS_OF_RESULTS = ("award",)
# Their subject may name entries of other categories.
LETTERS_OF_MANY = ("mailing",)


@dataclass(frozen=True)
class Event:
    """One thing that happened. `kind` is ledger, note or letter; `words` says what, `detail` more of it."""

    at: datetime
    kind: str
    words: str
    by: str
    detail: str


def history(entry: Entry, *, judging: bool, unread: Collection[str] = ()) -> list[Event]:
    """Everything about an entry, the newest first. A constant number of statements.

    Args:
        judging: whether what judges do is told too.
        unread: kinds of letters that are left out besides.
    """
    left_out = [*unread, *([] if judging else LETTERS_OF_JUDGING)]
    found = [*_ledger(entry, judging), *_notes(entry), *_letters(entry, left_out)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _ledger(entry: Entry, judging: bool) -> list[Event]:
    given = select(Extension.id).where(
        Extension.city_id == entry.city_id,
        Extension.edition_id == entry.edition_id,
        or_(Extension.entry_id.is_(None), Extension.entry_id == entry.id),
    )
    rows = db.session.scalars(
        select(LedgerLine)
        .where(
            or_(
                and_(LedgerLine.subject_type == Entry.__tablename__, LedgerLine.subject_id == entry.id),
                and_(LedgerLine.subject_type == Extension.__tablename__, LedgerLine.subject_id.in_(given)),
                *([_of_judges(entry)] if judging else []),
            ),
            # Notes are told with what they say, below.
            LedgerLine.event != "note.added",
        )
        .order_by(LedgerLine.id)
    ).all()
    asked = {each.at: each for each in queries.requests(entry.id)}
    moved = {each.at: each for each in moves(entry.id)}
    versions = {each.number: each.sha256 for each in entries.submissions(entry.id)}
    found = []
    for row in rows:
        if not judging and row.event.startswith(OF_JUDGING):
            continue
        parts = [row.reason or ""]
        if row.event == "entry.submitted" and row.after:
            number = int(row.after["version"])
            parts.append(_("version %(n)d", n=number) + f" · {versions.get(number, '')[:12]}")
        elif row.event == "eligibility.decided" and row.after:
            parts.insert(0, _("passed") if row.after.get("outcome") == "passed" else _("refused"))
        elif row.event == "change_request.made" and row.at in asked:
            parts += list(asked[row.at].notes.values())
        elif row.event.startswith("category_move.") and row.at in moved:
            parts.insert(0, f"{moved[row.at].origin.title} → {moved[row.at].target.title}")
        elif row.after and not row.reason:
            parts.append(", ".join(f"{name}: {value}" for name, value in row.after.items() if _is_short(value)))
        found.append(
            Event(row.at, "ledger", in_words(row.event), row.actor, " · ".join(part for part in parts if part))
        )
    return found


def _of_judges(entry: Entry) -> ColumnElement[bool]:
    """Lines of judging are about an assignment or a judge; they name the entry first."""
    return and_(
        LedgerLine.edition_id == entry.edition_id,
        LedgerLine.subject.startswith(f"{entry.reference},", autoescape=True),
    )


def _is_short(value: object) -> bool:
    return isinstance(value, str | int) and len(str(value)) < 80


def _notes(entry: Entry) -> list[Event]:
    return [Event(each.at, "note", _("Note"), each.by.name, each.text) for each in marking.notes(entry.id)]


def _letters(entry: Entry, left_out: Collection[str]) -> list[Event]:
    """Letters to people that name the entry, with whether they left; what is in them stays with who got them."""
    rows = db.session.scalars(
        select(Letter)
        .where(
            Letter.edition_id == entry.edition_id,
            Letter.secret.is_(False),
            Letter.kind.not_in(left_out),
            or_(
                Letter.subject.contains(entry.reference, autoescape=True),
                Letter.body.contains(entry.reference, autoescape=True),
            ),
        )
        .order_by(Letter.id)
    )
    return [
        Event(
            each.created_at,
            "letter",
            _("Letter: %(subject)s", subject=each.subject),
            "",
            _("to %(name)s: %(state)s", name=each.to_name, state=_state(each.state)),
        )
        for each in rows
    ]


def _state(state: str) -> str:
    return {"sent": _("sent"), "failed": _("could not be delivered")}.get(state, _("on its way"))


def of_kinds(events: Collection[Event], kind: str) -> list[Event]:
    """Those of one kind; all of them without one."""
    return [each for each in events if not kind or each.kind == kind]
