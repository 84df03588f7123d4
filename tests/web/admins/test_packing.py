"""Downloads that are long work: the workbook as the page would give it, and all dossiers in one file."""

import io
import zipfile

import openpyxl
from flask import Flask
from sqlalchemy import select

from awards_portal import queue
from awards_portal.awards import packing
from awards_portal.db import db
from awards_portal.entries import dossier
from awards_portal.entries.models import Submission
from awards_portal.people.models import City, Representative, RepresentativeRole
from awards_portal.queue import Job
from tests import factories
from tests.page import Page, PageClient
from tests.scored import round_with


def finished(client: PageClient) -> Page:
    queue.sweep()
    job = db.session.scalars(select(Job).filter(Job.owner_id.is_not(None))).one()
    return client.get(f"/team/work/{job.id}")


def test_the_workbook_of_a_large_round_is_made_while_its_reader_does_something_else(
    client: PageClient, context: Flask
) -> None:
    edition = round_with({"North": {"Anna": (5, 4.5), "Bo": (4, 4)}}, edition=factories.edition())
    member = factories.team_member()
    client.sign_in(member)
    page = client.get(f"/team/editions/{edition.key}/standings")
    for _press in range(2):
        shown = client.send(page, "workbook", format="xlsx", later="yes")
    assert "Waits for its turn" in shown.text
    page = finished(client)
    assert "Download ssc26-scoring-results.xlsx" in page.text
    client.send(page, "/file")
    assert "Results" in openpyxl.load_workbook(io.BytesIO(client.response.data)).sheetnames
    assert not packing.is_large(1)


def test_a_workbook_with_an_entry_of_ones_own_city_is_refused_in_words(client: PageClient, context: Flask) -> None:
    edition = round_with({"North": {"Anna": (5, 4.5)}}, edition=factories.edition())
    member = factories.team_member()
    page = client.sign_in(member).get(f"/team/editions/{edition.key}/standings")
    home = db.session.scalars(select(City)).one()
    seat = {"role": RepresentativeRole.VIEWER, "since": member.created_at}
    factories.put(Representative(person_id=member.id, city_id=home.id, **seat))
    client.send(page, "workbook", format="zip", later="yes")
    page = finished(client)
    assert "Ended without a result" in page.text
    assert "you speak for that city" in page.text


def test_all_dossiers_come_in_one_file_with_a_folder_per_category(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    entry = factories.submitted_entry(edition, factories.city())
    factories.submitted_entry(edition, factories.city("Sandmere", "SE"), "Day trams", "digital-inclusion")
    client.sign_in(factories.team_member())
    page = client.get(f"/team/editions/{edition.key}/entries?category=digital-inclusion")
    client.send(page, "/dossiers")
    assert "There is no dossier yet" in finished(client).text
    db.session.execute(db.delete(Job))
    db.session.commit()
    dossier.make(db.session.scalars(select(Submission.id).filter_by(entry_id=entry.id)).one())
    client.send(client.get(f"/team/editions/{edition.key}/entries"), "/dossiers")
    page = finished(client)
    assert "1 dossier is in it. 1 is not drawn yet." in page.text
    client.send(page, "/file")
    archive = zipfile.ZipFile(io.BytesIO(client.response.data))
    assert archive.namelist() == [f"open-city/{entry.reference}-1.pdf"]
    assert archive.read(archive.namelist()[0]).startswith(b"%PDF")
