"""Questions about the jury's meetings. Each says what it loads and in which order."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from ...db import db
from ...entries.models import Entry
from ...judging.models import Assignment, ConflictStatement, Judge, Panel, PanelMember, Recusal
from ...people.models import Person, Representative, TeamMember
from ...programmes.models import Round
from ..models import Absence, Attendance, Decision, Discussion, Meeting, MeetingClosing, MeetingNote


@dataclass(frozen=True)
class Kept:
    """Somebody who is kept from an entry, as a judge, as a member of the team, or as both."""

    entry_id: int
    judge_id: int | None
    person_id: int | None
    name: str
    why: str


def meetings(edition_id: int) -> Sequence[Meeting]:
    """An edition's meetings, the latest first, each with its round, category and who opened it."""
    return db.session.scalars(
        select(Meeting)
        .join(Round, Round.id == Meeting.round_id)
        .where(Round.edition_id == edition_id)
        .options(joinedload(Meeting.round), joinedload(Meeting.category), joinedload(Meeting.opened_by))
        .order_by(Meeting.opened_at.desc(), Meeting.id.desc())
    ).all()


def meeting(edition_id: int, meeting_id: int) -> Meeting | None:
    """A meeting of an edition, with its round, category and who opened it."""
    return db.session.scalar(
        select(Meeting)
        .join(Round, Round.id == Meeting.round_id)
        .where(Round.edition_id == edition_id, Meeting.id == meeting_id)
        .options(joinedload(Meeting.round), joinedload(Meeting.category), joinedload(Meeting.opened_by))
    )


def open_meeting(round_id: int, category_id: int | None) -> Meeting | None:
    """The meeting on a round, or on one category of it, that is not closed."""
    return db.session.scalar(
        select(Meeting)
        .outerjoin(MeetingClosing, MeetingClosing.meeting_id == Meeting.id)
        .where(
            Meeting.round_id == round_id,
            Meeting.category_id.is_(None) if category_id is None else Meeting.category_id == category_id,
            MeetingClosing.id.is_(None),
        )
        .order_by(Meeting.id)
    )


def closings(meeting_ids: Collection[int]) -> dict[int, MeetingClosing]:
    """How meetings ended, by meeting, each with who closed it."""
    rows = db.session.scalars(
        select(MeetingClosing)
        .where(MeetingClosing.meeting_id.in_(list(meeting_ids)))
        .options(joinedload(MeetingClosing.by))
        .order_by(MeetingClosing.id)
    )
    return {each.meeting_id: each for each in rows}


def closing(meeting_id: int) -> MeetingClosing | None:
    """How a meeting ended; None while it goes on."""
    return closings([meeting_id]).get(meeting_id)


def attendance(meeting_id: int) -> Sequence[Attendance]:
    """Everybody who was ever in a meeting, in the order they came, each with the judge or the person."""
    return db.session.scalars(
        select(Attendance)
        .where(Attendance.meeting_id == meeting_id)
        .options(joinedload(Attendance.judge), joinedload(Attendance.person))
        .order_by(Attendance.came_at, Attendance.id)
    ).all()


def panel(meeting: Meeting) -> Sequence[Judge]:
    """The judges of the panels a meeting is about, by name."""
    question = (
        select(Judge)
        .join(PanelMember, PanelMember.judge_id == Judge.id)
        .join(Panel, Panel.id == PanelMember.panel_id)
        .where(Panel.round_id == meeting.round_id, Judge.declined_at.is_(None))
        .distinct()
    )
    if meeting.category_id is not None:
        question = question.where(Panel.category_id == meeting.category_id)
    # In Python: DISTINCT would want the JSON columns comparable on PostgreSQL.
    ids = db.session.scalars(question.with_only_columns(Judge.id)).all()
    return db.session.scalars(select(Judge).where(Judge.id.in_(ids)).order_by(Judge.name, Judge.id)).all()


def team() -> Sequence[Person]:
    """The organising team, by name."""
    return db.session.scalars(
        select(Person)
        .join(TeamMember, TeamMember.person_id == Person.id)
        .where(TeamMember.ended_at.is_(None), Person.disabled_at.is_(None))
        .order_by(Person.name, Person.id)
    ).all()


def discussions(meeting_id: int) -> Sequence[Discussion]:
    """What was on the screen, in order, each with its entry."""
    return db.session.scalars(
        select(Discussion)
        .where(Discussion.meeting_id == meeting_id)
        .options(joinedload(Discussion.entry))
        .order_by(Discussion.at, Discussion.id)
    ).all()


