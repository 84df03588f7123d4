"""The screen of a jury's meeting: who must leave is named first, and who is kept from an entry gets nothing of it."""

import pytest
from flask import Flask

from awards_portal import clock, queue
from awards_portal.awards.models import MeetingOrder
from awards_portal.entries.models import Withdrawal
from awards_portal.judging.models import ConflictKind
from tests import factories
from tests.page import PageClient
from tests.rooms.awards.test_meeting import judge, opened, seated, speaks
from tests.rooms.awards.test_publishing import COVERED, closed, entry
from tests.scored import round_with
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")

PAGE = "/team/editions/ssc26/meeting"


def test_a_meeting_from_its_opening_to_its_minutes(client: PageClient) -> None:
    seated(closed())
    otto = factories.team_member(name="Otto First")
    factories.statement(judge("Anna"), entry("North"), ConflictKind.ADVISED)
    client.sign_in(otto)
    assert "The jury has not met yet" in client.get(PAGE).text
    assert "Choose the order" in client.send(client.get(PAGE), "/meeting", order="odd", status=422).text
    room = client.send(client.get(PAGE), "/meeting", order="standings")
    assert "must leave: Anna" in room.text
    assert room.form("/attendance")["fields"]["person"] == str(otto.id)
    north = room.links["Show the first entry"]
    cover = client.get(north)
    assert "please leave the room Anna stated a conflict of interest" in cover.text
    assert "86.00" not in cover.text
    shown = client.send(cover, f"{entry('North').reference}/discussion")
    assert "1 of 4 by score" in shown.text
    assert "86.00" in shown.text
    assert "Outside for this entry: Anna" in shown.text
    assert "Bo" not in shown.text
    faulty = client.send(shown, "/decision", status=422, said="place-1", reason="", citation="For its calm.")
    assert "Write why the jury decided so" in faulty.text
    assert faulty.form("/decision")["fields"] | {"csrf_token": ""} == {
        "csrf_token": "",
        "said": "place-1",
        "place": "",
        "reason": "",
        "citation": "For its calm.",
    }
    decided = client.send(faulty, "/decision", reason="It moved us.")
    assert "Gold, place 1" in decided.text
    undone = client.send(decided, "/removal")
    assert "Write the decision" in undone.text
    noted = client.send(undone, "/note", text="Much said of the harbour.")
    east = client.send(noted, f"{entry('East').reference}/discussion")
    assert "The East project" in east.text
    ended = client.send(client.get(east.links["2 of 4 All entries of the meeting"]), "/closing")
    assert "They are being made" in ended.text
    assert "Taken back" in ended.text
    assert "This meeting is closed" in client.get(north).text


def test_who_is_kept_from_an_entry_gets_nothing_of_it(app: Flask) -> None:
    edition = seated(closed())
    otto, pia = factories.team_member(name="Otto First"), factories.team_member(name="Pia Second")
    speaks(pia, "East")
    meeting = opened(edition, otto, named=True)
    first, second = PageClient(app).sign_in(otto), PageClient(app).sign_in(pia)
    here, east = f"{PAGE}/{meeting.id}", f"{PAGE}/{meeting.id}/entries/{entry('East').reference}"
    first.send(first.get(east), f"{entry('East').reference}/discussion")
    first.send(first.get(east), "/decision", said="mention", reason="A canary in a mine.")
    assert "Anna" in first.get(east).text
    room = second.get(here).text
    assert "You are kept from 1 entry of this meeting" in room
    for secret in ("The East project", entry("East").reference, "canary"):
        assert secret not in room
    second.get(east, status=404)
    for deed in ("discussion", "note", "decision", "decision/removal"):
        second.post(f"{east}/{deed}", {"said": "mention", "reason": "x", "text": "x"}, status=404)
    assert "2 of 3" in second.get(f"{PAGE}/{meeting.id}/entries/{entry('West').reference}").text
    first.send(first.get(here), "/closing")
    assert "ask a colleague" in second.get(here).text
    queue.sweep()
    first.get(f"{here}/minutes.pdf")
    assert first.response.data.startswith(b"%PDF")
    second.get(f"{here}/minutes.pdf", status=404)
    gone = {"reason": "A late doubt.", "by_id": pia.id, "at": clock.now()}
    factories.put(Withdrawal(entry_id=entry("East").id, **gone))
    second.get(f"{here}/minutes.pdf", status=404)


def test_thirty_entries_cost_as_many_statements_as_four(client: PageClient) -> None:
    edition = closed({f"Town {n}": {"Anna": (3, 3), "Bo": (4, 4)} for n in range(3)})
    client.sign_in(factories.team_member(name="Otto First"))
    meeting = opened(edition, factories.team_member(name="Pia Second"), MeetingOrder.SPREAD, named=False)
    client.get(f"{PAGE}/{meeting.id}")
    with statements() as few:
        client.get(f"{PAGE}/{meeting.id}")
    round_with({f"Lake {n}": COVERED["North"] for n in range(27)}, "digital-inclusion", edition)
    with statements() as many:
        page = client.get(f"{PAGE}/{meeting.id}")
    assert len(many) == len(few)
    assert "The Lake 26 project" in page.text
