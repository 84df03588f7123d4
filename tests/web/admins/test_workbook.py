"""The workbook as an organiser downloads it."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.awards import queries as awards
from awards_portal.awards import service
from awards_portal.db import db
from awards_portal.entries.models import Entry
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import City
from awards_portal.results.__main__ import main
from tests import defended, factories
from tests.page import PageClient
from tests.recalculated import rows_of

SHEETS = ["README", "Results", "Scores", "Matrix", "Scorecards", "Judges"]
SHEETS += ["Assignments", "Entries", "Criteria", "Feedback", "Ledger", "Checks"]
PUBLIC = ["README", "Results", "Scores", "Matrix", "Scorecards", "Entries", "Criteria", "Checks"]


# What the same judged round gives is computed once a run: a workbook takes seconds, and reading it changes nothing.
taken: dict[tuple[str, ...], bytes] = {}


def download(client: PageClient, shape: str = "xlsx", **more: str) -> Any:
    key = (shape, *(f"{name}={value}" for name, value in sorted(more.items())))
    if not getattr(client, "is_usual", False) or key not in taken:
        client.post("/team/editions/ssc26/workbook", {"format": shape, **more})
        data = client.response.data
        if getattr(client, "is_usual", False):
            taken[key] = data
    else:
        data = taken[key]
    body = io.BytesIO(data)
    return zipfile.ZipFile(body) if shape == "zip" else openpyxl.load_workbook(body, data_only=True)


@pytest.fixture
def organiser(client: PageClient, context: Flask) -> PageClient:
    defended.edition(["heaviest_criterion"])
    client.is_usual = True  # type: ignore[attr-defined]
    return client.sign_in(factories.team_member())


def test_the_button_on_the_standings_page_gives_the_workbook(organiser: PageClient) -> None:
    page = organiser.get("/team/editions/ssc26/standings")
    organiser.send(page, "workbook", format="xlsx")
    assert organiser.response.headers["Content-Disposition"] == "attachment; filename=ssc26-scoring-results.xlsx"
    assert openpyxl.load_workbook(io.BytesIO(organiser.response.data)).sheetnames == SHEETS


def test_results_say_what_the_page_says(organiser: PageClient, context: Flask) -> None:
    page = organiser.get("/team/editions/ssc26/standings").html
    rows = rows_of(download(organiser), "Results")
    assert len(rows) == 8
    for row in rows:
        of_entry = page.split(f'data-reference="{row["reference"]}"')[1].split("</tr>")[0]
        rank = of_entry.split("data-rank>")[1].split("<")[0].split()[0]
        score = of_entry.split("data-score>")[1].split("<")[0]
        assert rank == ("not" if row["rank"] is None else str(row["rank"]))
        assert score == ("none" if row["final score"] is None else f"{row['final score'] + 1e-9:.2f}")


def test_results_say_what_the_jury_made_of_the_places(client: PageClient, context: Flask) -> None:
    edition = defended.edition(["heaviest_criterion"])
    someone = factories.team_member()
    entry = db.session.scalars(select(Entry).filter_by(reference="SSC26-O001")).one()
    words = {"kind": "place", "place": 1, "reason": "=The jury preferred it.", "citation": ""}
    service.decide(awards.rounds(edition.id)[-1], entry, by=someone, **words)  # type: ignore[arg-type]
    client.sign_in(someone)
    rows = {row["reference"]: row for row in rows_of(download(client), "Results")}
    east, north = rows["SSC26-O001"], rows["SSC26-O000"]
    assert (east["place after decisions"], east["award"]) == (1, "Gold")
    assert east["decision note"] == "=The jury preferred it."
    assert (north["rank"], north["place after decisions"], north["award"]) == (1, 2, "Silver")
    assert rows["SSC26-O003"]["status"] == "too few scorecards"
    client.post("/team/editions/ssc26/workbook", {"format": "xlsx", "round": "scoring", "variant": "public"})
    public = openpyxl.load_workbook(io.BytesIO(client.response.data), data_only=True)
    assert "decision note" not in rows_of(public, "Results")[0]


def test_the_category_on_the_page_holds_in_the_download(organiser: PageClient) -> None:
    page = organiser.get("/team/editions/ssc26/standings?category=digital-inclusion")
    organiser.send(page, "workbook", format="xlsx")
    found = openpyxl.load_workbook(io.BytesIO(organiser.response.data), data_only=True)
    for name in ("Results", "Scores", "Scorecards", "Entries", "Matrix"):
        assert {row["category"] for row in rows_of(found, name)} == {"digital-inclusion"}, name


def test_texts_from_people_are_text_cells_in_every_sheet(organiser: PageClient) -> None:
    organiser.post("/team/editions/ssc26/workbook", {"format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(organiser.response.data))
    ours = {"Criteria!", "Scores!", "Scorecards!", "Results!", "SUM", "IF(", "$"}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    assert any(word in cell.value for word in ours), cell.coordinate
    titles = {row["title"] for row in rows_of(book, "Results")}
    assert {"=1+1", "+cmd|' /C calc'!A0", '@SUM(A1)"&', "<r>\ufffd</r>"} <= titles


def test_scores_keep_missing_apart_from_zero_and_say_why_a_card_does_not_count(organiser: PageClient) -> None:
    book = download(organiser)
    why = {(row["title"], row["judge"]): row["why not"] for row in rows_of(book, "Scorecards")}
    assert why["=1+1", "Cai"] == "taken off this entry by the organising team"
    assert why["The Fell project", "Dea"] == "the judge stated a conflict (advised)"
    assert why["The Quay project", "Bo"] == "not begun"
    scores = {(row["title"], row["judge"], row["criterion id"]): row for row in rows_of(book, "Scores")}
    assert scores["<r>\ufffd</r>", "Bo", "impact"]["score"] is None
    assert scores["<r>\ufffd</r>", "Bo", "impact"]["weighted"] is None
    assert len(scores) == 2 * len(why)


def test_the_matrix_marks_who_abstained_was_recused_or_is_pending(organiser: PageClient) -> None:
    rows = {row["title"]: row for row in rows_of(download(organiser), "Matrix")}
    assert (rows["=1+1"]["Cai: total"], rows["=1+1"]["Cai: status"]) == (None, "R")
    assert rows["The Fell project"]["Dea: status"] == "A"
    assert rows["The Quay project"]["Bo: status"] == "P"
    assert (rows["The Lake project"]["Anna: total"], rows["The Lake project"]["Anna: status"]) == (100, None)


def test_readme_says_what_the_result_rests_on(organiser: PageClient) -> None:
    facts = {row["fact"]: row["value"] for row in rows_of(download(organiser), "README")}
    assert (facts["method"], facts["tie_ladder"], facts["generated_by"]) == ("mean", "heaviest_criterion", "Otto Organ")
    assert facts["weights"] == "impact=60, innovation=40"
    assert facts["status"].startswith("provisional: the result is not published; the round is still open; 4 cards")
    assert len(facts["sha256"]) == 64
    assert facts["rows Results"] == 8


def test_the_zip_holds_the_same_rows_as_csv(organiser: PageClient) -> None:
    organiser.is_usual = False  # type: ignore[attr-defined]
    book, archive = download(organiser), download(organiser, "zip")
    assert archive.namelist() == [f"{name}.csv" for name in SHEETS]
    for name in SHEETS[1:]:
        rows = list(csv.reader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"), newline="")))
        # The second download finds the first one's line in the ledger.
        assert len(rows) == book[name].max_row + (name == "Ledger"), name
        assert rows[0] == [cell.value for cell in book[name][1]]


def test_the_ledger_keeps_who_took_it(organiser: PageClient, context: Flask) -> None:
    book = download(organiser, category="open-city")
    line = db.session.scalars(select(LedgerLine).filter_by(event="workbook.downloaded")).one()
    assert (line.actor, line.subject) == ("Otto Organ", "ssc26-scoring-open-city-results.xlsx")
    facts = {row["fact"]: row["value"] for row in rows_of(book, "README")}
    assert line.after is not None
    assert line.after["sha256"] == facts["sha256"]


def test_who_also_speaks_for_a_city_is_refused_its_judging_in_a_sentence(client: PageClient, context: Flask) -> None:
    defended.edition()
    home = db.session.scalars(select(City).filter_by(name="Lake digital-inclusion")).one()
    both = factories.representative(home, name="Both Sides")
    from awards_portal import clock
    from awards_portal.people.models import TeamMember, TeamRole

    factories.put(TeamMember(person_id=both.id, role=TeamRole.ORGANISER, since=clock.now()))
    client.sign_in(both)
    page = client.post("/team/editions/ssc26/workbook", {"format": "xlsx"}, status=409)
    assert "SSC26-D000" in page.text
    assert not db.session.scalars(select(LedgerLine).filter_by(event="workbook.downloaded")).all()
    assert download(client, category="open-city").sheetnames == [name for name in SHEETS if name != "Ledger"]


def test_an_unknown_format_category_round_or_edition_is_not_found(organiser: PageClient) -> None:
    for path, values in (
        ("ssc26", {"format": "pdf"}),
        ("ssc26", {"category": "none"}),
        ("ssc26", {"round": "none"}),
        ("ssc26", {"variant": "everything"}),
        ("ssc99", {}),
    ):
        organiser.post(f"/team/editions/{path}/workbook", values, status=404)


def test_the_publishable_workbook_tells_nothing_of_who_judged_how(organiser: PageClient, tmp_path: Path) -> None:
    full = download(organiser)
    names = {str(row["judge"]) for row in rows_of(full, "Judges")}
    assert names == {"Anna", "Bo", "Cai", "Dea"}
    hidden = names | {f"Institute of {name}" for name in names} | {"Well argued.", "=a former colleague", "advised"}
    hidden |= {"Otto Organ", "Vera Lind"}
    page = organiser.get("/team/editions/ssc26/standings")
    form = next(form for form in page.forms if form["fields"].get("variant") == "public")
    organiser.post(form["action"], {**form["fields"], "format": "xlsx"})
    assert "results-public.xlsx" in organiser.response.headers["Content-Disposition"]
    (tmp_path / "public.xlsx").write_bytes(organiser.response.data)
    book = openpyxl.load_workbook(tmp_path / "public.xlsx", data_only=True)
    assert book.sheetnames == PUBLIC
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                assert not any(word in str(value) for word in hidden), (sheet.title, value)
    assert [row["rank"] for row in rows_of(book, "Results")] == [row["rank"] for row in rows_of(full, "Results")]
    assert {row["judge"] for row in rows_of(book, "Scores")} == {"Judge 1", "Judge 2", "Judge 3", "Judge 4"}
    assert main(["verify", str(tmp_path / "public.xlsx")]) == 0


def test_assignments_say_what_stood_in_the_way(organiser: PageClient) -> None:
    rows = {(row["title"], row["judge"]): row for row in rows_of(download(organiser), "Assignments")}
    abstained, recused = rows["The Fell project", "Dea"], rows["=1+1", "Cai"]
    assert (abstained["conflict kind"], abstained["action"], abstained["action by"]) == ("advised", "abstained", "Dea")
    assert (recused["action"], recused["reason"]) == ("recused", "=a former colleague")
    assert rows["=1+1", "Anna"]["action"] is None


def test_checks_count_and_say_whether_the_winners_stay(organiser: PageClient) -> None:
    rows = rows_of(download(organiser), "Checks")
    counts = {row["check"]: (row["found"], row["should be"], row["in order?"]) for row in rows}
    assert counts["counted cards on Scorecards and on Results"] == (19, 19, "yes")
    assert counts["entries under coverage"] == (2, 0, "no")
    assert counts["entries that share a rank"] == (0, None, None)
    without = {(row["category"], row["variation"]): row for row in rows if row["variation"]}
    row = without["Digital Inclusion", "without judge Bo"]
    assert (row["in order?"], row["first places then"]) == ("no", "SSC26-D000")
    assert without["Open City", "Cai's missing card of SSC26-O003 at the highest step"]["in order?"] == "yes"


def test_an_edition_without_entries_gives_a_workbook_without_rows(client: PageClient, context: Flask) -> None:
    factories.edition()
    client.sign_in(factories.team_member())
    assert rows_of(download(client), "Results") == []
