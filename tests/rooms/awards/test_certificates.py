"""Certificates: one an entry of public results, drawn once, gone with results that are taken back."""

import io
import zipfile
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from awards_portal import clock, queue, storage
from awards_portal.awards import certificates, packing, queries, service
from awards_portal.awards.models import Certificate, Confirmation, Publication
from awards_portal.awards.shortlists import Rule
from awards_portal.db import db, transaction
from awards_portal.people.models import City
from awards_portal.queue import Job, Task
from tests import factories
from tests.page import PageClient
from tests.rooms.awards.test_publishing import closed, entry, organisers, propose
from tests.rooms.awards.test_shortlisting import make, rounds_of, two_rounds

pytestmark = pytest.mark.usefixtures("context")


def jobs() -> list[str | None]:
    db.session.rollback()
    return list(db.session.scalars(select(Job.key).where(Job.kind == "awards.certificate").order_by(Job.key)))


def test_nothing_is_drawn_before_the_results_are_public_or_twice() -> None:
    two = organisers()
    edition = closed()
    certificates.plan()
    proposal = propose(edition, two[0], embargo_until=clock.now() + timedelta(days=1))
    service.publish(proposal, seen=proposal.fingerprint, by=two[1])
    certificates.plan()
    assert db.session.scalars(select(Job).where(Job.kind == "awards.certificates")).all() == []
    certificates.make(proposal.id, entry("North").id)
    assert db.session.scalars(select(Certificate)).all() == []
    with time_machine.travel(clock.now() + timedelta(days=2)):
        certificates.plan()
        certificates.plan()
        assert len(db.session.scalars(select(Job).where(Job.kind == "awards.certificates")).all()) == 1
        certificates.order(proposal.id)
        certificates.order(proposal.id)
    assert len(jobs()) == 4


def test_a_city_its_team_and_anybody_with_the_code(app: Flask) -> None:
    two = organisers()
    edition = closed()
    proposal = propose(edition, two[0])
    service.publish(proposal, seen=proposal.fingerprint, by=two[1])
    certificates.plan()
    # Drawing takes a second: of four two are drawn, one of each kind.
    winner, other = entry("North"), entry("South")
    for each in (winner, other, other):
        certificates.make(proposal.id, each.id)
    found = {row.entry_id: row for row in db.session.scalars(select(Certificate))}
    assert (found[winner.id].kind, found[other.id].kind) == ("award", "taking part")
    made = certificates.read(found[winner.id])
    assert certificates.draw(found[winner.id].document) == made
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 1
    assert "Gold, Open City" in [line["text"] for line in found[winner.id].document["honours"]]
    for statement in ("UPDATE certificate SET code = 'X'", "DELETE FROM certificate"):
        with pytest.raises(DatabaseError, match="as they were written"), transaction():
            db.session.execute(text(statement))

    lead = factories.representative(db.session.get_one(City, winner.city_id), name="Ida North")
    ida = PageClient(app).sign_in(lead)
    path = f"/entries/{winner.reference}/certificate"
    assert ida.get(f"/entries/{winner.reference}").links["Download the certificate (PDF)"] == path
    ida.get(path)
    assert ida.response.data == made
    assert ida.http.get(f"/entries/{other.reference}/certificate").status_code == 404
    otto = PageClient(app).sign_in(two[0])
    otto.post("/team/editions/ssc26/certificates", {"mark": "once"})
    # Not swept: what is not drawn yet waits until the results are taken back below.
    job = db.session.scalars(select(Job).filter_by(kind="awards.pack_certificates")).one()
    packed = packing.pack_certificates(Task(job), edition.id)
    assert packed.sha256 is not None
    assert packed.size is not None
    names = zipfile.ZipFile(io.BytesIO(storage.read(packed.sha256, packed.size))).namelist()
    assert names == [f"awards/{winner.reference}.pdf", f"taking-part/{other.reference}.pdf"]

    anybody = PageClient(app)
    typed = certificates.told(found[winner.id].code).lower()
    page = anybody.get("/certificates", query_string={"code": f" {typed} "})
    assert "Genuine." in page.text
    assert "Gold, Open City: The North project" in page.text
    page = anybody.get("/certificates", query_string={"code": found[other.id].code})
    assert "an entry took part" in page.text
    assert "South" not in page.html
    assert other.reference not in page.html
    assert "Not known." in anybody.get("/certificates?code=0000-0000-0000", status=404).text
    assert "twelve letters and digits" in anybody.get("/certificates").text

    open_ = queries.open_publication(edition.id)
    assert open_ is not None
    service.retract(open_, "A sum was wrong.", two[0])
    assert "no longer holds" in anybody.get("/certificates", query_string={"code": found[winner.id].code}).text
    assert ida.http.get(path).status_code == 404
    assert "Download the certificate" not in ida.get(f"/entries/{winner.reference}").html
    queue.sweep()
    assert len(db.session.scalars(select(Certificate)).all()) == 2


def test_a_finalist_is_told_from_who_took_part(app: Flask) -> None:
    two = organisers()
    edition = two_rounds()
    # North, and East and West that tie at the border, are on the shortlist; South waits behind them.
    make(edition, two[0], Rule(2, reserves=1))
    final = rounds_of(edition)[1]
    with transaction() as moment:
        publication = Publication(
            edition_id=edition.id,
            round_id=final.id,
            fingerprint="0" * 64,
            snapshot="{}",
            sha256="0" * 64,
            proposed_by_id=two[0].id,
            proposed_at=moment.at,
        )
        db.session.add(publication)
        db.session.flush()
        db.session.add(Confirmation(publication_id=publication.id, by_id=two[1].id, at=moment.at))
    told = queries.publication(publication.id)
    assert told is not None
    said = {city: certificates.content(told, entry(city).id, "0" * 12) for city in ("North", "East", "West", "South")}
    assert {city: kind for city, (kind, _document) in said.items()} == {
        "North": "finalist",
        "East": "finalist",
        "West": "finalist",
        "South": "taking part",
    }
    assert [line["text"] for line in said["East"][1]["honours"]] == ["Finalist in the category Open City"]
    assert [line["text"] for line in said["South"][1]["honours"]] == ["Took part in the category Open City"]

    certificates.make(publication.id, entry("East").id)
    (row,) = db.session.scalars(select(Certificate))
    page = PageClient(app).get("/certificates", query_string={"code": row.code})
    assert "an entry was a finalist" in page.text
    assert "East" not in page.html
    assert list(certificates.of_edition(edition.id, clock.now())) == [f"finalists/{entry('East').reference}.pdf"]


def test_a_code_is_read_as_people_copy_it() -> None:
    assert certificates.read_code(" o1l0-abcd_efgh ") == "0110ABCDEFGH"
    assert certificates.told("0110ABCDEFGH") == "0110-ABCD-EFGH"
