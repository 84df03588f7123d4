"""The jury's meeting: nobody who is kept from an entry is in the room for it, and the minutes say all that happened."""

import json
from collections.abc import Iterable
from io import BytesIO

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from awards_portal import clock, queue
from awards_portal.awards import service as deciding
from awards_portal.awards.meeting import minutes, queries, record, service
from awards_portal.awards.meeting.agenda import agenda
from awards_portal.awards.models import Absence, Meeting, MeetingClosing, MeetingOrder, Minutes
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.judging.models import Assignment, ConflictKind, Judge, Panel, PanelMember, Recusal
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import Person, TeamRole
from awards_portal.programmes.models import Category, Edition
from tests import factories
from tests.rooms.awards.test_publishing import COVERED, closed, entry, organisers, the_round

pytestmark = pytest.mark.usefixtures("context")


def judge(name: str) -> Judge:
    return db.session.scalars(select(Judge).filter_by(name=name)).one()


def seated(edition: Edition, names: Iterable[str] = ("Anna", "Bo")) -> Edition:
    """The edition, with these judges on the panel of its first category."""
    with transaction() as moment:
        category = db.session.scalars(select(Category).filter_by(edition_id=edition.id, key="open-city")).one()
        panel = Panel(round_id=the_round(edition).id, category_id=category.id)
        db.session.add(panel)
        db.session.flush()
        for name in names:
            db.session.add(PanelMember(panel_id=panel.id, judge_id=judge(name).id, since=moment.at))
    return edition


def opened(edition: Edition, by: Person, order: str = MeetingOrder.STANDINGS, named: bool = True) -> Meeting:
    made = service.open_meeting(the_round(edition), None, order=order, named=named, by=by)
    found = queries.meeting(edition.id, made.id)
    assert found is not None
    return found


def speaks(person: Person, city: str) -> None:
    values = {"person_id": person.id, "city_id": entry(city).city_id, "role": "viewer", "since": clock.now()}
    factories.put(factories.Representative(**values))


def ref(city: str) -> str:
    return entry(city).reference


def order_of(meeting: Meeting, by: Person | None = None) -> list[str]:
    return [item.place.entry.city.split()[0] for item in agenda(meeting, by.id if by else None).items]


def test_who_sits_on_the_panel_is_there_and_a_second_opening_goes_on_with_the_first() -> None:
    edition = seated(closed())
    first, second = organisers()
    meeting = opened(edition, first)
    assert [service.name_of(each) for each in queries.attendance(meeting.id)] == ["Anna", "Bo", first.name]
    assert opened(edition, second).id == meeting.id
    service.set_attendance(meeting, {judge("Bo").id}, {first.id, second.id}, first)
    now = [service.name_of(each) for each in queries.attendance(meeting.id) if each.left_at is None]
    assert now == ["Bo", first.name, second.name]
    last = db.session.scalars(select(LedgerLine).order_by(LedgerLine.id.desc())).first()
    assert last is not None
    assert last.after == {"came": [second.name], "left": ["Anna"]}


@pytest.mark.parametrize(
    ("order", "cities"),
    [
        ("standings", ["North", "East", "West", "South"]),
        ("reversed", ["South", "West", "East", "North"]),
        ("spread", ["South", "East", "West", "North"]),
        ("reference", ["North", "East", "West", "South"]),
    ],
)
def test_the_entries_come_in_the_order_that_was_chosen(order: str, cities: list[str]) -> None:
    given = {**COVERED, "South": {"Anna": (1, 1), "Bo": (4, 4)}}
    assert order_of(opened(closed(given), organisers()[0], order)) == cities


def test_a_meeting_needs_an_organiser_an_order_and_an_entry() -> None:
    edition = closed()
    observer = factories.team_member(TeamRole.OBSERVER, name="Obe Server")
    with pytest.raises(Refusal, match="Ask an organiser"):
        opened(edition, observer)
    with pytest.raises(Invalid, match="Choose the order"):
        opened(edition, organisers()[0], "by whim")
    empty = db.session.scalars(select(Category).filter_by(edition_id=edition.id, key="digital-inclusion")).one()
    with pytest.raises(Invalid, match="nothing to meet about"):
        service.open_meeting(
            the_round(edition), empty, order="standings", named=True, by=factories.team_member(name="O")
        )


