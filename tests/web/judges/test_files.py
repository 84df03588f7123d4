"""Files of an entry as its judge reaches them."""

import pytest
from flask import Flask

from awards_portal.db import db, transaction
from awards_portal.entries import files
from awards_portal.entries.models import Attachment
from awards_portal.judging import service
from awards_portal.judging.models import Judge
from awards_portal.people.models import Person
from awards_portal.programmes.models import Round
from tests import factories
from tests.page import PageClient
from tests.rooms.entries import stage as entries
from tests.rooms.judging.stage import person_of


@pytest.fixture
def stage(context: Flask) -> entries.Stage:
    """An entry submitted with a plan; another file was added since."""
    made = entries.make()
    made.fill()
    attach(made, 1)
    made.submit()
    attach(made, 2)
    return made


def attach(stage: entries.Stage, pages: int) -> Attachment:
    return files.attach(
        stage.entry, stage.question("g_files"), f"Norrhavn plan {pages}.pdf", entries.pdf(pages), stage.lead
    )


@pytest.fixture
def anna(stage: entries.Stage, client: PageClient) -> Judge:
    judge = factories.judge(stage.edition)
    factories.assignment(judge, stage.entry)
    client.sign_in(person_of(judge))
    return judge


def rows() -> list[Attachment]:
    return db.session.query(Attachment).order_by(Attachment.id).all()


def path(stage: entries.Stage, row: Attachment) -> str:
    return f"/judging/entries/{stage.entry.reference}/files/{row.id}"


def test_a_judge_saves_what_was_submitted(stage: entries.Stage, anna: Judge, client: PageClient) -> None:
    factories.statement(anna, stage.entry)
    page = client.get(f"/judging/entries/{stage.entry.reference}")
    assert "Norrhavn plan 2.pdf" not in page.text
    client.get(page.links["Norrhavn plan 1.pdf"])
    answer = client.response
    assert answer.data == files.read(rows()[0])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Norrhavn plan 1.pdf"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_the_city_added_since_is_not_there(stage: entries.Stage, anna: Judge, client: PageClient) -> None:
    factories.statement(anna, stage.entry)
    client.get(path(stage, rows()[1]), status=404)


def test_a_file_removed_since_stays_with_the_version_that_counts(
    stage: entries.Stage, anna: Judge, client: PageClient
) -> None:
    factories.statement(anna, stage.entry)
    files.remove_attachment(stage.entry, rows()[0].id, stage.lead)
    client.get(path(stage, rows()[0]), status=200)


def test_before_the_statement_and_after_a_conflict_there_is_nothing(
    stage: entries.Stage, anna: Judge, client: PageClient
) -> None:
    client.get(path(stage, rows()[0]), status=404)
    service.state_conflict(anna, stage.entry, False)
    client.get(path(stage, rows()[0]), status=200)
    service.state_conflict(anna, stage.entry, True, "personal", "A friend")
    client.get(path(stage, rows()[0]), status=404)


def test_another_judge_finds_nothing(stage: entries.Stage, anna: Judge, app: Flask) -> None:
    bo: Person = person_of(factories.judge(stage.edition, "Bo Birch"))
    PageClient(app).sign_in(bo).get(path(stage, rows()[0]), status=404)


def test_in_a_blind_round_the_files_name_tells_nothing(stage: entries.Stage, anna: Judge, client: PageClient) -> None:
    with transaction():
        db.session.query(Round).one().blind = True
    factories.statement(anna, stage.entry)
    page = client.get(f"/judging/entries/{stage.entry.reference}")
    assert "Norrhavn" not in page.html
    client.get(page.links["Files 1"])
    assert client.response.headers["Content-Disposition"] == 'attachment; filename="Files 1.pdf"'