def absences(meeting_id: int) -> Sequence[Absence]:
    """Who left the room for what, in order, each with the attendance and whose it is."""
    return db.session.scalars(
        select(Absence)
        .join(Discussion, Discussion.id == Absence.discussion_id)
        .where(Discussion.meeting_id == meeting_id)
        .options(
            joinedload(Absence.discussion),
            joinedload(Absence.attendance).options(joinedload(Attendance.judge), joinedload(Attendance.person)),
        )
        .order_by(Discussion.at, Absence.id)
    ).all()


def notes(meeting_id: int) -> dict[int, MeetingNote]:
    """The last note on each entry of a meeting, by entry."""
    rows = db.session.scalars(
        select(MeetingNote).where(MeetingNote.meeting_id == meeting_id).order_by(MeetingNote.at, MeetingNote.id)
    )
    return {each.entry_id: each for each in rows}


def decisions(meeting: Meeting, ended: MeetingClosing | None = None) -> Sequence[Decision]:
    """Every decision taken on a meeting's entries while it went on, those taken back too, in order."""
    question = (
        select(Decision)
        .join(Entry, Entry.id == Decision.entry_id)
        .where(Decision.round_id == meeting.round_id, Decision.at >= meeting.opened_at)
        .options(joinedload(Decision.entry), joinedload(Decision.by), joinedload(Decision.undone_by))
        .order_by(Decision.at, Decision.id)
    )
    if meeting.category_id is not None:
        question = question.where(Entry.category_id == meeting.category_id)
    if ended is not None:
        question = question.where(Decision.at <= ended.at)
    return db.session.scalars(question).all()


def kept_away(round_: Round, entry_ids: Collection[int]) -> dict[int, list[Kept]]:
    """Who is kept from each of these entries, by entry and name: five statements at most.

    Judges with a stated conflict, judges taken off the entry in any round of the edition, and judges and members of
    the team who speak for its city now.
    """
    wanted = list(entry_ids)
    found: dict[tuple[int, int | None, int | None], Kept] = {}
    # Taken off and speaking for the city are told before a conflict's kind: the first reason found stands.
    for row in (*_speaking(round_, wanted), *_stated(round_, wanted), *_taken_off(round_, wanted)):
        kept = Kept(*row)
        key = (kept.entry_id, None, kept.person_id) if kept.person_id else (kept.entry_id, kept.judge_id, None)
        before = found.get(key)
        if before is None:
            found[key] = kept
        elif before.judge_id is None and kept.judge_id is not None:
            found[key] = Kept(before.entry_id, kept.judge_id, before.person_id, before.name, before.why)
    by_entry: dict[int, list[Kept]] = defaultdict(list)
    for kept in sorted(found.values(), key=lambda each: (each.name, each.judge_id or 0, each.person_id or 0)):
        by_entry[kept.entry_id].append(kept)
    return dict(by_entry)


def _speaking(round_: Round, wanted: list[int]) -> list[tuple[Any, ...]]:
    judge, member = aliased(Judge), aliased(TeamMember)
    rows = db.session.execute(
        select(Entry.id, judge.id, Person.id, Person.name)
        .join(Representative, Representative.city_id == Entry.city_id)
        .join(Person, Person.id == Representative.person_id)
        .outerjoin(judge, (judge.person_id == Person.id) & (judge.edition_id == round_.edition_id))
        .outerjoin(member, (member.person_id == Person.id) & member.ended_at.is_(None))
        .where(Entry.id.in_(wanted), Representative.ended_at.is_(None))
        .where(judge.id.is_not(None) | member.id.is_not(None))
        .order_by(Entry.id, Person.id)
    )
    return [(*row, "city") for row in rows]


def _stated(round_: Round, wanted: list[int]) -> list[tuple[Any, ...]]:
    rows = db.session.execute(
        select(ConflictStatement.entry_id, Judge.id, Judge.person_id, Judge.name)
        .join(Judge, Judge.id == ConflictStatement.judge_id)
        .where(
            Judge.edition_id == round_.edition_id,
            ConflictStatement.entry_id.in_(wanted),
            ConflictStatement.conflicted.is_(True),
        )
        .order_by(ConflictStatement.entry_id, Judge.id)
    )
    return [(*row, "stated") for row in rows]


def _taken_off(round_: Round, wanted: list[int]) -> list[tuple[Any, ...]]:
    rows = db.session.execute(
        select(Assignment.entry_id, Judge.id, Judge.person_id, Judge.name)
        .join(Recusal, Recusal.assignment_id == Assignment.id)
        .join(Judge, Judge.id == Assignment.judge_id)
        .where(Judge.edition_id == round_.edition_id, Assignment.entry_id.in_(wanted))
        .order_by(Assignment.entry_id, Judge.id)
    )
    return [(*row, "taken off") for row in rows]
