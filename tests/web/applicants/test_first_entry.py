"""A city's first entry without JavaScript: start, fill in, submit, receipt."""

import json

from flask import Flask
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.entries.models import Answer, Entry, Submission
from awards_portal.mail.models import Letter
from awards_portal.text import sha256
from tests import factories
from tests.page import PageClient


def test_a_lead_starts_fills_in_and_submits_an_entry(app: Flask, client: PageClient) -> None:
    with app.app_context():
        edition = factories.edition()
        lead = factories.representative(factories.city(), name="Ida Berg")
        client.sign_in(lead)

        page = client.get("/entries/")
        assert "Your city has no entries yet." in page.text
        page = client.get(f"/entries/start/{edition.key}")
        page = client.send(page, "/start/", category="open-city")
        entry = db.session.scalars(select(Entry)).one()
        assert entry.reference.startswith("SSC26-")
        assert page.h1 == ["Entry without a title"]
        assert "Not started" in page.text

        page = client.get(f"/entries/{entry.reference}/sections/C")
        page = client.send(page, "/sections/C", **{"q-c_title": "Street lamps that listen", "go": "continue"})
        assert page.h1 == ["Summary"]
        page = client.send(
            page, "/sections/D", **{"q-d_summary": "Lamps that dim when nobody walks.", "go": "continue"}
        )
        page = client.send(page, "/sections/H", **{"q-h_accuracy": "yes", "go": "list"})
        assert page.h1 == ["Street lamps that listen"]

        page = client.get(f"/entries/{entry.reference}/sections/H")
        page = client.send(page, "/sections/H", go="check")
        assert page.h1 == ["Check your answers"]
        assert "Lamps that dim when nobody walks." in page.text
        page = client.send(page, "/submissions")
        assert page.h1 == ["Receipt"]
        # The reader's zone is added once, not beside UTC again.
        assert page.html.count("data-zone=") == 1
        submission = db.session.scalars(select(Submission)).one()
        assert submission.sha256 == sha256(submission.snapshot)
        assert submission.sha256 in page.text
        assert entry.reference in page.text
        said = json.loads(submission.snapshot)
        assert said["answers"] == {
            "c_title": "Street lamps that listen",
            "c_category": "open-city",
            "d_summary": "Lamps that dim when nobody walks.",
            "h_accuracy": True,
        }
        assert said["category"] == {"key": "open-city", "title": "Open City"}
        letter = db.session.scalars(select(Letter).filter_by(kind="receipt")).one()
        assert letter.to_address == lead.email
        assert submission.sha256 in letter.body


def test_times_wait_for_the_browsers_zone_until_the_person_has_said_hers(app: Flask, client: PageClient) -> None:
    with app.app_context():
        edition = factories.edition()
        lead = factories.representative(factories.city())
        client.sign_in(lead)
        page = client.send(client.get(f"/entries/start/{edition.key}"), "/start/", category="open-city")
        assert f'data-zone="{edition.time_zone}"' in page.html
        assert f'data-zone="{edition.time_zone}"' in client.get("/entries/").html
        lead.time_zone = "America/Lima"
        db.session.commit()
        page = client.get("/entries/")
        assert "data-zone" not in page.html
        assert "(America/Lima, UTC-05:00)" in page.text


def test_submitting_with_gaps_names_every_one_and_links_to_it(app: Flask, client: PageClient) -> None:
    with app.app_context():
        edition = factories.edition()
        client.sign_in(factories.representative(factories.city()))
        client.send(client.get(f"/entries/start/{edition.key}"), "/start/", category="open-city")
        entry = db.session.scalars(select(Entry)).one()
        page = client.send(client.get(f"/entries/{entry.reference}/check"), "/submissions", status=422)
        assert page.title.startswith("Error:")
        assert "3 questions still need you" in page.text
        assert page.links["Summary: Write an answer."].endswith("/sections/D?return=check#q-d_summary")
        assert db.session.scalars(select(Submission)).all() == []
        assert db.session.scalars(select(Answer.question)).all() == ["c_category"]
