"""An organiser returns a scorecard from the assignment's page; its judge reads why."""

from flask import Flask

from awards_portal.judging import service
from tests.page import PageClient
from tests.rooms.judging.stage import opened
from tests.rooms.judging.test_returning import completed


def test_a_scorecard_goes_back_with_its_reason(context: Flask, client: PageClient, app: Flask) -> None:
    stage = opened()
    client.sign_in(stage.organiser)
    address = f"/team/editions/ssc26/assignments/{stage.assignment.id}"
    assert "Return the scorecard" not in client.get(address).text
    completed(stage)
    page = client.send(client.get(address), "/return", status=409, return_reason=" ")
    assert "Write the reason" in page.text
    page = client.send(page, "/return", return_reason="The comment names a person")
    assert "the scorecard is back with the judge, who is told why." in page.text
    anna = PageClient(app).sign_in(stage.as_anna)
    page = anna.get(f"/judging/entries/{stage.trams.reference}")
    assert "gave this scorecard back to you: “The comment names a person”" in page.text
    assert page.form("/scores")["fields"]["comment-impact"] == "Many people"
    service.recuse(stage.assignment, "Because", stage.organiser)
    client.post(f"{address}/return", {"return_reason": "Again"}, status=409)