def test_whoever_is_kept_from_an_entry_is_named_and_leaves_before_it_is_shown() -> None:
    edition = seated(closed())
    first, second = organisers()
    factories.statement(judge("Anna"), entry("North"), ConflictKind.ADVISED)
    gone = db.session.scalars(select(Assignment).filter_by(entry_id=entry("North").id, judge_id=judge("Bo").id)).one()
    with transaction() as moment:
        db.session.add(Recusal(assignment_id=gone.id, reason="A cousin.", at=moment.at))
    speaks(second, "North")
    meeting = opened(edition, first)
    kept = queries.kept_away(meeting.round, [entry("North").id, entry("East").id])
    assert {(each.name, each.why) for each in kept[entry("North").id]} == {
        ("Anna", "stated"),
        ("Bo", "taken off"),
        (second.name, "city"),
    }
    assert entry("East").id not in kept
    with pytest.raises(Refusal, match="must leave the room"):
        service.discuss(meeting, ref("North"), first, told=False)
    assert queries.discussions(meeting.id) == []
    shown = service.discuss(meeting, ref("North"), first, told=True)
    assert service.discuss(meeting, ref("North"), first, told=True).id == shown.id
    # The second organiser is not in the room, so she is not said to have left it.
    assert [service.name_of(each.attendance) for each in queries.absences(meeting.id)] == ["Anna", "Bo"]
    line = db.session.scalars(select(LedgerLine).filter_by(event="meeting.entry_shown")).one()
    assert line.after == {"meeting": meeting.id, "left_the_room": ["Anna", "Bo"]}


def test_a_judge_who_speaks_for_the_city_leaves_too_and_is_named_once() -> None:
    edition = seated(closed())
    someone = factories.team_member(name="Jo Both")
    with transaction():
        db.session.get_one(Judge, judge("Anna").id).person_id = someone.id
    factories.statement(judge("Anna"), entry("West"), ConflictKind.ADVISED)
    speaks(someone, "West")
    meeting = opened(edition, organisers()[0])
    kept = queries.kept_away(meeting.round, [entry("West").id])[entry("West").id]
    assert [(each.judge_id, each.person_id, each.why) for each in kept] == [(judge("Anna").id, someone.id, "city")]


def test_an_organiser_who_is_kept_from_an_entry_neither_finds_nor_touches_it() -> None:
    edition = seated(closed())
    first, second = organisers()
    speaks(second, "West")
    meeting = opened(edition, first)
    assert order_of(meeting, second) == ["North", "East", "South"]
    assert agenda(meeting, second.id).hidden == 1
    with pytest.raises(NotHere):
        service.discuss(meeting, ref("West"), second, told=True)
    service.discuss(meeting, ref("West"), first, told=True)
    words = {"kind": "mention", "place": None, "reason": "So.", "citation": ""}
    for deed in (
        lambda: service.note(meeting, ref("West"), "Mine.", second),
        lambda: service.decide_on_screen(meeting, ref("West"), by=second, **words),  # type: ignore[arg-type]
        lambda: service.undo_on_screen(meeting, ref("West"), second),
    ):
        with pytest.raises(NotHere):
            deed()


def test_notes_and_decisions_are_written_on_the_entry_on_the_screen_only() -> None:
    edition = seated(closed())
    first, _second = organisers()
    meeting = opened(edition, first)
    words = {"kind": "place", "place": 1, "reason": "It moved us.", "citation": "", "by": first}
    with pytest.raises(Refusal, match="Show the entry first"):
        service.note(meeting, ref("East"), "A word.", first)
    with pytest.raises(Refusal, match="Show the entry first"):
        service.decide_on_screen(meeting, ref("East"), **words)  # type: ignore[arg-type]
    service.discuss(meeting, ref("East"), first, told=True)
    service.note(meeting, ref("East"), "A word.", first)
    service.note(meeting, ref("East"), "A word. ", first)
    service.note(meeting, ref("East"), "Two words.", first)
    assert queries.notes(meeting.id)[entry("East").id].text == "Two words."
    assert len(db.session.scalars(select(LedgerLine).filter_by(event="meeting.noted")).all()) == 2
    service.decide_on_screen(meeting, ref("East"), **words)  # type: ignore[arg-type]
    service.undo_on_screen(meeting, ref("East"), first)
    service.undo_on_screen(meeting, ref("East"), first)
    assert [each.undone_at is not None for each in queries.decisions(meeting)] == [True]


