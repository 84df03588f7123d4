"""A city writing its entry in a browser: the power goes, the network goes, the session goes, two write at once."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select, update

from awards_portal import clock, ledger, sample
from awards_portal.cli.editions import read_document
from awards_portal.db import db, transaction
from awards_portal.entries import queries, service
from awards_portal.entries.models import Entry
from awards_portal.people import passwords
from awards_portal.people.models import Person, SignIn
from awards_portal.programmes import queries as programmes
from awards_portal.programmes import service as editions
from awards_portal.programmes.models import Edition
from tests import factories
from tests.journeys.site import Person as Someone
from tests.journeys.site import Site
from tests.page import PageClient

pytestmark = pytest.mark.browser
PASSWORD = "tram bridge lantern"
EVIDENCE = "Nurses wait forty minutes for the last tram."
DRAFTS = """async () => {
  const open = indexedDB.open("portal", 1);
  const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const all = database.transaction("drafts").objectStore("drafts").getAll();
  await new Promise((done) => { all.onsuccess = done; });
  database.close();
  return all.result.map((draft) => draft.value);
}"""


@dataclass
class Room:
    """The served portal with an open edition, a city's two people and its entry."""

    app: Flask
    site: Site
    entry: Entry
    ida: Person
    olav: Person

    def key(self, someone: Someone, who: Person) -> None:
        """Sign in without the sign-in page."""
        cookie = PageClient(self.app).sign_in(who).http.get_cookie("portal")
        assert cookie is not None
        someone.context.add_cookies([{"name": "portal", "value": cookie.value, "url": self.site.address}])

    def section(self, someone: Someone, section: str, who: Person | None = None) -> Page:
        """A section's page at this browser."""
        self.key(someone, who or self.ida)
        return someone.go(f"/entries/{self.entry.reference}/sections/{section}")

    def stored(self, question: str) -> Any:
        db.session.rollback()
        found = queries.answers(self.entry.id).get(question)
        return found.value if found else None

    def aside(self) -> list[Any]:
        db.session.rollback()
        return [row.value for row in queries.set_aside(self.entry.id)]

    def end_sessions(self) -> None:
        """As when everybody was signed out."""
        with transaction() as moment:
            db.session.execute(update(SignIn).values(ended_at=moment.at))

    def close(self) -> None:
        """Let the edition have closed an hour ago."""
        with transaction():
            edition = db.session.get_one(Edition, self.entry.edition_id)
            edition.closes_at = clock.now() - timedelta(hours=1)


@pytest.fixture
def room(site: Site) -> Iterator[Room]:
    with site.inside() as app:
        document = read_document(Path(sample.__file__).parent / "data" / "edition.json")
        edition = editions.create_edition(document, ledger.System("a test"))
        city = factories.city()
        ida = factories.representative(city, name="Ida Berg", password_hash=passwords.hashed(PASSWORD))
        olav = factories.representative(city, name="Olav Dahl")
        category = next(each for each in programmes.categories(edition.id) if each.key == "open-city")
        right = {each["key"]: each["right"] for each in edition.eligibility}
        entry = service.start(city, edition, category, ida, "a", right)
        yield Room(app, site, db.session.scalars(select(Entry).filter_by(id=entry.id)).one(), ida, olav)


def state(page: Page, question: str) -> Locator:
    return page.locator(f'[data-question="{question}"] [data-save-state]')


def problem(page: Page) -> Locator:
    return page.get_by_label("Problem and evidence")


