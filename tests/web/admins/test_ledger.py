"""The ledger on a page: filtered, paged, downloaded, at the cost of a few statements."""

import csv
import io

from flask import Flask

from awards_portal import ledger
from awards_portal.db import transaction
from awards_portal.people.models import TeamRole
from tests import factories
from tests.page import PageClient
from tests.statements import statements

LEDGER = "/team/editions/ssc26/ledger"


def write(edition_id: int | None, count: int, event: str = "entry.started") -> None:
    with transaction() as moment:
        for n in range(count):
            ledger.write(event, actor=None, at=moment.at, label=f"Thing {n}", edition_id=edition_id, after={"n": n})


def test_filters_hold_on_the_page_and_in_the_file(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    write(edition.id, 2)
    write(edition.id, 1, "note.added")
    write(None, 1, "person.signed_in")
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    page = client.get(f"{LEDGER}?event=entry.&q=thing+1&since=2020-01-01&until=2100-01-01")
    assert "1 line" in page.text
    assert "Entry started" in page.text
    client.get(page.links["Download as CSV"])
    (row,) = csv.DictReader(io.StringIO(client.response.data.decode("utf-8-sig")))
    assert (row["event"], row["about"], row["after"]) == ("entry.started", "Thing 1", "n: 1")
    assert "No line fits." in client.get(f"{LEDGER}?until=2020-01-01").text
    for odd in ("0001-01-01", "9999-12-31", "yesterday"):
        assert "3 lines" in client.get(f"{LEDGER}?since={odd}").text
    page = client.get("/team/ledger?event=person.signed_in")
    assert "1 line" in page.text


def test_moments_and_lists_are_told_and_what_holds_nothing_is_left_out(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    after = {"until": "2026-12-10T09:00:00+00:00", "questions": ["c_title", "d_summary"], "note": None, "free": True}
    with transaction() as moment:
        ledger.write("entry.started", actor=None, at=moment.at, label="Trams", edition_id=edition.id, after=after)
    client.sign_in(factories.team_member())
    page = client.get(LEDGER)
    assert "questions c_title, d_summary free yes" in page.text
    assert "until 10 December 2026, " in page.text
    assert "T09:00" not in page.text
    client.get(f"{LEDGER}?format=csv")
    assert "until: 2026-12-10T09:00:00+00:00" in client.response.data.decode("utf-8-sig")


def test_many_lines_cost_as_much_as_few(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    client.sign_in(factories.team_member())
    costs = []
    for count in (3, 57):
        write(edition.id, count)
        with statements() as found:
            page = client.get(LEDGER)
        costs.append(len(found))
    assert costs[0] == costs[1]
    assert "Page 1 of 2, 60 in all" in page.text
