"""A judge at a browser: keys, a network that fails, two windows, a round that closes meanwhile."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.judging import queries
from awards_portal.judging.rules import Content, Given
from awards_portal.programmes.models import Criterion
from awards_portal.programmes.queries import criteria
from tests.journeys.site import Person, Site
from tests.page import PageClient
from tests.rooms.judging.stage import Stage, opened, revisions, shut

pytestmark = pytest.mark.browser


@dataclass
class Desk:
    """The stage inside the served portal, and Anna's key to it."""

    app: Flask
    site: Site
    stage: Stage

    def enter(self, person: Person) -> Page:
        """Anna at this browser, with the trams before her."""
        cookie = PageClient(self.app).sign_in(self.stage.as_anna).http.get_cookie("portal")
        assert cookie is not None
        person.context.add_cookies([{"name": "portal", "value": cookie.value, "url": self.site.address}])
        return person.go(f"/judging/entries/{self.stage.trams.reference}")

    def stored(self) -> Content:
        db.session.rollback()
        seat = queries.seat(self.stage.assignment.id)
        return queries.content(seat.card, criteria(seat.assignment.round.rubric_id))


@pytest.fixture
def desk(site: Site) -> Iterator[Desk]:
    with site.inside() as app:
        yield Desk(app, site, opened())


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-save-state]")).to_contain_text(words)


def nothing_kept(page: Page) -> None:
    """Wait until the browser holds no copy."""
    for _try in range(50):
        if page.evaluate("localStorage.length") == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate("JSON.stringify(localStorage)"))


def test_a_scorecard_filled_by_keyboard_saves_itself(desk: Desk, person: Callable[..., Person]) -> None:
    with transaction():
        db.session.scalars(select(Criterion).filter_by(key="innovation")).one().na_allowed = True
    page = desk.enter(person())
    page.locator("#score-impact").focus()
    page.keyboard.press("4")
    page.keyboard.press(".")
    page.keyboard.press("n")
    page.keyboard.press("x")
    expect(page.locator("[data-total]")).to_have_text("90.0 of 100")
    assert desk.stored().given("innovation") == Given(not_applicable=True)
    page.keyboard.press("3")
    expect(page.locator("[data-total]")).to_contain_text("78.0 of 100")
    page.get_by_label("Comment on Impact").fill("Nurses ride home at 4")
    says(page, "Saved ")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    nothing_kept(page)
    assert desk.stored().scores == {"impact": Given(9, "Nurses ride home at 4"), "innovation": Given(6)}
    page.get_by_role("button", name="Complete scorecard").click()
    expect(page.locator("h1")).to_have_text("Entries to judge")
    expect(page.get_by_text("1 of 2 scorecards completed")).to_be_visible()


def test_a_completed_scorecard_leaves_no_copy_in_the_browser(desk: Desk, person: Callable[..., Person]) -> None:
    page = desk.enter(person())
    page.locator("#score-impact-8").check(force=True)
    page.locator("#score-innovation-6").check(force=True)
    page.get_by_role("button", name="Complete scorecard").click()
    expect(page.locator("h1")).to_have_text("Entries to judge")
    nothing_kept(page)
    assert desk.stored().scores == {"impact": Given(8), "innovation": Given(6)}


def test_what_the_portal_could_not_take_stays_in_the_browser(desk: Desk, person: Callable[..., Person]) -> None:
    anna = person()
    first = desk.enter(anna)
    second = anna.context.new_page()
    second.goto(first.url)
    first.get_by_label("Private note").fill("From the first window")
    says(first, "Saved ")
    second.get_by_label("Private note").fill("From the second window")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_text("Where they differ")).to_be_visible()
    says(second, "What the fields hold is not saved yet.")
    assert "From the second window" in second.evaluate("JSON.stringify(localStorage)")
    second.get_by_role("button", name="Save", exact=True).click()
    says(second, "Saved ")
    nothing_kept(second)
    assert desk.stored().private_note == "From the second window"


