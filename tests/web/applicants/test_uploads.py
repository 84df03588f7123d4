"""Files in pieces over the web: announced, interrupted, gone on with, refused in words."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from awards_portal.db import db
from awards_portal.entries import queries
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make
from tests.rooms.entries.test_receiving import PIECE, noise


@pytest.fixture
def stage(app: Flask, client: PageClient) -> Iterator[Stage]:
    with app.app_context():
        made = make()
        client.sign_in(made.lead)
        yield made


def headers(client: PageClient) -> dict[str, str]:
    return {"Accept": "application/json", "X-CSRFToken": client.csrf()}


def begin(client: PageClient, stage: Stage, size: Any, question: str = "g_photo") -> Any:
    path = f"/entries/{stage.entry.reference}/files/{question}/uploads"
    return client.http.post(path, json={"name": "Tram.jpg", "size": size, "key": "k"}, headers=headers(client))


def send(client: PageClient, stage: Stage, upload: int, start: object, piece: bytes) -> Any:
    path = f"/entries/{stage.entry.reference}/uploads/{upload}?start={start}"
    return client.http.post(path, data=piece, content_type="application/octet-stream", headers=headers(client))


def test_an_upload_interrupted_at_half_goes_on_from_there(stage: Stage, client: PageClient) -> None:
    content = noise()
    upload = begin(client, stage, len(content)).json["upload"]
    assert send(client, stage, upload, 0, content[:PIECE]).json == {"received": PIECE}
    again = begin(client, stage, len(content)).json
    assert again == {"upload": upload, "received": PIECE}
    done = send(client, stage, upload, PIECE, content[PIECE:])
    assert (done.status_code, done.json["state"], done.json["name"]) == (200, "saved", "Tram.jpg")
    assert "Remove" in done.json["item"]
    assert begin(client, stage, len(content)).json["state"] == "saved"
    db.session.rollback()
    assert [file.name for file in queries.attachments(stage.entry.id)] == ["Tram.jpg"]


def test_what_is_refused_is_told_in_words(stage: Stage, client: PageClient) -> None:
    for size in (10**9, 0, "many", True):
        got = begin(client, stage, size)
        assert got.status_code == 422
        assert "Tram.jpg: the file is" in got.json["message"]
    assert begin(client, stage, 5, question="d_summary").status_code == 404
    upload = begin(client, stage, 10).json["upload"]
    got = send(client, stage, upload, 0, b"MZ program")
    assert (got.status_code, "this is a program" in got.json["message"]) == (422, True)
    assert send(client, stage, upload, 0, b"MZ program").status_code == 404


def test_a_piece_for_nobodys_upload_or_out_of_measure_is_refused(stage: Stage, client: PageClient) -> None:
    upload = begin(client, stage, 5_000_000).json["upload"]
    assert send(client, stage, upload, "x", b"1").status_code == 404
    assert send(client, stage, upload, 0, b"1").status_code == 422
    assert send(client, stage, upload, 0, b"1" * 2_000_001).status_code == 413
    client.sign_in(stage.editor)
    assert send(client, stage, upload, 0, b"1" * PIECE).status_code == 404
    client.sign_in(stage.viewer)
    assert begin(client, stage, 5).status_code == 409
