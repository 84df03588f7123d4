"""What the organising team's view of the ledger asks: lines that fit, the newest first."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from ..db import db
from .lines import LedgerLine

# What judges do with an entry, what the jury says and decides on it, who is kept away from it, what hangs by its award.
OF_JUDGING = (
    *("assignment.", "conflict.", "scorecard.", "practice.", "discussion.", "score_change.", "pair.", "meeting."),
    *("decision.", "feedback.", "explanation.", "round.", "judge.excl", "award."),
)
# Lines that tell of many at once: how many judges are late, who is, who goes on, who won before it is public.
OF_MANY = ("mailing.", "judge.nudged", "shortlist.made", "awards.published")
# Files of the portal and of its judging that were taken, scorecards that were opened.
OF_READING = ("%.downloaded", "%.viewed", "%.exported")
READING = "views and downloads"


def lines(
    *,
    edition_id: int | None = None,
    search: str = "",
    event: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    hidden: Collection[str] = (),
    limit: int | None = None,
    offset: int = 0,
) -> tuple[Sequence[LedgerLine], int]:
    """Lines that fit, the newest first, and how many there are in all.

    Args:
        edition_id: None for all of the portal.
        search: part of a person's name, of what it is about, or of the reason; case does not matter.
        event: an event, or its beginning up to a dot such as `entry.`, or `READING`.
        since: the first moment.
        until: the first moment that is too late.
        hidden: references of entries, or names of cities, whose judging the reader may not see; nor then `OF_MANY`.
    """
    wanted: list[ColumnElement[bool]] = [] if edition_id is None else [LedgerLine.edition_id == edition_id]
    if search.strip():
        words = search.strip()
        columns = (LedgerLine.actor, LedgerLine.subject, LedgerLine.reason)
        wanted.append(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if event == READING:
        wanted.append(or_(*(LedgerLine.event.like(each) for each in OF_READING)))
    elif event:
        wanted.append(
            LedgerLine.event.startswith(event, autoescape=True) if event.endswith(".") else LedgerLine.event == event
        )
    if since is not None:
        wanted.append(LedgerLine.at >= since)
    if until is not None:
        wanted.append(LedgerLine.at < until)
    wanted += _not_of(hidden)
    total = db.session.scalar(select(func.count()).select_from(LedgerLine).where(*wanted)) or 0
    rows = db.session.scalars(
        select(LedgerLine).where(*wanted).order_by(LedgerLine.id.desc()).limit(limit).offset(offset)
    ).all()
    return rows, total


def is_written(event: str, actor_id: int, subject: Any, label: str, since: datetime) -> bool:
    """Whether this person's line of this event, on this stored row and by this name, is there since then."""
    wanted = (
        LedgerLine.subject_type == subject.__tablename__,
        LedgerLine.subject_id == subject.id,
        LedgerLine.event == event,
        LedgerLine.actor_id == actor_id,
        LedgerLine.subject == label,
        LedgerLine.at >= since,
    )
    return db.session.scalar(select(LedgerLine.id).where(*wanted).limit(1)) is not None


def _not_of(hidden: Collection[str]) -> list[ColumnElement[bool]]:
    if not hidden:
        return []
    return [
        *(~LedgerLine.event.startswith(each, autoescape=True) for each in OF_MANY),
        *(~_is_judging_of(each) for each in sorted(hidden)),
    ]


def _is_judging_of(reference: str) -> ColumnElement[bool]:
    # Lines of judging name the entry first, then the judge; of a pair both entries.
    named = or_(
        LedgerLine.subject == reference,
        *(LedgerLine.subject.startswith(f"{reference}{then}", autoescape=True) for then in (",", " ")),
        LedgerLine.subject.endswith(f" {reference}", autoescape=True),
    )
    return and_(named, or_(*(LedgerLine.event.startswith(each) for each in OF_JUDGING)))


def events(edition_id: int | None = None, hidden: Collection[str] = ()) -> Sequence[str]:
    """Every event there is, by name. `hidden` as for `lines`."""
    question = select(LedgerLine.event).distinct().order_by(LedgerLine.event)
    if edition_id is not None:
        question = question.where(LedgerLine.edition_id == edition_id)
    question = question.where(*_not_of(hidden))
    return db.session.scalars(question).all()