def test_what_is_typed_is_saved_by_itself_and_survives_a_reload(room: Room, person: Callable[..., Someone]) -> None:
    page = room.section(person(), "E")
    expect(page.locator("[data-page-state]")).to_have_text("What you type is saved by itself.")
    problem(page).press_sequentially(EVIDENCE)
    expect(state(page, "e1_problem")).to_contain_text("Saved ")
    expect(page.locator("[data-page-state]")).to_contain_text("Saved ")
    page.get_by_label("Amount").fill("125000")
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_label("Indicator, row 1", exact=True).fill("Waiting time")
    page.get_by_role("button", name="Add a row").click()
    page.get_by_label("Indicator, row 2", exact=True).fill("Rides a night")
    expect(state(page, "e5_indicators")).to_contain_text("Saved ")
    expect(state(page, "e3_budget")).to_contain_text("Saved ")
    assert room.stored("e1_problem") == EVIDENCE
    assert room.stored("e3_budget") == {"amount": "125000", "currency": "EUR"}
    assert [row["indicator"] for row in room.stored("e5_indicators")] == ["Waiting time", "Rides a night"]
    page.reload()
    expect(problem(page)).to_have_value(EVIDENCE)
    expect(page.get_by_label("Indicator, row 2", exact=True)).to_have_value("Rides a night")
    assert page.evaluate(DRAFTS) == []
    # A plain sending of the whole page after that is no conflict with what the script saved.
    problem(page).fill(f"{EVIDENCE} In winter longer.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("h1")).to_have_text("Question of the category")
    assert room.stored("e1_problem") == f"{EVIDENCE} In winter longer."
    assert room.aside() == []
    assert page.evaluate(DRAFTS) == []


def test_choices_are_saved_at_once(room: Room, person: Callable[..., Someone]) -> None:
    page = room.section(person(), "C")
    page.get_by_label("In operation", exact=True).check()
    page.get_by_label("11 Sustainable cities and communities").check()
    expect(state(page, "c_sdgs")).to_contain_text("Saved ")
    page.get_by_label("Digital Inclusion").check()
    expect(state(page, "c_category")).to_contain_text("Saved ")
    assert (room.stored("c_status"), room.stored("c_sdgs")) == ("running", ["11"])
    assert room.stored("c_category") == "digital-inclusion"


def test_words_are_counted_while_typing_and_nothing_is_cut(room: Room, person: Callable[..., Someone]) -> None:
    page = room.section(person(), "C")
    title = page.get_by_label("Title of the project")
    title.fill(" ".join(["tram"] * 24) + "\u00a0night")
    expect(page.locator("#count-c_title")).to_have_text("25 of 25 words")
    long = " ".join(["tram"] * 30)
    title.fill(long)
    expect(page.locator("#count-c_title")).to_have_text("30 of 25 words, 5 too many")
    expect(state(page, "c_title")).to_contain_text("Saved ")
    assert room.stored("c_title") == long


def test_a_power_cut_while_typing_loses_nothing(room: Room, person: Callable[..., Someone]) -> None:
    page = room.section(person(), "E")
    problem(page).press_sequentially("Nurses wait ")
    room.site.kill()
    problem(page).press_sequentially("forty minutes for the last tram.")
    expect(state(page, "e1_problem")).to_contain_text("Not saved, retrying")
    assert page.evaluate(DRAFTS) == [EVIDENCE]
    room.site.start()
    expect(state(page, "e1_problem")).to_contain_text("Saved ", timeout=40_000)
    assert room.stored("e1_problem") == EVIDENCE
    page.wait_for_function(f"({DRAFTS})().then((all) => all.length === 0)")


def test_a_closed_tab_gives_its_text_back_to_the_next(room: Room, person: Callable[..., Someone]) -> None:
    ida = person()
    page = room.section(ida, "E")
    room.site.kill()
    problem(page).fill(EVIDENCE)
    expect(state(page, "e1_problem")).to_contain_text("Not saved, retrying")
    page.close()
    room.site.start()
    ida.page = ida.context.new_page()
    page = ida.go(f"/entries/{room.entry.reference}/sections/E")
    expect(page.locator("[data-told]")).to_contain_text("is back:Problem and evidence")
    expect(problem(page)).to_have_value(EVIDENCE)
    expect(state(page, "e1_problem")).to_contain_text("Saved ")
    assert room.stored("e1_problem") == EVIDENCE


def test_text_left_behind_is_sent_from_the_list_too(room: Room, person: Callable[..., Someone]) -> None:
    ida = person()
    page = room.section(ida, "E")
    room.site.kill()
    problem(page).fill(EVIDENCE)
    expect(state(page, "e1_problem")).to_contain_text("Not saved, retrying")
    page.close()
    room.site.start()
    ida.page = ida.context.new_page()
    page = ida.go(f"/entries/{room.entry.reference}")
    expect(page.get_by_text("could not be saved then is saved now")).to_be_visible()
    assert room.stored("e1_problem") == EVIDENCE
    assert page.evaluate(DRAFTS) == []


def test_two_at_one_question_see_both_texts(room: Room, person: Callable[..., Someone]) -> None:
    first = room.section(person(), "E")
    expect(first.locator('[data-here="E"]')).to_have_text("")
    second = room.section(person(), "E", room.olav)
    # Told by the beat of the first page's script.
    expect(second.locator('[data-here="E"]')).to_have_text("Ida Berg is editing this section.")
    problem(first).fill("Ida's evidence")
    expect(state(first, "e1_problem")).to_contain_text("Saved ")
    problem(second).fill("Olav's evidence")
    expect(state(second, "e1_problem")).to_contain_text("choose which stays")
    panel = second.locator('[data-question="e1_problem"] .both')
    expect(panel.locator(".theirs")).to_contain_text("Ida's evidence")
    expect(panel.locator(".theirs")).to_contain_text("Saved by Ida Berg")
    expect(panel.locator(".yours")).to_contain_text("Olav's evidence")
    assert room.stored("e1_problem") == "Ida's evidence"
    assert room.aside() == ["Olav's evidence"]
    second.get_by_role("button", name="Keep what is in this window").click()
    expect(state(second, "e1_problem")).to_contain_text("Saved ")
    assert room.stored("e1_problem") == "Olav's evidence"
    problem(first).fill("Ida's evidence, more of it")
    expect(state(first, "e1_problem")).to_contain_text("choose which stays")
    first.get_by_role("button", name="Use what is saved").click()
    expect(problem(first)).to_have_value("Olav's evidence")
    assert room.stored("e1_problem") == "Olav's evidence"
    assert set(room.aside()) == {"Olav's evidence", "Ida's evidence, more of it"}
    problem(first).fill("Olav's evidence, agreed")
    expect(state(first, "e1_problem")).to_contain_text("Saved ")
    assert room.stored("e1_problem") == "Olav's evidence, agreed"


def test_a_session_that_ended_keeps_the_text_until_somebody_signs_in(
    room: Room, person: Callable[..., Someone]
) -> None:
    ida = person()
    page = room.section(ida, "E")
    room.end_sessions()
    problem(page).fill(EVIDENCE)
    expect(page.locator("[data-told]")).to_contain_text("You are signed out")
    assert room.stored("e1_problem") is None
    with ida.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new window").click()
    window = opened.value
    window.get_by_label("E-mail address").fill(room.ida.email)
    window.get_by_label("Password").fill(PASSWORD)
    window.get_by_role("button", name="Sign in").click()
    window.wait_for_url("**/entries/**")
    expect(state(page, "e1_problem")).to_contain_text("Saved ", timeout=30_000)
    expect(page.locator("[data-told]")).to_have_text("")
    assert room.stored("e1_problem") == EVIDENCE


def test_text_of_one_person_is_not_sent_under_the_name_of_another(room: Room, person: Callable[..., Someone]) -> None:
    ida = person()
    page = room.section(ida, "E")
    room.key(ida, room.olav)
    problem(page).fill(EVIDENCE)
    expect(page.locator("[data-told]")).to_contain_text("Somebody else is signed in")
    assert room.stored("e1_problem") is None
    room.key(ida, room.ida)
    expect(state(page, "e1_problem")).to_contain_text("Saved ", timeout=30_000)
    assert room.stored("e1_problem") == EVIDENCE


def test_after_the_deadline_the_page_says_so_and_the_text_is_set_aside(
    room: Room, person: Callable[..., Someone]
) -> None:
    page = room.section(person(), "E")
    room.close()
    problem(page).fill(EVIDENCE)
    expect(state(page, "e1_problem")).to_contain_text("The deadline passed on")
    expect(problem(page)).to_have_value(EVIDENCE)
    assert room.stored("e1_problem") is None
    assert room.aside() == [EVIDENCE]


def test_without_javascript_an_ended_session_gives_the_text_back(room: Room, person: Callable[..., Someone]) -> None:
    page = room.section(person(script=False), "E")
    room.end_sessions()
    problem(page).fill(EVIDENCE)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("What you sent is kept on this page")).to_be_visible()
    page.get_by_label("E-mail address").fill(room.ida.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("What you sent is still here")
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator("h1")).to_have_text("Question of the category")
    assert room.stored("e1_problem") == EVIDENCE


def test_an_upload_that_breaks_off_goes_on_where_it_stopped(
    room: Room, person: Callable[..., Someone], tmp_path: Path
) -> None:
    photo = tmp_path / "Tram.png"
    # Noise does not get smaller: three pieces and a bit.
    Image.frombytes("RGB", (1100, 1000), os.urandom(3_300_000)).save(photo)
    page = room.section(person(), "G")
    sent: list[int] = []
    page.on("request", lambda r: sent.append(int(r.url.split("start=")[1])) if "?start=" in r.url else None)
    page.route("**/uploads/*?start=1000000", lambda route: route.abort(), times=1)
    page.get_by_label("Add a file", exact=True).set_input_files(photo)
    expect(page.locator("[data-progress]").last).to_contain_text("What has arrived is kept")
    expect(page.locator("[data-progress]").last).to_have_text("Tram.png is added.", timeout=20_000)
    assert sent == [0, 1_000_000, 1_000_000, 2_000_000, 3_000_000]
    db.session.rollback()
    assert [file.name for file in queries.attachments(room.entry.id)] == ["Tram.png"]