def test_a_button_pressed_while_something_is_on_its_way_waits_for_it(desk: Desk, person: Callable[..., Person]) -> None:
    page = desk.enter(person())
    on_its_way: list[Route] = []

    def hold_back(route: Route) -> None:
        if "json" in (route.request.headers.get("content-type") or "") and not on_its_way:
            on_its_way.append(route)
        else:
            route.continue_()

    page.route("**/scores", hold_back)
    page.locator("#score-impact-8").check(force=True)
    for _try in range(50):
        page.wait_for_timeout(100)
        if on_its_way:
            break
    page.locator("#score-innovation-6").check(force=True)
    page.get_by_role("button", name="Complete scorecard").click()
    page.wait_for_timeout(300)
    on_its_way[0].continue_()
    expect(page.locator("h1")).to_have_text("Entries to judge")
    assert desk.stored().scores == {"impact": Given(8), "innovation": Given(6)}


def test_what_is_typed_without_a_network_is_sent_when_it_returns(desk: Desk, person: Callable[..., Person]) -> None:
    anna = person()
    page = desk.enter(anna)
    anna.context.set_offline(True)
    page.get_by_label("Private note").fill("Written over the Alps")
    says(page, "Not saved, trying again")
    assert desk.stored() == Content()
    anna.context.set_offline(False)
    says(page, "Saved ")
    assert desk.stored().private_note == "Written over the Alps"


def test_what_never_arrived_is_back_when_the_page_is_opened_again(desk: Desk, person: Callable[..., Person]) -> None:
    anna = person()
    page = desk.enter(anna)
    desk.site.kill()
    page.get_by_label("Comment for the city").fill("Bold and cheap")
    says(page, "Not saved, trying again")
    page.close()
    desk.site.start()
    anna.page = anna.context.new_page()
    page = anna.go(f"/judging/entries/{desk.stage.trams.reference}")
    says(page, "Saved ")
    expect(page.get_by_label("Comment for the city")).to_have_value("Bold and cheap")
    assert desk.stored().comment_for_city == "Bold and cheap"


def test_two_windows_show_both_versions_and_the_judge_chooses(desk: Desk, person: Callable[..., Person]) -> None:
    anna = person()
    first = desk.enter(anna)
    second = anna.context.new_page()
    second.goto(first.url)
    first.get_by_label("Private note").fill("From the first window")
    says(first, "Saved ")
    second.get_by_label("Private note").fill("From the second window")
    says(second, "Two versions of this scorecard")
    expect(second.locator("[data-told] table")).to_contain_text("From the first window")
    expect(second.get_by_label("Private note")).to_have_value("From the second window")
    assert desk.stored().private_note == "From the first window"
    second.get_by_role("button", name="Keep what is in this window").click()
    says(second, "Saved ")
    assert desk.stored().private_note == "From the second window"
    first.get_by_label("Private note").fill("Again from the first")
    says(first, "Two versions of this scorecard")
    first.get_by_role("button", name="Use what is stored").click()
    expect(first.get_by_label("Private note")).to_have_value("From the second window")
    first.get_by_label("Private note").fill("From the second window, and more")
    says(first, "Saved ")
    assert desk.stored().private_note == "From the second window, and more"


def test_after_the_close_the_page_says_so_and_keeps_the_words(desk: Desk, person: Callable[..., Person]) -> None:
    page = desk.enter(person())
    shut(desk.stage)
    db.session.rollback()
    page.get_by_label("Private note").fill("A minute too late")
    expect(page.locator("[data-told]")).to_contain_text("Scoring closed on")
    expect(page.get_by_label("Private note")).to_have_value("A minute too late")
    db.session.rollback()
    assert [row.content["private_note"] for row in revisions("set aside")] == ["A minute too late"]
    assert desk.stored() == Content()


def test_a_session_that_ended_loses_nothing(desk: Desk, person: Callable[..., Person]) -> None:
    anna = person()
    page = desk.enter(anna)
    anna.context.clear_cookies()
    page.get_by_label("Private note").fill("Typed after lunch")
    expect(page.locator("[data-told]")).to_contain_text("You are signed out")
    cookie = PageClient(desk.app).sign_in(desk.stage.as_anna).http.get_cookie("portal")
    assert cookie is not None
    anna.context.add_cookies([{"name": "portal", "value": cookie.value, "url": desk.site.address}])
    says(page, "Saved ")
    assert desk.stored().private_note == "Typed after lunch"
