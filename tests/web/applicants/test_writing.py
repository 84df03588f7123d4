"""Autosave's answers, two people at one question, and a deadline that passes between opening a page and sending it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.entries import queries
from awards_portal.entries.models import Submission
from awards_portal.mail.models import Letter
from awards_portal.people.models import SignIn
from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make, revisions


@pytest.fixture
def stage(app: Flask, client: PageClient) -> Iterator[Stage]:
    with app.app_context():
        made = make()
        client.sign_in(made.lead)
        yield made


def address(stage: Stage, rest: str = "") -> str:
    return f"/entries/{stage.entry.reference}{rest}"


def save(client: PageClient, stage: Stage, value: Any, revision: int = 0, mark: str = "m", **how: Any) -> Any:
    return client.http.post(
        address(stage, "/answers/d_summary"),
        json={"value": value, "revision": revision, "mark": mark},
        headers={"Accept": "application/json", "X-CSRFToken": how.get("token") or client.csrf()},
    )


def stored(stage: Stage, key: str = "d_summary") -> Any:
    db.session.rollback()
    return queries.answers(stage.entry.id)[key].value


def test_an_answer_saves_itself_and_says_what_is_still_wrong_with_it(stage: Stage, client: PageClient) -> None:
    got = save(client, stage, "word " * 21)
    assert got.status_code == 200
    assert (got.json["state"], got.json["revision"]) == ("saved", 1)
    assert got.json["hints"] == ["This has 21 words; at most 20 are allowed. Shorten it by 1."]
    assert stored(stage) == "word " * 21


def test_the_slower_of_two_is_given_both_texts(stage: Stage, client: PageClient) -> None:
    stage.write("By the editor", by=stage.editor)
    got = save(client, stage, "By the lead")
    assert got.status_code == 409
    assert (got.json["state"], got.json["yours"]["text"], got.json["revision"]) == ("conflict", "By the lead", 1)
    assert (got.json["theirs"]["text"], got.json["theirs"]["by"]) == ("By the editor", "Eda Editor")
    assert stored(stage) == "By the editor"


def test_after_the_deadline_the_answer_is_a_sentence_and_the_text_is_kept(stage: Stage, client: PageClient) -> None:
    stage.close()
    got = save(client, stage, "A second late")
    assert (got.status_code, got.json["state"]) == (409, "late")
    assert "The deadline passed on" in got.json["message"]
    assert "A second late" in client.get(address(stage, "/kept")).text


def test_a_script_that_is_signed_out_is_told_where_to_sign_in(stage: Stage, client: PageClient) -> None:
    with transaction():
        for row in db.session.scalars(select(SignIn)):
            db.session.delete(row)
    got = save(client, stage, "Typed after lunch")
    assert got.status_code == 401
    assert (got.json["state"], got.json["sign_in"]) == ("signed out", "/account/sign-in")
    client.sign_in(stage.lead)
    # The page was made for the old session: it is given a new safety mark and sends once more.
    got = save(client, stage, "Typed after lunch", token="old")
    assert (got.status_code, got.json["state"]) == (400, "stale")
    assert save(client, stage, "Typed after lunch", token=got.json["csrf_token"]).status_code == 200
    assert stored(stage) == "Typed after lunch"


@pytest.mark.parametrize("sent", [b"", b"[]", b'{"revision": 0}', b"{"])
def test_what_cannot_be_read_is_refused_in_words(stage: Stage, client: PageClient, sent: bytes) -> None:
    got = client.http.post(
        address(stage, "/answers/d_summary"),
        data=sent,
        content_type="application/json",
        headers={"Accept": "application/json", "X-CSRFToken": client.csrf()},
    )
    assert (got.status_code, got.json["state"]) == (422, "refused")


def test_without_a_script_two_people_at_one_question_choose_between_both_texts(
    stage: Stage, client: PageClient
) -> None:
    page = client.get(address(stage, "/sections/D"))
    stage.write("By the editor", by=stage.editor)
    page = client.send(page, "/sections/D", **{"q-d_summary": "By the lead"})
    assert page.h1 == ["Two answers to one question"]
    assert "By the editor" in page.text
    assert "By the lead" in page.text
    aside = page.form("/conflicts")["fields"]["aside"]
    client.send(page, "/conflicts", **{f"keep-{aside}": "both", f"both-{aside}": "By both of us"})
    assert stored(stage) == "By both of us"


def test_what_is_set_aside_is_told_even_where_a_file_of_the_same_page_is_refused(
    stage: Stage, client: PageClient
) -> None:
    page = client.get(address(stage, "/sections/G"))
    stage.write("By the editor", "g_note", by=stage.editor)
    sent = {"q-g_note": "By the lead", "f-g_files": (BytesIO(b"MZ"), "Plan.pdf")}
    page = client.send(page, "/sections/G", status=422, **sent)
    assert "Plan.pdf: this is a program." in page.text
    assert "Your answer to “About the files” is not part of the entry: somebody else saved that question" in page.text
    assert stored(stage, "g_note") == "By the editor"
    assert revisions("g_note", "set aside") == ["By the lead"]


def test_a_table_grows_by_a_row_at_each_save(stage: Stage, client: PageClient) -> None:
    page = client.get(address(stage, "/sections/E"))
    first = {"q-e_indicators-0-indicator": "Riders", "q-e_indicators-0-result": "1200", "stay": "e_indicators"}
    page = client.send(page, "/sections/E", **first)
    assert "Save and add a row" in page.text
    fields = page.form("/sections/E")["fields"]
    assert fields["q-e_indicators-0-indicator"] == "Riders"
    assert fields["q-e_indicators-1-indicator"] == ""
    page = client.send(page, "/sections/E", **{"q-e_indicators-1-indicator": "Drivers", "stay": "e_indicators"})
    assert stored(stage, "e_indicators") == [
        {"indicator": "Riders", "result": "1200"},
        {"indicator": "Drivers", "result": ""},
    ]
    page = client.send(page, "/sections/E", **{"q-e_indicators-0-indicator": "", "q-e_indicators-0-result": ""})
    assert stored(stage, "e_indicators") == [{"indicator": "Drivers", "result": ""}]


def test_a_deadline_that_passes_while_a_section_is_open_loses_no_word(stage: Stage, client: PageClient) -> None:
    stage.write("In time")
    page = client.get(address(stage, "/sections/D"))
    stage.close()
    page = client.send(page, "/sections/D", **{"q-d_summary": "A minute too late"})
    assert page.h1 == ["Texts set aside"]
    assert "The deadline passed on" in page.text
    assert "A minute too late" in page.text
    assert stored(stage) == "In time"
    assert revisions("d_summary", "set aside") == ["A minute too late"]
    # What was not touched is not set aside.
    assert revisions("c_title", "set aside") == []


def test_a_deadline_that_passes_on_the_check_page_refuses_and_keeps_everything(
    stage: Stage, client: PageClient
) -> None:
    stage.fill()
    page = client.get(address(stage, "/check"))
    stage.close()
    page = client.send(page, "/submissions", status=409)
    assert "The deadline passed on" in page.text
    assert "Trams run at night." in page.text
    assert db.session.scalars(select(Submission)).all() == []
    assert client.get(address(stage)).text.count("Not submitted in time") == 1


def test_the_button_pressed_twice_gives_one_submission_and_one_receipt(stage: Stage, client: PageClient) -> None:
    stage.fill()
    page = client.get(address(stage, "/check"))
    assert client.send(page, "/submissions").h1 == ["Receipt"]
    assert client.send(page, "/submissions").h1 == ["Receipt"]
    assert len(db.session.scalars(select(Submission)).all()) == 1
    assert len(db.session.scalars(select(Letter).filter_by(kind="receipt")).all()) == 1


def test_a_viewer_reads_and_is_told_who_can_make_her_an_editor(stage: Stage, client: PageClient, app: Flask) -> None:
    viewer = PageClient(app).sign_in(stage.viewer)
    page = viewer.get(address(stage, "/sections/D"))
    assert "You may read this and not change it." in page.text
    got = save(viewer, stage, "Mine now")
    assert (got.status_code, got.json["state"]) == (409, "refused")
    assert queries.answers(stage.entry.id).keys() == {"c_category"}


def test_a_city_is_typed_freely_and_those_of_the_directory_are_offered(app: Flask, client: PageClient) -> None:
    with app.app_context():
        asked = {"key": "c_partner", "type": "city", "label": "Partner city"}
        stage = make(form={"title": "F", "sections": [{"key": "P", "title": "Partners", "questions": [asked]}]})
        factories.city("Sandmere", "SE", listed=True)
        factories.city("Hidden", "SE")
        client.sign_in(stage.lead)
        page = client.get(address(stage, "/sections/P"))
        assert '<option value="Sandmere, Sweden">' in page.html
        assert "Hidden" not in page.html
        client.send(page, "/sections/P", **{"q-c_partner": "A town of no list"})
        assert stored(stage, "c_partner") == "A town of no list"
