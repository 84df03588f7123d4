"""Deeds of a meeting of the jury. Loads pandas: import it late."""

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...entries.models import Entry
from ...errors import Invalid, NotHere, Refusal
from ...people.models import Person
from ...programmes.models import Category, Edition, Round
from .. import queries as awards
from ..models import Absence, Attendance, Decision, Discussion, Meeting, MeetingNote
from ..permission import require_handler
from ..service.deciding import decide, undo_decision
from . import policy, queries


def open_meeting(
    round_: Round,
    category: Category | None,
    *,
    order: str,
    named: bool,
    by: Person,
) -> Meeting:
    """Open a meeting on a round, or on one category of it. One that is open goes on.

    Its panel and the one who opens it are on record as present until somebody says otherwise.

    Args:
        named: whether judges stand by name beside their scores.

    Raises:
        Refusal: for who takes no part, or when nothing stands in the round.
        Invalid: an unknown order.
    """
    with transaction() as moment:
        # The edition is the lock: two who open at once open one meeting.
        edition = hold(db.session.get_one(Edition, round_.edition_id))
        require_handler(by)
        there = queries.open_meeting(round_.id, None if category is None else category.id)
        if there is not None:
            return there
        rows = awards.entry_rows(edition.id, None if category is None else category.key)
        if (why_not := policy.why_not_open(order, len(rows))) is not None:
            raise Invalid(why_not, {"order" if rows else "": [why_not]})
        made = Meeting(
            round_id=round_.id,
            category_id=None if category is None else category.id,
            order=order,
            named=named,
            opened_by_id=by.id,
            opened_at=moment.at,
        )
        db.session.add(made)
        db.session.flush()
        came = _come(moment, made, {each.id for each in queries.panel(made)}, {by.id})
        ledger.write(
            "meeting.opened",
            actor=by,
            at=moment.at,
            subject=made,
            label=edition.title,
            edition_id=edition.id,
            after={
                "round": round_.key,
                "category": None if category is None else category.key,
                "order": order,
                "named": named,
                "attendance": came,
            },
        )
    return made


def set_attendance(meeting: Meeting, judges: Collection[int], persons: Collection[int], by: Person) -> None:
    """Say who is in the meeting now: who is new came, who is missing left.

    Raises:
        Refusal: for who takes no part, or when the meeting is closed.
    """
    with transaction() as moment:
        meeting = _hold(meeting, by)
        _go_on(meeting)
        here = [each for each in queries.attendance(meeting.id) if each.left_at is None]
        gone = [
            each
            for each in here
            if (each.judge_id is not None and each.judge_id not in judges)
            or (each.person_id is not None and each.person_id not in persons)
        ]
        for each in gone:
            each.left_at = moment.at
        db.session.flush()
        came = _come(
            moment,
            meeting,
            set(judges) - {each.judge_id for each in here},
            set(persons) - {each.person_id for each in here},
        )
        if came or gone:
            ledger.write(
                "meeting.attendance_changed",
                actor=by,
                at=moment.at,
                subject=meeting,
                label=meeting.round.title,
                edition_id=meeting.round.edition_id,
                after={"came": came, "left": [name_of(each) for each in gone]},
            )


def discuss(meeting: Meeting, reference: str, by: Person, *, told: bool) -> Discussion:
    """Put an entry on the screen. Those in the room who are kept from it are on record as having left.

    Args:
        told: whether the page named them and asked them to leave.

    Raises:
        Refusal: for who takes no part, when the meeting is closed, or before those were told to leave.
        NotHere: the entry is not in this meeting, or the one who asks is kept from it.
    """
    with transaction() as moment:
        meeting = _hold(meeting, by)
        entry = _entry(meeting, reference, by)
        shown = queries.discussions(meeting.id)
        if shown and shown[-1].entry_id == entry.id:
            return shown[-1]
        kept = queries.kept_away(meeting.round, [entry.id]).get(entry.id, [])
        closed = queries.closing(meeting.id) is not None
        if (why_not := policy.why_not_discuss(closed, bool(kept), told)) is not None:
            raise Refusal(why_not)
        made = Discussion(meeting_id=meeting.id, entry_id=entry.id, by_id=by.id, at=moment.at)
        db.session.add(made)
        db.session.flush()
        left = []
        for each in queries.attendance(meeting.id):
            reason = next(
                (
                    one.why
                    for one in kept
                    if (each.judge_id is not None and each.judge_id == one.judge_id)
                    or (each.person_id is not None and each.person_id == one.person_id)
                ),
                None,
            )
            if each.left_at is None and reason is not None:
                db.session.add(Absence(discussion_id=made.id, attendance_id=each.id, why=reason))
                left.append(name_of(each))
        ledger.write(
            "meeting.entry_shown",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
            after={"meeting": meeting.id, "left_the_room": left},
        )
    return made


