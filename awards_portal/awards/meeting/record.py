"""Closing a meeting: all that its minutes say, frozen as it is then. Loads pandas: import it late."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from sqlalchemy.orm import joinedload

from ... import ledger, queue
from ...db import db, hold, transaction
from ...people.models import Person
from ...programmes.models import Edition, Round
from ...results import METHODS, TIE_RULES
from ...text import canonical_json, sha256
from .. import rules
from ..models import Absence, Attendance, Decision, DecisionKind, Discussion, Meeting, MeetingClosing
from ..permission import require_handler
from ..workbook import fingerprint
from . import agenda as agendas
from . import queries
from .agenda import Agenda, Item
from .service import name_of

SCHEMA = "awards-portal/minutes/1"


def close(meeting: Meeting, by: Person) -> MeetingClosing:
    """End a meeting: what its minutes say is frozen, and the worker draws them. Twice is once.

    Raises:
        Refusal: for who takes no part.
    """
    with transaction() as moment:
        edition = hold(db.session.get_one(Edition, db.session.get_one(Round, meeting.round_id).edition_id))
        meeting = hold(meeting, joinedload(Meeting.round), joinedload(Meeting.category), joinedload(Meeting.opened_by))
        require_handler(by)
        there = queries.closing(meeting.id)
        if there is not None:
            return there
        # The record is in one language, whoever closes the meeting.
        with force_locale("en"):
            content = canonical_json(told(meeting, edition, moment.at, by.name))
        closing = MeetingClosing(
            meeting_id=meeting.id, by_id=by.id, at=moment.at, content=content, sha256=sha256(content)
        )
        db.session.add(closing)
        ledger.write(
            "meeting.closed",
            actor=by,
            at=moment.at,
            subject=meeting,
            label=edition.title,
            edition_id=edition.id,
            after={"sha256": closing.sha256},
        )
        queue.defer(moment, "awards.minutes", key=f"minutes:{closing.id}", closing_id=closing.id)
    return closing


def told(meeting: Meeting, edition: Edition, at: datetime, by: str) -> dict[str, Any]:
    """What the minutes of a meeting that ends now would say; moments in UTC."""
    full = agendas.agenda(meeting, None)
    shown = queries.discussions(meeting.id)
    ends = [*(each.at for each in shown[1:]), *([at] if shown else [])]
    absent: dict[int, list[Absence]] = defaultdict(list)
    for each in queries.absences(meeting.id):
        absent[each.discussion_id].append(each)
    spells = defaultdict(list)
    for discussion, end in zip(shown, ends, strict=True):
        spells[discussion.entry_id].append(
            {
                "from": discussion.at.isoformat(),
                "to": end.isoformat(),
                "absent": [
                    {"name": name_of(one.attendance), "why": one.why}
                    for one in absent[discussion.id]
                    if _was_there(one.attendance, discussion)
                ],
            }
        )
    by_entry = {item.place.entry.id: item for item in full.items}
    discussed = [by_entry[entry_id] for entry_id in spells if entry_id in by_entry]
    return {
        "schema": SCHEMA,
        "edition": {"key": edition.key, "title": edition.title, "time_zone": edition.time_zone},
        "round": {"key": meeting.round.key, "title": meeting.round.title},
        "category": None if meeting.category is None else meeting.category.title,
        "opened": {"at": meeting.opened_at.isoformat(), "by": meeting.opened_by.name},
        "closed": {"at": at.isoformat(), "by": by},
        "order": meeting.order,
        "method": edition.method,
        "method_words": METHODS[edition.method],
        "tie_ladder": list(edition.tie_ladder),
        "tie_words": "; ".join(TIE_RULES[rule] for rule in edition.tie_ladder),
        "fingerprint": fingerprint(full.computed),
        "attendance": [_attended(each) for each in queries.attendance(meeting.id)],
        "entries": [_entry(full, item, spells[item.place.entry.id]) for item in discussed],
        "not_discussed": [
            {"reference": item.reference, "title": item.place.entry.title, "city": item.place.entry.city}
            for item in full.items
            if item.place.entry.id not in spells
        ],
        "decisions": [_decision(each, edition.award_titles) for each in queries.decisions(meeting)],
    }


def _was_there(attendance: Attendance, discussion: Discussion) -> bool:
    return attendance.left_at is None or attendance.left_at > discussion.at


def _attended(each: Attendance) -> dict[str, Any]:
    return {
        "name": name_of(each),
        "as": "judge" if each.judge_id is not None else "organising team",
        "came": each.came_at.isoformat(),
        "left": None if each.left_at is None else each.left_at.isoformat(),
    }


def _entry(full: Agenda, item: Item, spells: Sequence[dict[str, Any]]) -> dict[str, Any]:
    place = item.place
    return {
        "reference": place.entry.reference,
        "title": place.entry.title,
        "city": place.entry.city,
        "country": place.entry.country,
        "category": item.category,
        "discussed": list(spells),
        "place": place.rank,
        "of": item.of,
        "shared": place.tied,
        "tie_decided_by": _tie(full, place.tie_decided_by),
        "score": place.score,
        "raw": place.raw,
        "adjusted": place.adjusted,
        "sd": place.sd,
        "totals": [[judge, total] for judge, _card, total in agendas.counted(item, full.labels)],
        "note": "" if item.note is None else item.note.text,
    }


def _tie(full: Agenda, decided: str | None) -> str | None:
    """The rule that decided a place, as the results name it (`criteria_by_weight: impact`), in words."""
    if decided is None:
        return None
    rule, _colon, key = decided.partition(": ")
    title = next((each.title for each in full.computed.scores.criteria if each.key == key), key)
    return TIE_RULES.get(rule, rule) + (f": {title}" if key else "")


def _decision(each: Decision, titles: Sequence[str]) -> dict[str, Any]:
    award = rules.title_of(each.place, titles) if each.place else None
    return {
        "reference": each.entry.reference,
        "title": each.entry.title,
        "kind": each.kind,
        "place": each.place,
        "award": award if each.kind == DecisionKind.PLACE else None,
        "reason": each.reason,
        "citation": each.citation,
        "at": each.at.isoformat(),
        "by": each.by.name,
        "undone_at": None if each.undone_at is None else each.undone_at.isoformat(),
        "undone_by": None if each.undone_by is None else each.undone_by.name,
    }
