"""The whole path on an empty instance: a new city registers and submits, three judges score, the organiser sees ranks
and takes the workbook away; with JavaScript and without.
"""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from awards_portal.config import ROOT
from tests.journeys.accessibility import assert_accessible
from tests.journeys.site import Person, Site
from tests.recalculated import recalculated, rows_of

pytestmark = [pytest.mark.browser, pytest.mark.libreoffice]

PASSWORD = "tram bridge lantern seventeen"
EDITION = str(ROOT / "awards_portal" / "sample" / "data" / "edition.json")
JUDGES = {
    "Anna Arbor": "anna@institute.example.org",
    "Bo Birch": "bo@academy.example.org",
    "Cai Cedar": "cai@lab.example.org",
}
CRITERIA = ["problem", "innovation", "resources", "implementation", "results", "learning"]
# Points by judge, for the first and the second entry; None: the judge never completes that scorecard.
POINTS: dict[str, tuple[list[str], list[str] | None]] = {
    "Anna Arbor": (["4", "3.5", "4", "3", "4.5", "3"], ["3", "3", "3.5", "3", "2.5", "4"]),
    "Bo Birch": (["3.5", "3", "3", "3.5", "4", "3.5"], ["4", "4", "3", "4", "3.5", "3"]),
    "Cai Cedar": (["2", "1.5", "2", "2", "2.5", "1"], None),
}
WEIGHTS = dict(zip(CRITERIA, [15, 20, 10, 15, 25, 15], strict=True))


def answers(title: str) -> dict[str, dict[str, Any]]:
    """What the city writes, by section."""
    long = "We asked 400 people at the market and counted for three weeks. "
    return {
        "A": {
            "a_type": "city",
            "a_department": "Office for Open Government",
            "a_contact_name": "Ida Berg",
            "a_contact_email": "ida@portalmera.example.org",
        },
        "B": {"b_population": "184000", "b_population_source": "National statistics office, 2025", "b_area": "97.5"},
        "C": {
            "c_title": title,
            "c_category": "open-city",
            "c_start": "2023-04",
            "c_status": "running",
            "c_sdgs": ["11", "16"],
            "c_technologies": "Open data portal, SMS",
        },
        "D": {"d_summary": f"{title}. Residents see what the city spends in their street, and correct it."},
        "E": {
            "e1_problem": long * 3,
            "e2_design": "=SUM(A1:A9) is how a spreadsheet would begin; ours begins with a map. " + long,
            "e3_resources": long,
            "e3_budget": ("420000", "EUR"),
            "e4_implementation": long * 2,
            "e5_results": long * 4,
            "e5_indicators": [
                {
                    "indicator": "Corrections by residents",
                    "unit": "a year",
                    "baseline": "0",
                    "result": "1240",
                    "date": "2025-09",
                }
            ],
            "e6_learning": long,
        },
        "F": {"f_open_city": long},
        "H": {"h_accuracy": True, "h_authority": True, "h_publication": True},
    }


def write(page: Page, section: dict[str, Any]) -> None:
    """Fill the questions of the section that is open."""
    for key, value in section.items():
        if value is True:
            page.locator(f"#q-{key}").check()
        elif isinstance(value, tuple):
            page.locator(f"[name='q-{key}-amount']").fill(value[0])
            page.locator(f"[name='q-{key}-currency']").select_option(value[1])
        elif isinstance(value, list) and isinstance(value[0], dict):
            for number, row in enumerate(value):
                for column, cell in row.items():
                    page.locator(f"[name='q-{key}-{number}-{column}']").fill(cell)
        elif isinstance(value, list):
            for each in value:
                page.locator(f"input[name='q-{key}'][value='{each}']").check()
        elif page.locator(f"input[name='q-{key}'][type='radio']").count():
            page.locator(f"input[name='q-{key}'][value='{value}']").check()
        else:
            page.locator(f"#q-{key}").fill(value)