def note(meeting: Meeting, reference: str, text: str, by: Person) -> None:
    """Note something on the entry on the screen; the same words again are written once.

    Raises:
        Refusal: for who takes no part, when the meeting is closed, or the entry is not on the screen.
        NotHere: the entry is not in this meeting, or the one who asks is kept from it.
    """
    with transaction() as moment:
        meeting = _hold(meeting, by)
        entry = _on_screen(meeting, reference, by)
        before = queries.notes(meeting.id).get(entry.id)
        text = text.strip()
        if text == ("" if before is None else before.text):
            return
        db.session.add(MeetingNote(meeting_id=meeting.id, entry_id=entry.id, text=text, by_id=by.id, at=moment.at))
        ledger.write(
            "meeting.noted",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
            before=None if before is None else {"text": before.text},
            after={"meeting": meeting.id, "text": text},
        )


def decide_on_screen(
    meeting: Meeting, reference: str, *, kind: str, place: int | None, reason: str, citation: str, by: Person
) -> Decision:
    """Write the jury's decision on the entry on the screen (see `deciding.decide`).

    Raises:
        Refusal: for who takes no part, when the meeting is closed, or the entry is not on the screen.
        NotHere: the entry is not in this meeting, or the one who asks is kept from it.
        Invalid: by field.
    """
    with transaction():
        meeting = _hold(meeting, by)
        entry = _on_screen(meeting, reference, by)
        return decide(meeting.round, entry, kind=kind, place=place, reason=reason, citation=citation, by=by)


def undo_on_screen(meeting: Meeting, reference: str, by: Person) -> None:
    """Take back the decision that holds on the entry on the screen; without one nothing happens.

    Raises:
        Refusal: for who takes no part, when the meeting is closed, the entry is not on the screen, or results are
            proposed or published.
        NotHere: the entry is not in this meeting, or the one who asks is kept from it.
    """
    with transaction():
        meeting = _hold(meeting, by)
        entry = _on_screen(meeting, reference, by)
        held = next((each for each in awards.decisions(meeting.round_id) if each.entry_id == entry.id), None)
        if held is not None:
            undo_decision(held, by)


def name_of(attendance: Attendance) -> str:
    """Whose attendance it is."""
    whose = attendance.judge or attendance.person
    return "" if whose is None else whose.name


def _hold(meeting: Meeting, by: Person) -> Meeting:
    """The meeting under lock, for somebody who may run it."""
    meeting = hold(meeting, joinedload(Meeting.round), joinedload(Meeting.category))
    require_handler(by)
    return meeting


def _go_on(meeting: Meeting) -> None:
    if (why_not := policy.why_not_go_on(queries.closing(meeting.id) is not None)) is not None:
        raise Refusal(why_not)


def _come(moment: Transaction, meeting: Meeting, judges: set[int], persons: set[int]) -> list[str]:
    """Write down who is new, of those who may be there; a judge who is also of the team comes as a judge."""
    coming: list[Attendance] = []
    seated = [each for each in queries.panel(meeting) if each.id in judges]
    as_judges = {each.person_id for each in queries.panel(meeting)}
    coming += [Attendance(meeting_id=meeting.id, judge=each, came_at=moment.at) for each in seated]
    coming += [
        Attendance(meeting_id=meeting.id, person=each, came_at=moment.at)
        for each in queries.team()
        if each.id in persons and each.id not in as_judges
    ]
    db.session.add_all(coming)
    db.session.flush()
    return [name_of(each) for each in coming]


def _entry(meeting: Meeting, reference: str, by: Person) -> Entry:
    row = next(
        (
            each
            for each in awards.entry_rows(
                meeting.round.edition_id, None if meeting.category is None else meeting.category.key
            )
            if each.reference == reference
        ),
        None,
    )
    if row is None:
        raise NotHere(_("This entry is not in the meeting."))
    away = queries.kept_away(meeting.round, [row.id]).get(row.id, [])
    if any(each.person_id == by.id for each in away):
        raise NotHere(_("This entry is not in the meeting."))
    return db.session.get_one(Entry, row.id)


def _on_screen(meeting: Meeting, reference: str, by: Person) -> Entry:
    entry = _entry(meeting, reference, by)
    shown = queries.discussions(meeting.id)
    on_screen = bool(shown) and shown[-1].entry_id == entry.id
    if (why_not := policy.why_not_write_on(queries.closing(meeting.id) is not None, on_screen)) is not None:
        raise Refusal(why_not)
    return entry
