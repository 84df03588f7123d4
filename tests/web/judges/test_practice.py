"""A judge practises first, compares afterwards, and nobody sees anything before their own scorecard is complete."""

import pytest
from flask import Flask

from awards_portal.judging import service
from tests.page import PageClient
from tests.rooms.judging.stage import Stage, make, person_of
from tests.rooms.judging.test_practice import practice_round, practise


@pytest.fixture
def stage(context: Flask, client: PageClient) -> Stage:
    made = make()
    practice_round(made)
    client.sign_in(made.organiser)
    return made


def test_from_the_organisers_page_to_the_comparison(stage: Stage, client: PageClient, app: Flask) -> None:
    page = client.get("/team/editions/ssc26/assignments?round=practice")
    page = client.send(page, "/assignments/practice", entry=stage.schools.reference)
    assert "3 judges practise on it." in page.text
    page = client.send(page, "/assignments/anchor", judge=str(stage.bo.id))
    assert "The practice is measured by the scores of Bo Birch." in page.text
    practise(stage, stage.bo)
    anna = PageClient(app).sign_in(stage.as_anna)
    page = anna.get("/judging/")
    assert "nothing you give here counts" in page.text
    assert "Practice comes first" in page.text
    reference = stage.schools.reference
    page = anna.get(f"/judging/entries/{reference}/practice")
    assert "Complete your own practice scorecard first." in page.text or "Say first" in page.text
    assert "Many people" not in page.html
    page = anna.send(anna.get(f"/judging/entries/{reference}"), "/conflict", conflicted="no")
    page = anna.send(page, "/scores", then="complete", **{"score-impact": "2", "score-innovation": "9"})
    assert page.h1 == ["Practice: “River schools”"]
    assert "It does not count." in page.text
    assert "Many people" in page.text
    assert "The panel's spread is shown when 3 judges have completed this entry; 2 have so far." in page.text
    practise(stage, stage.cai)
    page = anna.get(f"/judging/entries/{reference}/practice")
    assert "1 – 4 – 4" in page.text
    assert "Bo Birch" not in page.text
    assert "Practice comes first" not in anna.get("/judging/").text


def test_who_does_not_practise_on_it_finds_nothing(stage: Stage, app: Flask) -> None:
    anna = PageClient(app).sign_in(stage.as_anna)
    anna.get(f"/judging/entries/{stage.trams.reference}/practice", status=404)
    service.recuse(stage.assignment, "Because", stage.organiser)
    anna.get(f"/judging/entries/{stage.trams.reference}/practice", status=404)


def test_the_anchor_is_told_so(stage: Stage, app: Flask, client: PageClient) -> None:
    page = client.get("/team/editions/ssc26/assignments?round=practice")
    client.send(page, "/assignments/practice", entry=stage.schools.reference)
    client.send(page, "/assignments/anchor", judge=str(stage.bo.id))
    practise(stage, stage.bo)
    page = PageClient(app).sign_in(person_of(stage.bo)).get(f"/judging/entries/{stage.schools.reference}/practice")
    assert "Your scores are the anchor" in page.text