def held() -> MeetingClosing:
    """A meeting that is over: North with Anna outside, West moved to second and a decision taken back."""
    edition = seated(closed())
    first, _second = organisers()
    factories.statement(judge("Anna"), entry("North"), ConflictKind.ADVISED)
    meeting = opened(edition, first)
    service.discuss(meeting, ref("North"), first, told=True)
    service.note(meeting, ref("North"), "#set page(width: 1cm) *bold* \u05e9\u05dc\u05d5\u05dd", first)
    service.discuss(meeting, ref("West"), first, told=True)
    words = {"place": 2, "citation": "For its calm water.", "by": first}
    service.decide_on_screen(meeting, ref("West"), kind="mention", reason="A first thought.", **words)  # type: ignore[arg-type]
    service.undo_on_screen(meeting, ref("West"), first)
    service.decide_on_screen(meeting, ref("West"), kind="place", reason="The jury preferred it.", **words)  # type: ignore[arg-type]
    return record.close(meeting, first)


def test_a_closed_meeting_is_frozen_and_takes_nothing_more() -> None:
    closing = held()
    meeting = db.session.get_one(Meeting, closing.meeting_id)
    first = db.session.get_one(Person, closing.by_id)
    assert record.close(meeting, first).id == closing.id
    for deed in (
        lambda: service.discuss(meeting, ref("East"), first, told=True),
        lambda: service.note(meeting, ref("West"), "Late.", first),
        lambda: service.set_attendance(meeting, set(), set(), first),
        lambda: service.undo_on_screen(meeting, ref("West"), first),
    ):
        with pytest.raises(Refusal, match="This meeting is closed"):
            deed()
    for statement in (
        "UPDATE meeting SET named = NOT named",
        "UPDATE meeting_closing SET content = '{}'",
        "DELETE FROM absence",
        "UPDATE discussion SET at = at",
        "UPDATE meeting_note SET text = ''",
        "UPDATE attendance SET judge_id = NULL",
    ):
        with pytest.raises(DatabaseError, match="kept as they were written"), transaction():
            db.session.execute(text(statement))


def test_what_the_minutes_say_was_frozen_when_the_meeting_closed() -> None:
    closing = held()
    said = json.loads(closing.content)
    assert [each["reference"] for each in said["entries"]] == [ref("North"), ref("West")]
    assert [each["name"] for each in said["entries"][0]["discussed"][0]["absent"]] == ["Anna"]
    assert said["entries"][0]["totals"] == [["Bo", 86.0]]
    assert [(each["kind"], each["undone_at"] is None) for each in said["decisions"]] == [
        ("mention", False),
        ("place", True),
    ]
    assert {each["reference"] for each in said["not_discussed"]} == {ref("East"), ref("South")}
    with transaction():
        db.session.execute(text("UPDATE score SET step = 0"))
    assert minutes.draw(closing) == minutes.draw(closing)
    assert json.loads(closing.content) == said


def test_the_minutes_are_drawn_once_and_kept_under_their_digest() -> None:
    import pypdfium2  # type: ignore[import-untyped]

    closing = held()
    queue.sweep()
    queue.sweep()
    kept = db.session.scalars(select(Minutes)).one()
    content = minutes.read(kept)
    assert minutes.draw(closing) == content
    pages = pypdfium2.PdfDocument(BytesIO(content))
    words = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split()).replace("\u200b", "")
    for part in (
        "Minutes of the jury",
        "Anna left at",
        "stated a conflict of interest",
        "#set page(width: 1cm) *bold*",
        "Taken back at",
        "A first thought.",
        "takes place 2 (Silver)",
        "The jury preferred it.",
        "stayed to the end",
        closing.sha256[:30],
    ):
        assert part in words, part


def test_a_decision_of_the_page_of_publication_in_that_time_is_in_the_minutes_too() -> None:
    edition = seated(closed())
    first, _second = organisers()
    deciding.decide(
        the_round(edition), entry("South"), kind="mention", place=None, reason="Before.", citation="", by=first
    )
    meeting = opened(edition, first)
    deciding.decide(
        the_round(edition), entry("West"), kind="mention", place=None, reason="Within.", citation="", by=first
    )
    said = json.loads(record.close(meeting, first).content)
    deciding.decide(
        the_round(edition), entry("East"), kind="mention", place=None, reason="After.", citation="", by=first
    )
    assert [each["reason"] for each in said["decisions"]] == ["Within."]
    closing = queries.closing(meeting.id)
    assert [each.reason for each in queries.decisions(meeting, closing)] == ["Within."]
    assert db.session.scalars(select(Absence)).all() == []
