"""A judge's entry without JavaScript: conflict question, scorecard, completion; and what the page's script sends."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries.models import Submission
from awards_portal.judging import queries, service
from awards_portal.judging.models import ConflictKind
from awards_portal.judging.rules import Content, Given
from awards_portal.programmes.models import Round
from awards_portal.programmes.queries import criteria
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import FULL, Stage, card_of, make, opened, person_of, revisions, shut

SUMMARY = "Trams run at night."
SCORES = {"score-impact": "8", "comment-impact": "Many people", "score-innovation": "6", "private_note": "Ask."}


@pytest.fixture
def stage(app: Flask, client: PageClient) -> Iterator[Stage]:
    with app.app_context():
        made = make()
        client.sign_in(made.as_anna)
        yield made


def address(stage: Stage, rest: str = "") -> str:
    return f"/judging/entries/{stage.trams.reference}{rest}"


def stored(stage: Stage) -> Content:
    db.session.rollback()
    seat = queries.seat(stage.assignment.id)

    return queries.content(seat.card, criteria(seat.assignment.round.rubric_id))


def test_before_the_statement_only_the_cover_is_shown(stage: Stage, client: PageClient) -> None:
    page = client.get(address(stage))
    assert page.h1 == ["Night trams"]
    assert "Norrhavn, Norway" in page.text
    assert SUMMARY not in page.html
    assert "scorecard.js" not in page.html


def test_no_conflict_opens_the_entry(stage: Stage, client: PageClient) -> None:
    page = client.get(address(stage))
    page = client.send(page, "/conflict", conflicted="no")
    assert SUMMARY in page.text
    assert "Nothing scored yet." in page.text


def test_a_conflict_closes_the_entry_at_the_next_request(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    assert SUMMARY in client.get(address(stage)).text
    page = client.get(address(stage, "/conflict"))
    page = client.send(page, "/conflict", conflicted="yes", kind="advised", reason="I advised the tram company")
    assert page.h1 == ["Entries to judge"]
    assert "You stated a conflict" in page.text
    page = client.get(address(stage))
    assert "closed to you" in page.text
    assert SUMMARY not in page.html
    page = client.post(address(stage, "/scores"), SCORES, status=409)
    assert "Many people" in page.text


def test_a_conflict_without_its_kind_is_asked_again_and_the_reason_stays(stage: Stage, client: PageClient) -> None:
    client.get(address(stage))
    page = client.post(
        address(stage, "/conflict"), {"conflicted": "yes", "reason": "My sister works there"}, status=422
    )
    assert page.title.startswith("Error:")
    assert page.forms[-1]["fields"]["reason"] == "My sister works there"
    page = client.post(address(stage, "/conflict"), {"reason": ""}, status=422)
    assert "Say whether you have a conflict" in page.text


def test_scores_are_saved_and_shown_again(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    page = client.send(client.get(address(stage)), "/scores", then="save", **SCORES)
    assert "Saved." in page.text
    fields = page.form("/scores")["fields"]
    assert (fields["score-impact"], fields["comment-impact"], fields["private_note"]) == ("8", "Many people", "Ask.")
    assert fields["revision"] == "1"
    assert "72.0 of 100" in page.text
    assert stored(stage).given("impact") == Given(8, "Many people")


def test_completing_saves_first_and_asks_for_what_is_missing(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    page = client.send(
        client.get(address(stage)),
        "/scores",
        then="complete",
        status=422,
        **{"score-impact": "8", "comment-impact": "Yes"},
    )
    assert page.title.startswith("Error:")
    assert "Innovation: choose a score." in page.text
    assert stored(stage).given("impact") == Given(8, "Yes")
    page = client.send(page, "/scores", then="complete", **{"score-innovation": "6"})
    assert page.h1 == ["Entries to judge"]
    assert "1 of 2 scorecards completed" in page.text
    page = client.get(address(stage))
    assert "Completed" in page.text
    page = client.send(page, "/revision")
    assert page.form("/scores")["fields"]["score-innovation"] == "6"


def test_nothing_given_is_not_completed(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    page = client.send(client.get(address(stage)), "/scores", then="complete", status=422)
    assert "Impact: choose a score." in page.text
    assert card_of(stage.assignment) is None


def test_a_score_off_the_scale_is_refused_and_the_comments_stay(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    page = client.get(address(stage))
    page = client.send(page, "/scores", status=422, **{**SCORES, "score-impact": "11"})
    assert "not on the scale, which goes from 0 to 5 in steps of 0.5" in page.text
    fields = page.form("/scores")["fields"]
    assert (fields["score-impact"], fields["comment-impact"], fields["score-innovation"]) == ("", "Many people", "6")
    assert stored(stage) == Content()


def test_two_windows_are_both_shown_and_nothing_is_overwritten(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    old = client.get(address(stage))
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    page = client.send(old, "/scores", status=409, **{**SCORES, "comment-impact": "Few people"})
    assert "Two versions of this scorecard" in page.text
    assert "Many people" in page.text
    fields = page.form("/scores")["fields"]
    assert (fields["comment-impact"], fields["revision"]) == ("Few people", "1")
    assert stored(stage) == FULL
    client.send(page, "/scores")
    assert stored(stage).given("impact").comment == "Few people"


def test_what_comes_after_the_close_is_shown_to_be_copied(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    page = client.get(address(stage))
    shut(stage)
    page = client.send(page, "/scores", status=409, **SCORES)
    assert "Scoring closed on" in page.text
    assert "Many people" in page.text
    assert len(revisions("set aside")) == 1
    page = client.get(address(stage))
    assert SUMMARY not in page.html


def test_a_judge_taken_off_reads_the_reason_and_nothing_else(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    client.get(address(stage))
    service.recuse(stage.assignment, "Former colleague of the mayor", stage.organiser)
    page = client.get(address(stage))
    assert "Former colleague of the mayor" in page.text
    assert SUMMARY not in page.html


def test_an_entry_taken_back_is_not_there_and_what_was_typed_is_shown(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    page = client.get(address(stage))
    service.unassign(stage.assignment, stage.organiser)
    client.get(address(stage), status=404)
    page = client.send(page, "/scores", status=404, **SCORES)
    assert "Many people" in page.text
    client.get(address(stage, "/conflict"), status=404)


def test_another_judge_finds_nothing(stage: Stage, client: PageClient, app: Flask) -> None:
    factories.statement(stage.anna, stage.trams)
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)

    bo = PageClient(app).sign_in(person_of(stage.bo))
    bo.get(address(stage), status=404)
    bo.post(address(stage, "/revision"), status=404)


def test_two_judges_of_one_entry_see_nothing_of_each_other(stage: Stage, client: PageClient, app: Flask) -> None:

    factories.assignment(stage.bo, stage.trams)
    factories.statement(stage.anna, stage.trams)
    factories.statement(stage.bo, stage.trams)
    bo = PageClient(app).sign_in(person_of(stage.bo))
    before = [bo.get(address(stage)).text, bo.get("/judging/").text]
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    card = card_of(stage.assignment)
    assert card is not None
    service.complete(card, stage.as_anna)
    assert [bo.get(address(stage)).text, bo.get("/judging/").text] == before


def test_a_blind_round_tells_neither_city_nor_country(stage: Stage, client: PageClient) -> None:
    with transaction():
        db.session.get_one(Round, stage.round.id).blind = True
    assert "Norrhavn" not in client.get(address(stage)).html
    assert "Norrhavn" not in client.get("/judging/").html
    factories.statement(stage.anna, stage.trams)
    page = client.get(address(stage))
    assert SUMMARY in page.text
    assert "Norrhavn" not in page.html


def send(client: PageClient, stage: Stage, body: Any) -> tuple[int, dict[str, Any]]:
    response = client.http.post(
        address(stage, "/scores"),
        json=body,
        headers={"X-CSRFToken": client.csrf(), "Accept": "application/json"},
    )
    return response.status_code, response.get_json()


def test_the_script_saves_and_is_told_the_total(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    body = {"scores": {"impact": {"step": 8, "comment": "Many"}}, "revision": 0, "mark": "m1"}
    status, told = send(client, stage, body)
    assert (status, told["state"], told["revision"], told["left"]) == (200, "saved", 1, 1)
    assert told["message"].startswith("Saved ")
    assert told["total"] == "80.0 of 100 so far, from 1 of 2 criteria"
    assert send(client, stage, body)[1]["revision"] == 1
    assert stored(stage).given("impact") == Given(8, "Many")


def test_the_script_is_told_of_another_window_and_of_the_close(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    body = {"scores": {"impact": {"step": 1, "comment": "x"}}, "revision": 0, "mark": "m2"}
    status, told = send(client, stage, body)
    assert (status, told["state"], told["revision"]) == (409, "conflict", 1)
    assert told["stored"] == FULL.document()
    shut(stage)
    status, told = send(client, stage, {**body, "revision": 1, "mark": "m3"})
    assert (status, told["state"]) == (409, "late")
    assert stored(stage) == FULL


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ([], 422),
        ({"scores": {"impact": {"step": 99}}}, 422),
        ({"scores": {"nonsense": {"step": 1}}}, 422),
        ({"scores": {"impact": {"step": True}}}, 422),
        ({"scores": []}, 422),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    stage: Stage, client: PageClient, body: Any, state: int
) -> None:
    factories.statement(stage.anna, stage.trams)
    status, told = send(client, stage, body)
    assert (status, told["state"]) == (state, "invalid")
    assert told["message"]
    assert card_of(stage.assignment) is None


def test_what_was_typed_before_the_session_ended_is_saved_after_signing_in(
    stage: Stage, client: PageClient, app: Flask
) -> None:
    factories.statement(stage.anna, stage.trams)
    page = client.get(address(stage))
    fields = {**page.form("/scores")["fields"], **SCORES, "then": "save"}
    with client.http.session_transaction() as session:
        session.clear()
    same_site = {"Sec-Fetch-Site": "same-origin"}
    page = client.open("POST", address(stage, "/scores"), data=fields, headers=same_site, status=401)
    assert "kept" in page.form("sign-in")["fields"]
    assert stored(stage) == Content()


def test_the_queue_shows_what_is_left_in_an_order_of_the_judges_own(app: Flask, client: PageClient) -> None:
    with app.app_context():
        stage = opened()
        factories.statement(stage.anna, stage.schools, ConflictKind.PERSONAL)
        client.sign_in(stage.as_anna)
        page = client.get("/judging/")
        assert "0 of 1 scorecards completed" in page.text
        assert "Left to do" in page.text
        assert "Closed to you" in page.text
        assert f"Open the next entry, {stage.trams.reference}" in page.links


def test_the_queue_of_a_judge_without_entries_says_so(app: Flask, client: PageClient) -> None:
    with app.app_context():
        stage = make()

        client.sign_in(person_of(stage.bo))
        assert "Nothing is assigned to you yet." in client.get("/judging/").text


def test_a_version_submitted_after_the_scores_is_told_until_the_judge_scores_again(
    stage: Stage, client: PageClient
) -> None:
    factories.statement(stage.anna, stage.trams)
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    words = "The city submitted version 2 on"
    assert words not in client.get(address(stage)).text
    first = db.session.query(Submission).filter_by(entry_id=stage.trams.id).one()
    columns = {c.name: getattr(first, c.name) for c in Submission.__table__.columns if c.name != "id"}
    factories.put(Submission(**{**columns, "number": 2, "mark": "two", "at": clock.now()}))
    page = client.get(address(stage))
    assert words in page.text
    client.send(page, "/scores", **{"score-impact": "9"})
    assert words not in client.get(address(stage)).text


def test_how_the_judge_scored_other_entries_so_far_is_told(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    for number in range(3):
        assert "Your other" not in client.get(address(stage)).text
        entry = factories.submitted_entry(stage.edition, factories.city(f"City {number}"), f"Project {number}")
        made = factories.assignment(stage.anna, entry)
        factories.statement(stage.anna, entry)
        service.save_scores(made, Content({"impact": Given(2 + number), "innovation": Given(6)}), 0, stage.as_anna)
        card = card_of(made)
        assert card is not None
        service.complete(card, stage.as_anna)
    page = client.get(address(stage))
    assert "Your other 3 completed scorecards run from 36.0 to 48.0, the middle is 42.0 of 100." in page.text
