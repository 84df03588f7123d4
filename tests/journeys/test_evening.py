"""A judge's evening without a mouse at 768 pixels, and a round that closes while somebody scores."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from awards_portal.db import db
from awards_portal.judging import queries
from awards_portal.judging.rules import Content, Given
from awards_portal.programmes.queries import criteria
from tests.journeys.accessibility import assert_accessible
from tests.journeys.site import Person
from tests.journeys.test_panel import enter
from tests.journeys.test_scorecard import Desk, desk, says
from tests.rooms.judging.stage import revisions, shut

pytestmark = pytest.mark.browser
__all__ = ["desk"]
# Everything that can be acted on and is shown; of radios with one name the keyboard stops at one.
STOPS = """() => {
  const radios = new Set();
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), textarea, select, summary")]
    .filter((each) => each.checkVisibility() && !each.disabled)
    .filter((each) => each.type !== "radio" || (!radios.has(each.name) && radios.add(each.name)))
    .map((each) => each.matches("textarea") ? each.name : each.textContent.trim() || each.name);
}"""
# Nothing in focus has no words.
HERE = """() => {
  const here = document.activeElement;
  return here === document.body ? "" : here.matches("textarea") ? here.name : here.textContent.trim() || here.name;
}"""


def tab_to(page: Page, words: str, most: int = 60) -> None:
    """Press the tab key until the thing with these words is in focus."""
    for _stop in range(most):
        page.keyboard.press("Tab")
        if words in page.evaluate(HERE):
            return
    raise AssertionError(f"the keyboard never came to {words!r}; the last was {page.evaluate(HERE)!r}")


def walk(page: Page) -> list[str]:
    """Where the tab key stops, from the top of the page to its end."""
    page.evaluate("document.activeElement.blur(); document.body.tabIndex = -1; document.body.focus()")
    stops: list[str] = []
    while len(stops) < 100:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body || document.activeElement === null"):
            break
        if not page.evaluate("document.activeElement.matches('[role=region], main')"):
            stops.append(page.evaluate(HERE))
        if page.evaluate("document.activeElement.textContent === 'Mailbox for trying out'"):
            break
    return stops


def given(desk: Desk) -> dict[str, Content]:
    """What the portal holds of each of Anna's entries, by reference."""
    db.session.rollback()
    return {
        seat.assignment.entry.reference: queries.content(seat.card, criteria(seat.assignment.round.rubric_id))
        for seat in queries.seats_of(desk.stage.as_anna.id)
    }


def test_a_whole_evening_by_keyboard(desk: Desk, person: Callable[..., Person]) -> None:
    stage = desk.stage
    trams, schools = stage.trams.reference, stage.schools.reference
    page = enter(desk, person(width=768, height=1024), stage.as_anna, "/judging/")
    # A link to the schools is there by its title; their judge has not spoken on conflicts yet.
    tab_to(page, "River schools")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("River schools")
    page.wait_for_load_state()
    tab_to(page, "onflict, open the entry")
    page.keyboard.press("Enter")
    expect(page.locator("[data-save-state]")).to_be_visible()
    page.wait_for_load_state()
    # Everything on the page is reached, in the order in which it is read.
    assert walk(page) == page.evaluate(STOPS)
    assert_accessible(page)
    page.goto(page.url)
    page.wait_for_load_state()
    tab_to(page, "Go to the scorecard")
    page.keyboard.press("Enter")
    tab_to(page, "score-impact")
    for key in ("3", ".", "n", "4", "ArrowLeft", "p", "ArrowRight"):
        page.keyboard.press(key)
    says(page, "Saved ")
    tab_to(page, "comment-impact")
    page.keyboard.type("Nurses ride home at 4")
    tab_to(page, "Save and next")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Night trams")
    page.wait_for_load_state()
    assert given(desk)[schools].scores == {"impact": Given(8, "Nurses ride home at 4"), "innovation": Given(7)}
    page.wait_for_load_state()
    tab_to(page, "score-impact")
    for key in ("5", "n", "2"):
        page.keyboard.press(key)
    says(page, "Saved ")
    tab_to(page, "Complete scorecard")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(f"The scorecard of {trams} is complete and counts.")
    expect(page.locator("main")).to_contain_text("1 of 2 scorecards completed")
    tab_to(page, f"Go on with {schools}")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("River schools")
    page.wait_for_load_state()
    tab_to(page, "Complete scorecard")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Everything is done, thank you.")


def test_a_round_that_closes_while_somebody_scores_keeps_and_shows_what_was_typed(
    desk: Desk, person: Callable[..., Person]
) -> None:
    page = enter(
        desk, person(width=768, height=1024), desk.stage.as_anna, f"/judging/entries/{desk.stage.trams.reference}"
    )
    page.get_by_label("Comment on Impact").fill("In time")
    says(page, "Saved ")
    shut(desk.stage)
    db.session.rollback()
    page.locator("#score-impact-8").check(force=True)
    page.get_by_label("Private note").fill("A minute too late")
    expect(page.locator("[data-told]")).to_contain_text("Scoring closed on")
    expect(page.get_by_label("Private note")).to_have_value("A minute too late")
    assert given(desk)[desk.stage.trams.reference].scores == {"impact": Given(None, "In time")}
    assert revisions("set aside")[-1].content["private_note"] == "A minute too late"
    # Whatever page she opens next tells it in a sentence and shows the text, until she removes it.
    page.goto("/judging/")
    told = page.locator("[data-offline]")
    expect(told).to_contain_text("Scoring closed on", timeout=15_000)
    told.get_by_text("What is kept in this browser").click()
    for words in ("A minute too late", "In time", "4"):
        expect(told.locator("dl")).to_contain_text(words)
    assert_accessible(page)
    told.get_by_role("button", name="Remove it from this browser").click()
    expect(told).to_be_empty()
    page.reload()
    assert page.evaluate("Object.keys(localStorage).length") == 0
