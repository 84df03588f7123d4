"""An entry where the line is cut at the worst moment, and where there is no mouse and little room."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from awards_portal.db import db
from awards_portal.entries import queries
from tests.journeys.accessibility import assert_accessible
from tests.journeys.office import Office
from tests.journeys.site import Person
from tests.rooms.entries.stage import revisions

pytestmark = pytest.mark.browser
# What a screen reader is told: every text that comes to stand in a live region, in order.
LISTEN = """() => {
  window.heard = [];
  const hear = () => {
    for (const region of document.querySelectorAll('[role="status"], [role="alert"], [aria-live]')) {
      const words = region.textContent.trim();
      if (words && words !== region.lastHeard) window.heard.push(words);
      region.lastHeard = words;
    }
  };
  hear();
  new MutationObserver(hear).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""


def summary(page: Page) -> Locator:
    return page.get_by_label("Summary", exact=True)


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-page-state]")).to_contain_text(words)


def test_the_network_goes_for_a_minute_in_mid_sentence_and_a_colleague_writes_elsewhere_meanwhile(
    office: Office, person: Callable[..., Person]
) -> None:
    lead, editor = person(), person()
    lead.page.clock.install()
    page = office.enter(lead, section="E")
    page.get_by_label("Indicator, row 1", exact=True).press_sequentially("Riders a ")
    lead.context.set_offline(True)
    page.get_by_label("Indicator, row 1", exact=True).press_sequentially("night")
    page.clock.fast_forward(1_000)
    says(page, "Not saved, retrying")
    other = office.enter(editor, office.stage.editor, "E")
    other.get_by_label("Running", exact=True).check()
    says(other, "Saved ")
    page.clock.fast_forward(60_000)
    says(page, "Not saved, retrying")
    lead.context.set_offline(False)
    says(page, "Saved ")
    # Two people at two questions: neither stands in the way of the other, nothing is set aside.
    assert office.stored("e_indicators") == [{"indicator": "Riders a night", "result": ""}]
    assert office.stored("e_status") == "running"
    assert not queries.set_aside(office.stage.entry.id)


def test_a_portal_that_dies_before_it_has_answered_holds_the_text_once(
    office: Office, person: Callable[..., Person]
) -> None:
    page = office.enter(person())

    def die(route: Route) -> None:
        route.fetch()
        office.site.kill()
        route.abort()

    page.route("**/answers/d_summary", die, times=1)
    summary(page).fill("Trams run at night.")
    says(page, "Not saved, retrying")
    summary(page).press_sequentially(" Buses too.")
    office.site.start()
    expect(page.locator("[data-page-state]")).to_contain_text("Saved ", timeout=40_000)
    assert office.stored() == "Trams run at night. Buses too."
    assert revisions("d_summary", "set aside") == []


def test_a_submission_whose_answer_is_cut_off_is_found_made_and_is_made_once(
    office: Office, person: Callable[..., Person]
) -> None:
    office.stage.fill()
    lead = person()
    office.sign_in(lead)
    page = lead.go(f"/entries/{office.stage.entry.reference}/check")

    def cut(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/submissions", cut, times=1)
    page.get_by_role("button", name="Submit entry").click()
    page.wait_for_url("chrome-error://**")
    # Sent again as the browser offers to, with the same mark: the same act.
    page.reload()
    expect(page.locator("h1")).to_have_text("Receipt")
    db.session.rollback()
    assert len(queries.submissions(office.stage.entry.id)) == 1


def test_with_the_keyboard_alone_at_400_percent_a_city_writes_hears_that_it_is_saved_and_submits(
    office: Office, person: Callable[..., Person]
) -> None:
    office.stage.write("Night trams", "c_title")
    # 1280 x 1024 at 400 %: what is left is 320 x 256.
    lead = person(width=320, height=256)
    page = office.enter(lead)
    page.evaluate(LISTEN)
    fits(page)
    press(page, summary(page))
    page.keyboard.type("Trams run at night.")
    says(page, "Saved ")
    heard = page.evaluate("window.heard")
    saving, saved = heard.index("Saving"), next(at for at, words in enumerate(heard) if words.startswith("Saved "))
    assert saving < saved, heard
    press(page, page.get_by_role("button", name="Save and continue"), "Enter")
    expect(page.locator("h1")).to_have_text("Declarations")
    fits(page)
    press(page, page.get_by_label("All of this is accurate"), "Space")
    says(page, "Saved ")
    press(page, page.get_by_role("button", name="Save and go to the list"), "Enter")
    expect(page.locator("h1")).to_have_text("Night trams")
    fits(page)
    press(page, page.get_by_role("link", name="Check your answers and submit"), "Enter")
    expect(page.locator("h1")).to_have_text("Check your answers")
    fits(page)
    press(page, page.get_by_role("button", name="Submit entry"), "Enter")
    expect(page.locator("h1")).to_have_text("Receipt")
    fits(page)


def fits(page: Page) -> None:
    """Nothing is wider than the window, and axe finds nothing."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url} is {over} pixels too wide"
    assert_accessible(page)


def press(page: Page, target: Locator, key: str | None = None) -> None:
    """Go to a control by Tab alone, see that it can be seen to have the focus, and press a key there."""
    expect(target).to_have_count(1)
    for _ in range(90):
        if target.evaluate("el => el === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport()
    assert target.evaluate("el => getComputedStyle(el).outlineStyle !== 'none' && el.matches(':focus-visible')")
    if key:
        page.keyboard.press(key)
