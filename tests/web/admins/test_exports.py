"""An organiser takes everything of an edition and of a city; a lead her city's, anybody her own."""

import io
import zipfile

from flask import Flask

from awards_portal import queue
from awards_portal.people.models import RepresentativeRole, TeamRole
from tests import factories
from tests.page import PageClient


def test_everything_of_an_edition_is_made_as_long_work(client: PageClient, context: Flask) -> None:
    factories.submitted_entry(factories.edition(), factories.city())
    client.sign_in(factories.team_member())
    page = client.send(client.get("/team/editions/ssc26/exports"), "/exports")
    assert "Waits for its turn" in page.text
    queue.sweep()
    page = client.get("/team/work/1")
    assert "Download ssc26-everything.zip" in page.text
    client.send(page, "/file")
    assert "csv/entry.csv" in zipfile.ZipFile(io.BytesIO(client.response.data)).namelist()
    client.send(client.get("/team/cities/norrhavn"), "/export")
    assert "json/submission.json" in zipfile.ZipFile(io.BytesIO(client.response.data)).namelist()


def test_an_observer_reads_the_page_and_takes_nothing(client: PageClient, context: Flask) -> None:
    factories.edition()
    factories.city()
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    assert "Everything of an edition is for organisers." in client.get("/team/editions/ssc26/exports").text
    client.post("/team/editions/ssc26/exports", status=409)
    client.post("/team/cities/norrhavn/export", status=409)


def test_a_lead_takes_her_citys_data_and_a_viewer_only_his_own(client: PageClient, app: Flask, context: Flask) -> None:
    city = factories.city()
    client.sign_in(factories.representative(city))
    page = client.get(client.get("/account/details").links["Download what is kept of you and your city"])
    client.send(page, "/cities/norrhavn/export")
    assert "csv/representative.csv" in zipfile.ZipFile(io.BytesIO(client.response.data)).namelist()
    viewer = PageClient(app).sign_in(factories.representative(city, RepresentativeRole.VIEWER, name="Vic Viewer"))
    page = viewer.get("/account/data")
    assert "Everything of your city is for its leads." in page.text
    viewer.post("/account/cities/norrhavn/export", status=409)
    viewer.send(page, "/account/data")
    assert b"Vic Viewer" in zipfile.ZipFile(io.BytesIO(viewer.response.data)).read("json/person.json")
