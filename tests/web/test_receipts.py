"""Anyone checks a receipt, and learns what a digest belongs to and no more."""

import io

import pytest
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.entries import dossier
from awards_portal.entries.models import Submission
from awards_portal.people.models import City
from tests import factories
from tests.page import PageClient

pytestmark = pytest.mark.usefixtures("context")


def submitted() -> Submission:
    entry = factories.submitted_entry(factories.edition(), factories.city("Norrhavn"), "Night trams")
    return db.session.scalars(select(Submission).filter_by(entry_id=entry.id)).one()


def test_a_digest_is_told_by_edition_version_and_date_and_nothing_else(client: PageClient) -> None:
    digest = submitted().sha256
    page = client.send(client.get("/receipts"), "/receipts", digest=f" {digest.upper()} ")
    assert "Genuine. This SHA-256 belongs to version 1 of an entry submitted to the Smart Sustainable City" in page.text
    for secret in ("Norrhavn", "Night trams", "SSC26-0001", "Vera"):
        assert secret not in page.html


def test_an_unknown_digest_is_not_known(client: PageClient) -> None:
    submitted()
    page = client.get(f"/receipts/{'0' * 64}", status=404)
    assert "Not known." in page.text


def test_what_is_no_digest_is_refused_with_words_and_kept(client: PageClient) -> None:
    page = client.send(client.get("/receipts"), "/receipts", digest="SSC26-0001", status=422)
    assert "Write the 64 digits" in page.text
    assert page.form("/receipts")["fields"]["digest"] == "ssc26-0001"


def test_a_dossier_is_checked_by_sending_it(client: PageClient) -> None:
    submission = submitted()
    dossier.make(submission.id)
    found = dossier.of_submission(submission.id)
    assert found is not None
    file = (io.BytesIO(dossier.read(found)), "dossier.pdf")
    assert "Genuine." in client.post("/receipts", {"file": file}, content_type="multipart/form-data").text


def test_the_receipt_page_offers_the_dossier_once_it_is_made(client: PageClient) -> None:
    submission = submitted()
    city = db.session.scalars(select(City)).one()
    client.sign_in(factories.representative(city))
    page = client.get("/entries/SSC26-0001/receipt")
    assert "is being made" in page.text
    assert "is being made" in client.get("/entries/SSC26-0001/receipt/dossier", status=404).text
    dossier.make(submission.id)
    page = client.get("/entries/SSC26-0001/receipt")
    client.get(page.links["Download the dossier (PDF)"])
    assert client.response.data.startswith(b"%PDF")
    assert "attachment" in client.response.headers["Content-Disposition"]
