"""Files over the web without JavaScript: added with the page, refused in words, handed out only to be saved."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.entries import files, queries, service
from awards_portal.entries.models import Attachment
from awards_portal.programmes.models import Category
from tests import factories
from tests.page import Page, PageClient
from tests.rooms.entries.stage import Stage, make, pdf, photo


@pytest.fixture
def stage(app: Flask, client: PageClient) -> Iterator[Stage]:
    with app.app_context():
        made = make()
        client.sign_in(made.lead)
        yield made


def address(stage: Stage, rest: str = "/sections/G") -> str:
    return f"/entries/{stage.entry.reference}{rest}"


def send(client: PageClient, stage: Stage, status: int | None = None, **values: Any) -> Page:
    return client.send(client.get(address(stage)), "/sections/G", status=status, **values)


def there(stage: Stage) -> list[str]:
    db.session.rollback()
    return [file.name for file in queries.attachments(stage.entry.id)]


def test_files_and_text_of_one_page_are_saved_together(stage: Stage, client: PageClient) -> None:
    page = send(
        client,
        stage,
        **{
            "q-g_note": "Three plans and a tram.",
            "f-g_files": [(BytesIO(pdf(1)), "Plan A.pdf"), (BytesIO(pdf(2)), "Plan B.pdf")],
            "f-g_photo": (BytesIO(photo()), "Tram.JPEG"),
            "stay": "g_files",
        },
    )
    assert there(stage) == ["Plan A.pdf", "Plan B.pdf", "Tram.jpg"]
    assert "2 pages" in page.text
    assert "1000 × 40" in page.text
    assert page.form("/sections/G")["fields"]["q-g_note"] == "Three plans and a tram."


def test_a_refused_file_costs_no_word_of_what_was_typed(stage: Stage, client: PageClient) -> None:
    page = send(
        client,
        stage,
        status=422,
        **{
            "q-g_note": "Typed with care",
            "f-g_files": (BytesIO(b"<html><script>alert(1)</script>"), "Plan.pdf"),
            "f-g_photo": (BytesIO(photo(999)), "Tram.jpg"),
        },
    )
    assert page.title.startswith("Error:")
    assert "Plan.pdf: this is a web page, whatever its name says" in page.text
    assert "Tram.jpg: this image is 999 pixels wide; at least 1000 are needed" in page.text
    assert there(stage) == []
    assert queries.answers(stage.entry.id)["g_note"].value == "Typed with care"
    assert page.form("/sections/G")["fields"]["q-g_note"] == "Typed with care"


def test_a_file_is_handed_out_to_be_saved_and_never_to_be_run(stage: Stage, client: PageClient) -> None:
    row = files.attach(stage.entry, stage.question("g_files"), "Plan für Trams.pdf", pdf(), stage.lead)
    got = client.http.get(address(stage, f"/files/{row.id}"))
    assert got.status_code == 200
    assert got.data == files.read(row)
    assert got.headers["Content-Type"] == "application/pdf"
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Plan%20f%C3%BCr%20Trams.pdf" in got.headers["Content-Disposition"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["Cache-Control"] == "no-store"
    assert client.http.head(address(stage, f"/files/{row.id}")).data == b""
    # A PDF is never shown inside a page of ours: a picture of its first page is.
    got = client.http.get(address(stage, f"/files/{row.id}/preview"))
    assert (got.status_code, got.headers["Content-Type"]) == (200, "image/png")
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    width, height = Image.open(BytesIO(got.data)).size
    assert max(width, height) == 480


def test_a_photo_is_previewed_as_the_portal_encoded_it(stage: Stage, client: PageClient) -> None:
    row = files.attach(stage.entry, stage.question("g_photo"), "Tram.jpg", photo(), stage.lead)
    got = client.http.get(address(stage, f"/files/{row.id}/preview"))
    assert (got.status_code, got.headers["Content-Type"]) == (200, "image/jpeg")
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_id_is_no_permission(stage: Stage, client: PageClient, app: Flask, method: str) -> None:
    row = files.attach(stage.entry, stage.question("g_photo"), "Canary-tram.jpg", photo(), stage.lead)
    theirs = factories.city("Sandmere", "SE")
    other = factories.representative(theirs, name="Olga Other")
    category = db.session.get_one(Category, stage.entry.category_id)
    foreign = service.start(theirs, stage.edition, category, other, "theirs")
    stranger = PageClient(app).sign_in(other)
    for path in (
        address(stage, f"/files/{row.id}"),
        address(stage, f"/files/{row.id}/preview"),
        # Their own entry's address with our file's id.
        f"/entries/{foreign.reference}/files/{row.id}",
        f"/entries/{foreign.reference}/files/{row.id}/preview",
    ):
        got = stranger.http.open(path, method=method)
        assert got.status_code == 404, path
        assert b"Canary" not in got.data
    assert PageClient(app).http.open(address(stage, f"/files/{row.id}"), method=method).status_code in {302, 303}


def test_a_file_is_removed_by_its_button_and_the_text_beside_it_is_saved(stage: Stage, client: PageClient) -> None:
    row = files.attach(stage.entry, stage.question("g_files"), "Plan.pdf", pdf(), stage.lead)
    page = send(client, stage, **{"q-g_note": "Without the plan", "remove": str(row.id)})
    assert there(stage) == []
    assert "Remove Plan.pdf" not in page.text
    client.send(page, "/sections/G", reuse=f"g_files:{row.id}")
    assert there(stage) == ["Plan.pdf"]
    assert page.form("/sections/G")["fields"]["q-g_note"] == "Without the plan"
    # Pressed twice it is one removal.
    send(client, stage, remove=str(row.id))


def test_the_pages_own_script_adds_and_is_refused_in_json(stage: Stage, client: PageClient) -> None:
    def add(content: bytes, name: str) -> Any:
        return client.http.post(
            address(stage, "/files/g_files"),
            data={"file": (BytesIO(content), name), "csrf_token": client.csrf()},
            headers={"Accept": "application/json"},
        )

    got = add(pdf(2), "Plan.pdf")
    assert got.status_code == 200
    assert (got.json["state"], got.json["name"], got.json["pages"]) == ("saved", "Plan.pdf", 2)
    got = add(b"MZ", "Plan.pdf")
    assert got.status_code == 422
    assert got.json["fields"]["g_files"] == [
        "Plan.pdf: this is a program. Programs are not taken. This question takes PDF."
    ]
    assert there(stage) == ["Plan.pdf"]


def test_a_file_without_the_pages_own_safety_mark_is_refused(stage: Stage, client: PageClient) -> None:
    got = client.http.post(
        address(stage, "/files/g_files"),
        data={"file": (BytesIO(pdf()), "Plan.pdf")},
        headers={"Accept": "application/json"},
    )
    assert got.status_code == 400
    assert db.session.scalars(select(Attachment)).all() == []


def test_more_than_the_door_takes_is_refused_by_its_announced_length(stage: Stage, client: PageClient) -> None:
    got = client.http.post(
        address(stage, "/files/g_files"),
        data=b"x",
        content_type="multipart/form-data; boundary=b",
        headers={"Accept": "application/json", "X-CSRFToken": client.csrf()},
        environ_overrides={"CONTENT_LENGTH": "40000000"},
    )
    assert got.status_code == 413
    assert "too large" in got.json["message"]


def test_a_photo_takes_the_place_of_the_one_before(stage: Stage, client: PageClient) -> None:
    for width in (1000, 1001):
        send(client, stage, **{"f-g_photo": (BytesIO(photo(width)), f"Tram {width}.jpg"), "stay": "g_photo"})
    assert there(stage) == ["Tram 1001.jpg"]
    page = client.get(address(stage, "/answers/g_photo/history"))
    assert "Tram 1000.jpg" in page.text
    assert "Removed by Leo Lead" in page.text


def test_an_earlier_file_is_used_again_and_what_was_typed_beside_it_is_saved(stage: Stage, client: PageClient) -> None:
    row = files.attach(stage.entry, stage.question("g_photo"), "Tram.jpg", photo(), stage.lead)
    category = db.session.get_one(Category, stage.entry.category_id)
    other = service.start(stage.city, stage.edition, category, stage.lead, "other")
    path = f"/entries/{other.reference}/sections/G"
    page = client.get(path)
    assert f"Tram.jpg 1.4 kB; {stage.entry.reference} Use this file" in page.text
    assert "Your city uses 0 of its 200 MB" in page.text
    page = client.send(page, "/sections/G", **{"reuse": f"g_photo:{row.id}", "q-g_note": "As last time"})
    assert [file.copied_from for file in queries.attachments(other.id)] == [stage.entry.reference]
    assert page.form("/sections/G")["fields"]["q-g_note"] == "As last time"
    page = client.send(page, "/sections/G", status=422, reuse=f"g_files:{row.id}")
    assert "Tram.jpg is of a kind that this question does not take." in page.text
