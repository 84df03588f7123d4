"""An organiser's two spreadsheets: entries and judges with errors in them, mended, imported, and one of them undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from awards_portal.db import db
from awards_portal.entries.models import Entry
from awards_portal.judging.models import Judge
from awards_portal.sheets import Column, Sheet, Workbook, write_xlsx
from tests import factories
from tests.journeys.office import Office
from tests.journeys.site import Person

pytestmark = pytest.mark.browser

HEAD = ("city", "country", "region", "category", "status", "c_title", "d_summary", "h_accuracy")
IMPORTS = "/team/editions/ssc26/imports"


def entries(*, wrong: bool) -> list[tuple[str, ...]]:
    rows = [
        (f"Town {n}", "NO", "Europe", "Open City", "submitted", f"Project {n}", "What we did.", "yes")
        for n in range(1000)
    ]
    if wrong:
        rows[15] = ("Town 15", "NO", "Europe", "Open Sea", "submitted", "Project 15", "What we did.", "yes")
        rows[99] = ("Town 99", "NO", "Europe", "Open City", "submitted", "Project 99", "word " * 21, "yes")
    return rows


def saved(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("wb") as to:
        write_xlsx(Workbook("x", "UTC", [Sheet("Entries", [Column(each) for each in HEAD], len(rows), list(rows))]), to)
    return path


def judges(path: Path, *, wrong: bool) -> Path:
    rows = [f"Judge {n},judge{n}@example.org,University {n},NO" for n in range(60)]
    if wrong:
        rows[7] = "Judge 7,judge7(at)example.org,University 7,NO"
    path.write_text("\n".join(["name,email,organisation,country", *rows]))
    return path


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_entries_and_judges_with_errors_are_mended_imported_and_undone(
    office: Office, person: Callable[..., Person], tmp_path: Path
) -> None:
    otto = person()
    office.sign_in(otto, factories.team_member())
    page = otto.go(IMPORTS)
    for shifted, told in (
        (True, "Entries!B1: The column headed “country” holds numbers"),
        (False, "Entries!D17, “Open Sea”: "),
    ):
        rows = [(r[0], "12", *r[2:]) for r in entries(wrong=False)] if shifted else entries(wrong=True)
        page.get_by_label("Entries", exact=True).check()
        page.get_by_label("File", exact=True).set_input_files(saved(tmp_path / "entries.xlsx", rows))
        otto.press("Look at it")
        expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.get_by_role("alert")).to_contain_text("Entries!G101: This has 21 words")
    assert count(Entry) == 1
    page.get_by_label("Entries", exact=True).check()
    page.get_by_label("File", exact=True).set_input_files(saved(tmp_path / "mended.xlsx", entries(wrong=False)))
    otto.press("Look at it")
    otto.reads("1000 entries would be made. 1000 of them are submitted. 1000 cities would be added.")
    otto.press("Import all of it")
    # It is left while it is under way, come back to, and tells its end without a reload.
    otto.go(IMPORTS)
    otto.go("/team/work")
    page.get_by_role("link", name="Import of mended.xlsx").click()
    page.get_by_text("See how far it is now").or_(page.get_by_text("The import is done: ")).first.wait_for()
    seen = page.evaluate("performance.timeOrigin")
    otto.reads("The import is done: 1000 rows. No letter was sent.")
    assert page.evaluate("performance.timeOrigin") == seen
    assert count(Entry) == 1001
    otto.press("Go on")
    otto.fill("Reason", "It was last year's table.")
    otto.press("Undo the import")
    otto.reads("The import is undone.")

    page = otto.go("/team/editions/ssc26/judges/import")
    page.get_by_label("File", exact=True).set_input_files(judges(tmp_path / "judges.csv", wrong=True))
    otto.press("Show who would be invited")
    expect(page.get_by_role("alert")).to_contain_text("B9: “judge7(at)example.org” is not a mail address")
    page.get_by_label("File", exact=True).set_input_files(judges(tmp_path / "judges.csv", wrong=False))
    otto.press("Show who would be invited")
    otto.press("Invite 60 judges")
    otto.reads("60 judges are invited.")
    assert count(Judge) == 60
