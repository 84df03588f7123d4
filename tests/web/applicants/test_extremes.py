"""What is far too long or far too large: a text comes back to the letter, a file is refused before it is read."""

from collections.abc import Iterator
from io import RawIOBase
from typing import Any

import pytest
from flask import Flask

from awards_portal.db import db
from awards_portal.entries import queries
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make

# A family of joined signs, a flag, right-to-left with marks, an isolate, a soft hyphen, and a line break of each kind.
ODD = "👩‍👩‍👧 🇳🇴 اَللَّيْل \u2067שלום\u2069 co\u00adop 夜间\n\n야간  "


class Unread(RawIOBase):
    """A body that says how much of it was read."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.taken += len(buffer)
        return len(buffer)


@pytest.fixture
def stage(app: Flask, client: PageClient) -> Iterator[Stage]:
    with app.app_context():
        made = make()
        client.sign_in(made.lead)
        yield made


def stored(stage: Stage) -> Any:
    db.session.rollback()
    return queries.answers(stage.entry.id)["d_summary"].value


def test_ten_thousand_words_of_every_script_survive_the_script_the_page_and_the_plain_form(
    stage: Stage, client: PageClient
) -> None:
    text = ODD * 1_500
    assert len(text.split()) > 10_000
    root = f"/entries/{stage.entry.reference}"
    got = client.http.post(
        f"{root}/answers/d_summary",
        json={"value": text, "revision": 0, "mark": "m"},
        headers={"Accept": "application/json", "X-CSRFToken": client.csrf()},
    )
    assert (got.status_code, got.json["value"] == text, stored(stage) == text) == (200, True, True)
    page = client.get(f"{root}/sections/D")
    assert page.form("/sections/D")["fields"]["q-d_summary"] == text
    # As a browser sends it without a script: every line break is two characters.
    client.send(page, "/sections/D", **{"q-d_summary": (text + "end").replace("\n", "\r\n")})
    assert stored(stage) == text + "end"


@pytest.mark.parametrize("path", ["files/g_photo", "sections/G", "answers/d_summary"])
def test_ten_times_too_much_is_refused_by_its_announced_size_and_not_read(
    stage: Stage, client: PageClient, path: str
) -> None:
    body = Unread()
    answer = client.http.post(
        f"/entries/{stage.entry.reference}/{path}",
        environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": "640000000"},
        content_type="multipart/form-data; boundary=b",
        headers={"X-CSRFToken": client.csrf()},
    )
    assert answer.status_code == 413
    assert body.taken == 0
    assert "too large" in answer.text
