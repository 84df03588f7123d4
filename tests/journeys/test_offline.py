"""From the queue onto a plane and back: a pack, scores without a network, a closed tab, and everything sent later."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from awards_portal.db import db
from awards_portal.judging import queries, service
from awards_portal.judging.rules import Content, Given
from awards_portal.programmes.queries import criteria
from tests import factories
from tests.journeys.accessibility import assert_accessible
from tests.journeys.site import Person
from tests.journeys.test_panel import enter
from tests.journeys.test_scorecard import Desk, desk, says
from tests.rooms.judging.stage import Stage, person_of

pytestmark = pytest.mark.browser
__all__ = ["desk"]


def keep(page: Page) -> None:
    """Make a pack of everything."""
    page.get_by_role("button", name="Keep in this browser").click()
    expect(page.locator("[data-kept]")).to_contain_text("You can go offline now")
    expect(page.locator("[data-kept]")).to_contain_text("Kept on ")


def gone(page: Page) -> bool:
    """Wait until neither pack nor worker is in this browser."""
    for _try in range(50):
        if not packs(page) and not page.evaluate(
            "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
        ):
            return True
        page.wait_for_timeout(100)
    return False


def packs(page: Page) -> list[str]:
    """The caches of packs that are in this browser."""
    return [str(name) for name in page.evaluate("caches.keys()")]


def stored(stage: Stage, place: int) -> Content:
    """What the portal holds of Anna's scorecard of the trams (0) or the schools (1)."""
    db.session.rollback()
    entry = (stage.trams, stage.schools)[place]
    seat = next(each for each in queries.seats_of(stage.as_anna.id) if each.assignment.entry_id == entry.id)
    return queries.content(seat.card, criteria(seat.assignment.round.rubric_id))


def test_two_entries_are_scored_on_a_plane_and_sent_after_landing(desk: Desk, person: Callable[..., Person]) -> None:
    stage = desk.stage
    factories.statement(stage.anna, stage.schools)
    trams, schools = stage.trams.reference, stage.schools.reference
    anna = person(width=768, height=1024)
    page = enter(desk, anna, stage.as_anna, "/judging/")
    page.get_by_role("link", name="Work offline").click()
    assert_accessible(page)
    keep(page)
    assert_accessible(page)
    # Chromium holds the network back from tabs, not from a worker that starts anew: the portal is gone as well.
    anna.context.set_offline(True)
    desk.site.stop()
    page.goto("/judging/")
    expect(page.locator("[data-offline]")).to_contain_text(
        "Offline: what you type is kept in this browser. Nothing waits to be sent."
    )
    page.get_by_role("link", name="Night trams").click()
    expect(page.locator("main")).to_contain_text("Trams run at night.")
    page.get_by_label("4.5", exact=True).first.check(force=True)
    page.get_by_label("Comment on Impact").fill("Nurses ride home at 4")
    says(page, "kept in this browser")
    expect(page.locator("[data-offline]")).to_contain_text("2 changes to send.")
    # The tab is closed over the Alps, and another one opened.
    page.close()
    assert stored(stage, 0) == Content()
    page = anna.context.new_page()
    page.goto(f"/judging/entries/{trams}")
    expect(page.get_by_label("Comment on Impact")).to_have_value("Nurses ride home at 4")
    page.goto(f"/judging/entries/{schools}")
    page.locator("#score-impact-6").check(force=True)
    page.locator("#score-innovation-8").check(force=True)
    expect(page.locator("[data-offline]")).to_contain_text("4 changes to send.")
    page.get_by_role("button", name="Complete scorecard").click()
    # On inside the pack: to the entry that comes next, or home.
    page.wait_for_url(lambda url: not url.endswith(schools))
    expect(page.locator("[data-offline]")).to_contain_text("5 changes to send.")
    page.goto("/judging/entries/SSC26-0000")
    expect(page.locator("h1")).to_have_text("Not in your pack")
    # Meanwhile her other device changed the trams.
    db.session.rollback()
    by_tablet = Content({"innovation": Given(2)}, "", "From the tablet")
    assert service.save_scores(stage.assignment, by_tablet, 0, stage.as_anna).outcome is service.Outcome.SAVED
    desk.site.start()
    # Any page of hers sends as soon as there is a network: the one that is looked at is to be the first.
    page.goto("about:blank")
    anna.context.set_offline(False)
    page.goto("/judging/")
    expect(page.locator("[data-offline]")).to_contain_text(
        "One scorecard that was kept in this browser has been sent.", timeout=15_000
    )
    expect(page.locator("[data-offline]")).to_contain_text(f"{trams}: This scorecard was changed in another window")
    assert_accessible(page)
    assert stored(stage, 1).scores == {"impact": Given(6), "innovation": Given(8)}
    assert stored(stage, 0) == by_tablet
    page.reload()
    expect(page.locator("main")).to_contain_text("1 of 2 scorecards completed")
    page.get_by_role("link", name=f"Open {trams} and choose").click()
    says(page, "Two versions of this scorecard")
    told = page.locator("[data-told] table")
    for words in ("From the tablet", "Nurses ride home at 4", "4.5"):
        expect(told).to_contain_text(words)
    page.get_by_role("button", name="Keep what is in this window").click()
    says(page, "Saved ")
    assert stored(stage, 0).scores == {"impact": Given(9, "Nurses ride home at 4")}


def test_a_pack_is_its_judges_own_and_goes_with_what_it_may_hold(desk: Desk, person: Callable[..., Person]) -> None:
    stage = desk.stage
    factories.assignment(stage.bo, stage.schools)
    anna = person()
    page = enter(desk, anna, stage.as_anna, "/judging/offline")
    keep(page)
    # Somebody else signs in at this browser, and the network is gone before a page of ours was there.
    bo = enter(desk, anna, person_of(stage.bo), "/judging/")
    expect(bo.locator("h1")).to_have_text("Entries to judge")
    assert gone(bo)
    # Anna again: what is taken from her goes at the next contact, and all of it when she signs out.
    page = enter(desk, anna, stage.as_anna, "/judging/offline")
    keep(page)
    service.recuse(stage.assignment, "A late conflict", stage.organiser)
    page.goto("/judging/")
    assert gone(page)
    db.session.rollback()
    factories.statement(stage.anna, stage.schools)
    page.goto("/judging/offline")
    keep(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("main")).to_contain_text("You are signed out.")
    assert packs(page) == []
