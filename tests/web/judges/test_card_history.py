"""The history of a scorecard: every state with what it changed, for its judge and for the organising team."""

import pytest
from flask import Flask

from awards_portal.judging import history, queries, service
from awards_portal.judging.history import Act, ChangedScore
from awards_portal.judging.rules import Content, Given
from awards_portal.people.models import Representative, RepresentativeRole
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import FULL, Stage, card_of, opened, person_of, shut

pytestmark = pytest.mark.usefixtures("context")

FIRST = Content({"impact": Given(4, "Few people"), "innovation": Given(6)}, "", "")


def travelled() -> Stage:
    """A scorecard saved twice with one attempt from an old window, completed, returned and completed on paper."""
    stage = opened()
    service.save_scores(stage.assignment, FIRST, 0, stage.as_anna)
    service.save_scores(stage.assignment, FULL, 1, stage.as_anna)
    service.save_scores(stage.assignment, Content({"impact": Given(1)}), 1, stage.as_anna)
    card = card_of(stage.assignment)
    assert card is not None
    service.complete(card, stage.as_anna)
    service.return_card(stage.assignment, "Say more of the riders", stage.organiser)
    service.score_from_paper(stage.assignment, FIRST, 4, stage.organiser, complete=True, mark="p")
    return stage


def test_every_state_tells_who_made_it_how_and_what_it_changed() -> None:
    stage = travelled()
    found, total = history.states(queries.seat(stage.assignment.id), None)
    told = [(each.act, each.revision, each.by, each.from_paper) for each in reversed(found)]
    assert total == 7
    assert told == [
        (Act.SAVED, 1, "Anna Arbor", False),
        (Act.SAVED, 2, "Anna Arbor", False),
        (Act.SET_ASIDE, 1, "Anna Arbor", False),
        (Act.COMPLETED, 3, "Anna Arbor", False),
        (Act.RETURNED, 4, stage.organiser.name, False),
        (Act.SAVED, 5, stage.organiser.name, True),
        (Act.COMPLETED, 6, stage.organiser.name, True),
    ]
    first, second, aside, done, returned, paper, _again = reversed(found)
    assert first.scores == (ChangedScore("Impact", "–", "2"), ChangedScore("Innovation", "–", "3"))
    assert second.scores == (ChangedScore("Impact", "2", "4"),)
    assert [(piece.kind.value, piece.text) for piece in second.words[0].pieces] == [
        ("removed", "Few "),
        ("added", "Many "),
        ("same", "people"),
    ]
    assert aside.scores[0] == ChangedScore("Impact", "4", "0.5")
    assert (done.is_same, returned.reason) == (True, "Say more of the riders")
    assert paper.scores == (ChangedScore("Impact", "4", "2"),)
    some, total = history.states(queries.seat(stage.assignment.id), 2, 1)
    assert ([each.act for each in some], total) == ([Act.SAVED, Act.RETURNED], 7)


def test_its_judge_reads_it_while_the_entry_is_open_to_her_and_no_other_judge(app: Flask, client: PageClient) -> None:
    stage = travelled()
    client.sign_in(stage.as_anna)
    page = client.get(f"/judging/entries/{stage.trams.reference}")
    page = client.get(page.links["History of this scorecard"])
    assert page.h1 == ["History of your scorecard"]
    assert "typed over revision 1, never part of the scorecard" in page.text
    assert "Reason: Say more of the riders" in page.text
    assert "<ins" in page.html
    factories.assignment(stage.bo, stage.trams)
    bo = PageClient(app).sign_in(person_of(stage.bo))
    page = bo.get(f"/judging/entries/{stage.trams.reference}/history")
    assert "Say more" not in page.html
    shut(stage)
    assert "Scoring closed on" in client.get(f"/judging/entries/{stage.trams.reference}/history").text


def test_it_closes_to_its_judge_when_the_entry_does(client: PageClient) -> None:
    stage = travelled()
    service.recuse(stage.assignment, "A relative works there", stage.organiser)
    client.sign_in(stage.as_anna)
    page = client.get(f"/judging/entries/{stage.trams.reference}/history")
    assert "Say more" not in page.html
    assert "took you off this entry" in page.text


def test_an_organiser_reads_it_and_one_who_speaks_for_the_city_does_not(app: Flask, client: PageClient) -> None:
    stage = travelled()
    client.sign_in(stage.organiser)
    page = client.get(f"/team/editions/ssc26/assignments/{stage.assignment.id}")
    page = client.get(page.links["History of the scorecard"])
    read = client.response.request.path
    assert "Returned to the judge" in page.text
    assert page.text.count("from paper") == 2
    assert page.html.count("<li><h2>") == 7
    values = {"person_id": stage.organiser.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=stage.edition.created_at))
    client.get(read, status=404)


def test_a_scorecard_saved_very_often_is_read_page_by_page(client: PageClient) -> None:
    stage = opened()
    for number in range(55):
        service.save_scores(stage.assignment, Content({"impact": Given(number % 10)}), number, stage.as_anna)
    client.sign_in(stage.as_anna)
    page = client.get(f"/judging/entries/{stage.trams.reference}/history")
    assert "Page 1 of 2, 55 in all" in page.text
    page = client.get(page.links["Next"])
    assert page.html.count("<li><h2>") == 5
    assert 'start="5"' in page.html
