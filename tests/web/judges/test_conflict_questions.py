"""A judge is asked in words about what the portal found, and in a blind round about nothing."""

import pytest
from flask import Flask

from awards_portal.db import db, transaction
from awards_portal.judging import queries
from awards_portal.programmes.models import Edition, Round
from tests.page import PageClient
from tests.rooms.judging.stage import Stage, make


@pytest.fixture
def stage(context: Flask, client: PageClient) -> Stage:
    made = make()
    client.sign_in(made.as_anna)
    return made


def address(stage: Stage) -> str:
    return f"/judging/entries/{stage.trams.reference}"


def test_the_question_stands_before_the_entry_and_the_answer_keeps_it(stage: Stage, client: PageClient) -> None:
    page = client.get(address(stage))
    assert "You and this city are in the same country, Norway. Does it matter?" in page.text
    page = client.send(page, "/conflict", conflicted="no", asked="country")
    assert "Trams run at night." in page.text
    statement = queries.statement(stage.anna.id, stage.trams.id)
    assert statement is not None
    assert statement.asked == ["country"]


def test_an_answer_to_other_questions_than_those_that_stand_is_asked_again(stage: Stage, client: PageClient) -> None:
    page = client.post(f"{address(stage)}/conflict", {"conflicted": "no"}, status=422)
    assert "Something has come to light since this page was opened." in page.text
    assert "Does it matter?" in page.text
    assert "Trams run at night." not in page.html


def test_what_keeps_the_judge_apart_leaves_only_the_conflict_to_state(stage: Stage, client: PageClient) -> None:
    with transaction():
        edition = db.session.get_one(Edition, stage.edition.id)
        edition.conflict_rules = edition.conflict_rules | {"country": "block"}
    page = client.get(address(stage))
    assert "By this edition's rules you may not judge this entry." in page.text
    assert "open the entry" not in page.text


def test_a_blind_round_asks_nothing_that_would_tell_the_city(stage: Stage, client: PageClient) -> None:
    with transaction():
        db.session.get_one(Round, stage.round.id).blind = True
    page = client.get(address(stage))
    assert "Does it matter?" not in page.text
    assert "Norway" not in page.html
    assert 'name="asked"' not in page.html
