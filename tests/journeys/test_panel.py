"""A panel at its browsers: a conflict that comes to light late with its substitute, and practice before the work."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from awards_portal.db import db
from awards_portal.judging import queries, service
from awards_portal.people.models import Person as Known
from tests.journeys.accessibility import assert_accessible
from tests.journeys.site import Person
from tests.journeys.test_scorecard import Desk, desk, says
from tests.page import PageClient
from tests.rooms.judging.stage import person_of
from tests.rooms.judging.test_practice import practice_round, practise

pytestmark = pytest.mark.browser
__all__ = ["desk"]
TEAM = "/team/editions/ssc26"


def enter(desk: Desk, browser: Person, who: Known, path: str) -> Page:
    """This person at this browser."""
    cookie = PageClient(desk.app).sign_in(who).http.get_cookie("portal")
    assert cookie is not None
    browser.context.add_cookies([{"name": "portal", "value": cookie.value, "url": desk.site.address}])
    return browser.go(path)


def test_a_conflict_that_comes_to_light_late_brings_a_substitute(desk: Desk, person: Callable[..., Person]) -> None:
    stage = desk.stage
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo], stage.organiser)
    reference = stage.trams.reference
    anna = desk.enter(person(width=768, height=1024))
    anna.locator("#score-impact").focus()
    anna.keyboard.press("4")
    says(anna, "Saved ")
    anna.get_by_role("link", name="A conflict of interest has come to light").click()
    anna.get_by_label("I advised this project or helped with the entry").check()
    anna.get_by_label("In a few words").fill("I lent them the timetable")
    anna.get_by_role("button", name="State the conflict").click()
    expect(anna.locator("main")).to_contain_text(f"Entry {reference} is closed to you")
    team = enter(desk, person(), stage.organiser, f"{TEAM}/assignments")
    expect(team.locator("main")).to_contain_text("Anna Arbor stated a conflict. Bo Birch could step in")
    assert_accessible(team)
    team.get_by_role("button", name="Give it to Bo Birch").click()
    expect(team.locator("main")).to_contain_text(f"Bo Birch steps in for {reference}")
    bo = enter(desk, person(), person_of(stage.bo), f"/judging/entries/{reference}")
    expect(bo.locator("main")).to_contain_text("in the same country, Norway. Does it matter?")
    assert_accessible(bo)
    bo.get_by_role("button", name="It does not matter: no conflict, open the entry").click()
    expect(bo.locator("main")).to_contain_text("Trams run at night.")
    anna.goto(f"/judging/entries/{reference}")
    expect(anna.locator("main")).to_contain_text("You have stated a conflict with this entry")
    assert "Trams run at night." not in anna.content()


def test_practice_comes_first_and_shows_the_anchor_after_it(desk: Desk, person: Callable[..., Person]) -> None:
    stage = desk.stage
    round_ = practice_round(stage)
    service.assign_practice(round_, stage.schools, stage.organiser)
    service.set_anchor(round_, stage.bo, stage.organiser)
    practise(stage, stage.bo)
    page = enter(desk, person(width=768, height=1024), stage.as_anna, f"/judging/entries/{stage.trams.reference}")
    expect(page.locator("main")).to_contain_text("Practice comes first")
    page.goto("/judging/")
    assert_accessible(page)
    page.get_by_role("link", name="Open the next entry").first.click()
    page.get_by_role("button", name="No conflict, open the entry").click()
    page.locator("#score-impact").focus()
    # The field is there before the page's script that listens for keys.
    page.wait_for_load_state()
    for key in ("2", "n", "4", "."):
        page.keyboard.press(key)
    says(page, "Saved ")
    page.get_by_role("button", name="Complete scorecard").click()
    expect(page.locator("h1")).to_contain_text("Practice: “River schools”")
    impact = page.get_by_role("row", name="Impact")
    expect(impact).to_contain_text("2")
    expect(impact).to_contain_text("4")
    expect(page.locator("main")).to_contain_text("2 have so far")
    assert_accessible(page)
    page.goto(f"/judging/entries/{stage.trams.reference}")
    expect(page.locator("main")).to_contain_text("Trams run at night.")
    db.session.rollback()
    assert [each.judge_id for each in queries.completed_cards(round_.id, stage.schools.id)] == [
        stage.anna.id,
        stage.bo.id,
    ]
