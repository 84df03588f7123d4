"""The organising team saves the files of the version that counts, and no other."""

from collections.abc import Iterator

import pytest
from flask import Flask

from awards_portal.entries import files
from awards_portal.people.models import TeamRole
from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make, pdf


@pytest.fixture
def stage(app: Flask, client: PageClient) -> Iterator[Stage]:
    with app.app_context():
        made = make()
        made.fill()
        client.sign_in(factories.team_member(TeamRole.OBSERVER))
        yield made


def attach(stage: Stage, pages: int) -> str:
    row = files.attach(stage.entry, stage.question("g_files"), f"Plan {pages}.pdf", pdf(pages), stage.lead)
    return row.sha256


def address(stage: Stage, rest: str = "") -> str:
    return f"/team/editions/ssc26/entries/{stage.entry.reference}{rest}"


def test_a_file_that_was_submitted_is_saved_under_its_name(stage: Stage, client: PageClient) -> None:
    digest = attach(stage, 2)
    stage.submit()
    page = client.get(address(stage))
    got = client.http.get(page.links["Plan 2.pdf"])
    assert (got.status_code, got.headers["Content-Type"]) == (200, "application/pdf")
    assert got.headers["Content-Disposition"] == 'attachment; filename="Plan 2.pdf"'
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert page.links["Plan 2.pdf"].endswith(f"/files/{digest}")


def test_what_is_not_submitted_is_the_citys_own(stage: Stage, client: PageClient) -> None:
    before = attach(stage, 1)
    assert client.http.get(address(stage, f"/files/{before}")).status_code == 404
    stage.submit("one")
    since = attach(stage, 3)
    assert "Plan 3.pdf" not in client.get(address(stage)).text
    assert client.http.get(address(stage, f"/files/{since}")).status_code == 404
    assert client.http.get(address(stage, f"/files/{before}")).status_code == 200


def test_another_sites_page_gets_no_file(stage: Stage, client: PageClient) -> None:
    digest = attach(stage, 1)
    stage.submit()
    for site, status in (("cross-site", 404), ("same-site", 404), ("same-origin", 200), ("none", 200)):
        got = client.http.get(address(stage, f"/files/{digest}"), headers={"Sec-Fetch-Site": site})
        assert got.status_code == status, site
