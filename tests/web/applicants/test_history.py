"""The page "Who changed this answer": read by the whole city, texts brought back by those who write."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.entries import queries
from awards_portal.entries.models import AnswerRevision
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make
from tests.statements import statements


@pytest.fixture
def stage(app: Flask, client: PageClient) -> Iterator[Stage]:
    with app.app_context():
        made = make()
        client.sign_in(made.lead)
        yield made


def address(stage: Stage, question: str = "d_summary") -> str:
    return f"/entries/{stage.entry.reference}/answers/{question}/history"


def test_the_page_is_reached_from_the_question_and_marks_what_changed_in_words_too(
    stage: Stage, client: PageClient
) -> None:
    stage.write("Trams run at <b>night</b>.")
    stage.write("Trams run by <b>night</b>.", seen=1, by=stage.editor)
    for rest in ("/sections/D", "/check"):
        links = client.get(f"/entries/{stage.entry.reference}{rest}").links
        assert address(stage) in links.values()
    page = client.get(address(stage))
    assert "Revision 2 in the entry now Eda Editor," in page.text
    assert "Trams run [removed: at end of removal] [added: by end of addition] <b>night</b>." in page.text
    assert "<del dir=" in page.html
    assert "<ins dir=" in page.html


def test_a_text_is_brought_back_with_one_press(stage: Stage, client: PageClient) -> None:
    stage.write("First")
    stage.write("Second", seen=1)
    page = client.send(client.get(address(stage)), "/restorations")
    assert "The text is back, as revision 3." in page.text
    assert "brought back from revision 1" in page.text
    db.session.rollback()
    assert queries.answers(stage.entry.id)["d_summary"].value == "First"


def test_who_was_slower_sees_the_newest_text_and_why_nothing_was_changed(stage: Stage, client: PageClient) -> None:
    stage.write("First")
    stage.write("Second", seen=1)
    page = client.get(address(stage))
    stage.write("Third", seen=2, by=stage.editor)
    page = client.send(page, "/restorations", status=409)
    assert "Eda Editor changed this answer after you opened the page." in page.text
    assert "Third" in page.text


def test_a_viewer_reads_and_is_told_why_she_brings_nothing_back(stage: Stage, client: PageClient) -> None:
    stage.write("First")
    stage.write("Second", seen=1)
    client.sign_in(stage.viewer)
    page = client.get(address(stage))
    assert "You may read this and not change it." in page.text
    assert not [form for form in page.forms if "/restorations" in form["action"]]
    first = db.session.scalars(select(AnswerRevision).filter_by(question="d_summary", revision=1)).one()
    sent = {"revision": str(first.id), "seen": "2"}
    got = client.post(address(stage).replace("/history", "/restorations"), sent, status=409)
    assert "You may read this and not change it." in got.text


def test_tables_files_and_questions_without_an_answer_have_pages(stage: Stage, client: PageClient) -> None:
    stage.write([{"indicator": "Rides", "result": "5"}], "e_indicators")
    stage.write([{"indicator": "Rides", "result": "7"}], "e_indicators", seen=1)
    assert (
        "Changed Rides [removed: 5 end of removal] [added: 7 end of addition]"
        in client.get(address(stage, "e_indicators")).text
    )
    assert "No file was ever added here." in client.get(address(stage, "g_files")).text
    assert "Nobody has answered this question yet." in client.get(address(stage, "g_note")).text
    client.get(address(stage, "no_such"), status=404)


def test_many_texts_come_in_pages_that_cost_the_same(stage: Stage, client: PageClient) -> None:
    def cost(path: str) -> int:
        with statements() as found:
            client.get(path)
        return len(found)

    stage.write("Text 0")
    stage.write("Text 1", seen=1)
    client.get(address(stage))
    few = cost(address(stage))
    for n in range(2, 24):
        stage.write(f"Text {n}", seen=n)
    page = client.get(address(stage))
    assert page.text.count("The whole text as it was") == 10
    assert "Page 1 of 3, 24 in all" in page.text
    assert cost(address(stage)) == few
    last = client.get(f"{address(stage)}?page=3")
    assert "Text 0" in last.text
    assert "There are no texts on this page." in client.get(f"{address(stage)}?page=99").text