def files() -> tuple[dict[str, Any], dict[str, Any]]:
    """A PDF of two pages and a photograph 1,200 pixels wide."""
    pdf, made = pikepdf.new(), io.BytesIO()
    for _ in range(2):
        pdf.add_blank_page()
    pdf.save(made)
    photo = io.BytesIO()
    Image.new("RGB", (1200, 800), (20, 90, 90)).save(photo, "JPEG")
    return (
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": made.getvalue()},
        {"name": "street.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()},
    )


class Walk:
    """One run of the path."""

    def __init__(self, site: Site, person: Callable[..., Person], *, script: bool) -> None:
        self.site = site
        self.person = person
        self.script = script
        self.seen: set[tuple[str, str]] = set()

    def somebody(self) -> Person:
        return self.person(script=self.script)

    def look(self, page: Page) -> None:
        """Each kind of page once. Without JavaScript axe itself would not run: the pages are the same."""
        path, title = (re.sub(r"SSC26-\d+|\d+", "0", text) for text in (page.url, page.title()))
        if self.script and (path, title) not in self.seen:
            self.seen.add((path, title))
            assert_accessible(page)

    def register(self, who: Person, email: str) -> None:
        page = who.go("/")
        self.look(page)
        who.press("Enter your city's project")
        self.look(page)
        who.fill("Name of the city", "Almera")
        who.press("Find the city")
        who.press("Add your city")
        self.look(page)
        page.locator("#city_name").fill("Port Almera")
        page.locator("#country").select_option("PT")
        page.locator("#region").select_option("Europe")
        page.locator("#name").fill("Ida Berg")
        page.locator("#email").fill(email)
        who.press("Send me the link")
        who.reads("Look into your mailbox")
        link = self.site.link(email)
        page.goto("/development/mail")
        expect(page.get_by_text("Confirm your address")).to_be_visible()
        self.look(page)
        who.go(link)
        self.look(page)
        who.fill("Password", PASSWORD)
        who.press("Make the account")
        who.reads("you are the lead of Port Almera")

    def sign_in(self, who: Person, email: str, password: str = PASSWORD) -> None:
        who.go("/account/sign-in")
        who.fill("E-mail address", email)
        who.fill("Password", password)
        who.press("Sign in")

    def forget_the_password(self, who: Person, email: str) -> None:
        who.press("Sign out")
        who.reads("You are signed out.")
        who.go("/account/sign-in")
        who.press("I have forgotten my password")
        who.fill("E-mail address", email)
        who.press("Send me the link")
        who.go(self.site.link(email, "new password"))
        who.fill("Password", PASSWORD + " again")
        who.press("Store the password")
        who.reads("you are signed in")

    def invite_colleague(self, who: Person) -> None:
        page = who.go("/account/cities/port-almera")
        self.look(page)
        page.locator("#name").fill("Eda Ekman")
        page.locator("#email").fill("eda@portalmera.example.org")
        page.locator("input[name='role'][value='editor']").check()
        who.press("Send the invitation")
        colleague = self.somebody()
        colleague.go(self.site.link("eda@portalmera.example.org"))
        self.look(colleague.page)
        colleague.fill("Choose a password", PASSWORD)
        colleague.press("Accept the invitation")
        colleague.page.locator("h1", has_text="Your entries").wait_for()

    def enter(self, who: Person, title: str) -> str:
        """Start an entry, fill it in, submit it; returns its reference."""
        page = who.go("/entries/start/ssc26")
        self.look(page)
        for name, answer in (("local-government", "yes"), ("under-way", "yes"), ("won-before", "no")):
            page.locator(f"input[name='eligible-{name}'][value='{answer}']").check()
        who.press("Continue")
        self.look(page)
        page.locator("input[name='category'][value='open-city']").check()
        who.press("Start the entry")
        page.wait_for_url(re.compile(r"/entries/SSC26-\d+$"))
        reference = page.url.rsplit("/", 1)[1]
        self.look(page)
        for key, section in answers(title).items():
            if key == "H":
                self.attach(who, reference)
                self.see_what_is_missing(who, reference)
            page.goto(f"/entries/{reference}/sections/{key}")
            write(page, section)
            self.look(page)
            page.locator("button[name='go']").first.click()
            page.wait_for_url(lambda url, key=key: not url.endswith(f"/sections/{key}"))
        page.goto(f"/entries/{reference}/check")
        self.look(page)
        who.press("Submit entry")
        who.reads(f"Entry {reference}, version 1, is submitted.")
        self.look(page)
        assert re.fullmatch(r"[0-9a-f]{64}", page.locator("code.digest").first.inner_text())
        return reference

    def attach(self, who: Person, reference: str) -> None:
        page = who.go(f"/entries/{reference}/sections/G")
        self.look(page)
        for key, file in zip(("g_files", "g_photo"), files(), strict=True):
            page.locator(f"#q-{key}").set_input_files(file)  # type: ignore[arg-type]
            button = page.locator(f"button[name='stay'][value='{key}']")
            if button.is_visible():
                button.click()
            page.get_by_role("link", name=file["name"]).wait_for()
        self.look(page)

    def see_what_is_missing(self, who: Person, reference: str) -> None:
        page = who.go(f"/entries/{reference}/check")
        if page.get_by_role("button", name="Submit entry").count():
            who.press("Submit entry")
        page.get_by_text("What is written here is accurate").first.wait_for()
        assert "version 1, is submitted" not in page.content()

    def close_entries(self) -> None:
        dates = ["--closes", "PT0M", "--round", "scoring", "PT0M", "P9D", "--reason", "The call is over"]
        self.site.flask("edition", "dates", "ssc26", *dates)

    def organise(self, link: str) -> Person:
        who = self.somebody()
        who.go(link)
        who.fill("Password", PASSWORD)
        who.press("Store the password")
        self.look(who.page)
        return who

    def invite_judges(self, organiser: Person) -> None:
        for name, email in JUDGES.items():
            page = organiser.go("/team/editions/ssc26/judges")
            details = page.locator("details", has_text="Invite a judge").first
            if details.get_attribute("open") is None:
                details.locator("summary").click()
            page.locator("#name").fill(name)
            page.locator("#email").fill(email)
            page.locator("#organisation").fill("Institute of Public Works")
            organiser.press("Send the invitation")
            organiser.page.get_by_text(email).first.wait_for()
        self.look(organiser.page)

    def accept(self, name: str) -> Person:
        judge = self.somebody()
        judge.go(self.site.link(JUDGES[name]))
        judge.fill("Choose a password", PASSWORD)
        judge.press("Accept the invitation")
        judge.page.locator("h1", has_text="Entries to judge").wait_for()
        return judge

    def assign(self, organiser: Person, by_hand: str) -> None:
        page = organiser.go("/team/editions/ssc26/panels")
        self.look(page)
        seats = page.locator("form[action$='/panels/open-city/seats']")
        for name in JUDGES:
            seats.get_by_label(name).check()
        seats.get_by_role("button").click()
        page.get_by_text("sit on the panel of Open City.").wait_for()
        page.goto("/team/editions/ssc26/assignments?category=open-city")
        page.locator("#entry").select_option(by_hand)
        option = page.locator("#judge option", has_text="Anna Arbor").get_attribute("value")
        page.locator("#judge").select_option(option)
        page.get_by_role("button", name="Assign", exact=True).click()
        page.goto("/team/editions/ssc26/assignments?category=open-city")
        self.look(page)
        organiser.press("Assign every entry to the whole panel")
        self.look(page)
        expect(page.get_by_text("5 assignments would be made")).to_be_visible()
        organiser.press("Make 5 assignments")
        self.look(page)

    def score(self, judge: Person, reference: str, points: list[str], *, complete: bool = True) -> None:
        page = judge.go(f"/judging/entries/{reference}")
        if page.get_by_role("button", name="No conflict, open the entry").count():
            assert "400 people at the market" not in page.content(), "shown before the conflict statement"
            self.look(page)
            judge.press("No conflict, open the entry")
        expect(page.get_by_text("400 people at the market").first).to_be_visible()
        for criterion, value in zip(CRITERIA, points, strict=True):
            page.locator(f"input[name='score-{criterion}'][value='{int(float(value) * 2)}']").check()
            if float(value) < 2:
                page.locator(f"#comment-{criterion}").fill("I missed figures of your own here.")
        page.locator("#comment_for_city").fill("Told plainly.")
        self.look(page)
        judge.press("Complete scorecard" if complete else "Save")
        page.wait_for_url(re.compile(r"/judging/" if complete else r"/judging/entries/"))

    def standings(self, organiser: Person) -> dict[str, tuple[str, str]]:
        page = organiser.go("/team/editions/ssc26/standings?category=open-city")
        self.look(page)
        rows = page.locator("tr[data-reference]")
        found = {}
        for row in rows.all():
            rank = re.match(r"\d+", row.locator("[data-rank]").inner_text())
            assert rank
            reference = row.get_attribute("data-reference")
            assert reference
            found[reference] = (rank[0], row.locator("[data-score]").inner_text())
        return found

    def download(self, organiser: Person, words: str, to: Path) -> Path:
        with organiser.page.expect_download() as waiting:
            organiser.page.get_by_role("button", name=words).click()
        waiting.value.save_as(to)
        return to


def total(points: list[str]) -> float:
    """100 · Σ w s / 5 / Σ w."""
    return sum(WEIGHTS[key] * float(value) for key, value in zip(CRITERIA, points, strict=True)) / 5


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_registration_to_a_workbook_that_can_be_recomputed(
    site: Site, person: Callable[..., Person], script: bool, tmp_path: Path
) -> None:
    run = Walk(site, person, script=script)
    site.flask("edition", "load", EDITION)
    printed = site.flask("admin", "create", "otto@organisers.example.org", "--name", "Otto Organ")
    link = re.findall(r"https?://\S+", printed)[0]

    ida = run.somebody()
    email = "ida@portalmera.example.org"
    run.register(ida, email)
    run.forget_the_password(ida, email)
    run.invite_colleague(ida)
    first = run.enter(ida, "Budgets street by street")
    second = run.enter(ida, "Permits with their reasons")
    assert "SHA-256" in site.letters(email, f"entry {first}")[0]
    run.close_entries()
    ida.go(f"/entries/{first}")
    ida.reads("Closed on")

    otto = run.organise(link)
    run.invite_judges(otto)
    judges = {name: run.accept(name) for name in JUDGES}
    run.assign(otto, first)
    for name, judge in judges.items():
        given = POINTS[name]
        run.score(judge, first, given[0])
        if given[1] is not None:
            run.score(judge, second, given[1])
        else:
            run.score(judge, second, ["5"] * 6, complete=False)

    shown = run.standings(otto)
    means = {
        first: sum(total(given[0]) for given in POINTS.values()) / 3,
        second: sum(total(given[1]) for given in POINTS.values() if given[1]) / 2,
    }
    best = sorted(means, key=lambda reference: -means[reference])
    assert [shown[reference][0] for reference in best] == ["1", "2"], (shown, means)
    for reference, mean in means.items():
        assert shown[reference][1] == f"{mean:.2f}", "a card that is not completed is missing, never zero"

    book = run.download(otto, "Download the workbook (XLSX)", tmp_path / "workbook.xlsx")
    archive = run.download(otto, "Download it as CSV files (ZIP)", tmp_path / "workbook.zip")
    names = {"README", "Results", "Scores", "Matrix", "Scorecards", "Judges", "Entries", "Criteria"}
    assert {name.removesuffix(".csv") for name in zipfile.ZipFile(archive).namelist()} >= names

    rows = {row["reference"]: row for row in rows_of(recalculated(book, tmp_path), "Results")}
    for reference, (rank, score) in shown.items():
        assert str(rows[reference]["rank"]) == rank
        assert f"{rows[reference]['final score']:.2f}" == score
    assert verify(book).returncode == 0
    changed = verify(with_one_score_changed(book, tmp_path / "changed.xlsx"))
    assert changed.returncode == 1, changed.stdout


def verify(book: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "awards_portal.results", "verify", str(book)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def with_one_score_changed(book: Path, to: Path) -> Path:
    opened = openpyxl.load_workbook(book)
    sheet = opened["Scores"]
    titles = [cell.value for cell in sheet[1]]
    cell = sheet.cell(row=2, column=titles.index("score") + 1)
    cell.value = 5 if cell.value != 5 else 0
    opened.save(to)
    return to
