"""Score sheets on paper: downloaded by the judge, by an organiser for her, and entered on her behalf."""

from flask import Flask

from awards_portal.judging import service
from tests.page import PageClient
from tests.rooms.judging.stage import FULL, card_of, make, opened, person_of


def test_a_judge_and_an_organiser_download_the_sheets(context: Flask, client: PageClient, app: Flask) -> None:
    stage = opened()
    client.sign_in(stage.as_anna)
    client.get(client.get("/judging/").links["Score sheets on paper (PDF)"])
    assert client.response.headers["Content-Type"] == "application/pdf"
    assert client.response.headers["Cache-Control"] == "no-store"
    assert client.response.data.startswith(b"%PDF")
    team = PageClient(app).sign_in(stage.organiser)
    team.get(team.get("/team/editions/ssc26/judges").links["Score sheets on paper, Anna Arbor"])
    assert team.response.data.startswith(b"%PDF")
    bo = PageClient(app).sign_in(person_of(stage.bo))
    assert "no entry is open to you now" in bo.get("/judging/editions/ssc26/paper", status=409).text
    client.get("/judging/editions/another/paper", status=404)


def test_an_organiser_enters_what_stands_on_the_paper_and_the_judge_sees_it_on_the_card(
    context: Flask, client: PageClient, app: Flask
) -> None:
    stage = make()
    client.sign_in(stage.organiser)
    page = client.get(f"/team/editions/ssc26/assignments/{stage.assignment.id}")
    page = client.get(page.links["Enter it from paper"])
    page = client.send(page, "/paper/conflict", status=422)
    assert "Say what stands on the paper." in page.text
    page = client.send(page, "/paper/conflict", conflicted="no")
    page = client.send(page, "/paper/scores", status=422, **{"score-impact": "8", "then": "complete"})
    assert "Innovation: choose a score." in page.text
    assert page.form("/paper/scores")["fields"]["score-impact"] == "8"
    assert card_of(stage.assignment) is None
    given = {"score-impact": "8", "comment-impact": "Many people", "score-innovation": "6"}
    page = client.send(page, "/paper/scores", **given, then="complete")
    assert "It is entered on the judge's behalf; a letter tells her." in page.text
    assert f"scores, {stage.organiser.name}" in page.text
    anna = PageClient(app).sign_in(stage.as_anna)
    page = anna.get(f"/judging/entries/{stage.trams.reference}")
    assert f"{stage.organiser.name} of the organising team entered this scorecard from your paper" in page.text
    assert "Revise" in page.html


def test_what_the_judge_changed_meanwhile_stands_beside_what_was_typed(
    context: Flask, client: PageClient, app: Flask
) -> None:
    stage = opened()
    client.sign_in(stage.organiser)
    page = client.get(f"/team/editions/ssc26/assignments/{stage.assignment.id}/paper")
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    page = client.send(page, "/paper/scores", status=409, **{"score-impact": "2"})
    assert "Anna Arbor changed this scorecard since you opened this page." in page.text
    assert "Where they differ" in page.text
    assert "Many people" in page.text
    assert page.form("/paper/scores")["fields"]["score-impact"] == "2"
