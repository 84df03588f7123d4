"""One judge may score longer than the others, until it is over or somebody closes the round."""

from datetime import timedelta

import pytest

from awards_portal import clock
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.service import Outcome
from awards_portal.people.models import TeamRole
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import FULL, Stage, lines, opened, person_of, shut
from tests.rooms.people.letters import letters

pytestmark = pytest.mark.usefixtures("context")
DAY = timedelta(days=1)


def given(stage: Stage) -> None:
    """Bo has the trams too; the round is over; Anna has a day more."""
    factories.assignment(stage.bo, stage.trams)
    factories.statement(stage.bo, stage.trams)
    shut(stage)
    service.extend_judge(stage.round, stage.anna, clock.now() + DAY, " She was ill ", stage.organiser)


def save(stage: Stage, anna: bool = True) -> Outcome:
    cell = next(c for c in queries.cells(stage.round.id) if c.judge_id == stage.bo.id) if not anna else None
    row = stage.assignment if cell is None else queries.assignment(cell.assignment_id)
    assert row is not None
    seen = queries.seat(row.id).card
    who = stage.as_anna if anna else person_of(stage.bo)
    return service.save_scores(row, FULL, 0 if seen is None else seen.revision, who).outcome


def test_she_scores_on_and_nobody_else_does() -> None:
    stage = opened()
    given(stage)
    assert save(stage) is Outcome.SAVED
    assert save(stage, anna=False) is Outcome.LATE
    (line,) = lines("judge.extended")
    assert line.reason == "She was ill"
    assert "She was ill" in letters("judge-extension")[0].body


def test_closing_the_round_by_hand_ends_it() -> None:
    stage = opened()
    given(stage)
    service.close_round(stage.round, stage.organiser)
    assert save(stage) is Outcome.LATE
    with pytest.raises(Refusal, match="closed already"):
        service.close_round(stage.round, stage.organiser)
    (line,) = lines("round.closed")
    assert line.after["extensions_ended"] == 1


def test_the_last_extension_holds_and_ends_by_its_time() -> None:
    stage = opened()
    given(stage)
    soon = clock.now() + timedelta(seconds=0.2)
    service.extend_judge(stage.round, stage.anna, soon, "Sooner", stage.organiser)
    while clock.now() < soon + timedelta(seconds=0.1):
        pass
    assert save(stage) is Outcome.LATE


def test_it_needs_a_later_time_a_reason_and_an_organiser() -> None:
    stage = opened()
    now = clock.now()
    for until, field in ((None, "until"), (now - DAY, "until"), (now + DAY, "until"), (now + 60 * DAY, "reason")):
        with pytest.raises(Invalid) as error:
            reason = " " if field == "reason" else "Ill"
            service.extend_judge(stage.round, stage.anna, until, reason, stage.organiser)
        assert set(error.value.fields) == {field}
    observer = factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
    with pytest.raises(Refusal, match="Ask an organiser"):
        service.extend_judge(stage.round, stage.anna, now + 60 * DAY, "Ill", observer)


def test_on_the_pages(client: PageClient) -> None:
    stage = opened()
    shut(stage)
    client.sign_in(stage.organiser)
    page = client.get(client.get("/team/editions/ssc26/progress").links["Anna Arbor"])
    until = (clock.now() + 2 * DAY).strftime("%Y-%m-%dT%H:%M")
    page = client.send(page, "/extensions", round="scoring", until="soon", reason="Ill", status=422)
    assert "Write the day and the time" in page.text
    page = client.send(page, "/extensions", round="scoring", until=until, reason="Ill")
    assert "Anna Arbor may score until" in page.text
    assert "In force" in page.text
    assert "Close Scoring now" in client.get("/team/editions/ssc26/assignments").text
    anna = PageClient(client.app).sign_in(stage.as_anna)
    assert "Scoring closes on" in anna.get("/judging/").text
    assert "Trams" in anna.get(f"/judging/entries/{stage.trams.reference}").text
