"""An edition from nothing but the browser: set up, entered, judged, published, and copied to the next year."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from awards_portal.db import db
from awards_portal.people.models import Person as Somebody
from awards_portal.programmes import queries
from tests import factories
from tests.journeys.accessibility import assert_accessible
from tests.journeys.site import Person, Site
from tests.page import PageClient

pytestmark = pytest.mark.browser

PASSWORD = "tram bridge lantern seventeen"
TEAM = "/team/editions/ssc27"


def when(minutes: int) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


DAY = 24 * 60


class Walk:
    """The portal, and the organiser who begins."""

    def __init__(self, site: Site, person: Callable[..., Person]) -> None:
        self.site = site
        self.person = person

    def organiser(self, name: str) -> Person:
        """A member of the team with a password: two are needed to publish."""
        email = f"{name.split()[0].lower()}@organisers.example.org"
        printed = self.site.flask("admin", "create", email, "--name", name)
        who = self.person()
        who.go(re.findall(r"https?://\S+", printed)[0])
        who.fill("Password", PASSWORD)
        who.press("Store the password")
        return who

    def come_in(self, known: Somebody, app: object) -> Page:
        """Somebody who has an account, at a browser of her own."""
        cookie = PageClient(app).sign_in(known).http.get_cookie("portal")  # type: ignore[arg-type]
        assert cookie is not None
        who = self.person()
        who.context.add_cookies([{"name": "portal", "value": cookie.value, "url": self.site.address}])
        return who.page


def save(page: Page, path: str, **values: str | list[str] | bool) -> None:
    """Open a page of set-up, fill its fields by their names, save, and be back where it was opened from."""
    page.goto(f"{TEAM}/setup/{path}")
    for name, value in values.items():
        field = page.locator(f"[name='{name}']")
        if isinstance(value, bool):
            field.check()
        elif isinstance(value, list):
            for each in value:
                page.locator(f"[name='{name}'][value='{each}']").check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(re.compile(r"Saved\.|is saved\.")).first).to_be_visible()


def set_up(page: Page) -> None:
    """Two categories, a form with a condition and an indicator table, a rubric, two rounds; then the call."""
    page.goto("/team/")
    page.get_by_role("link", name="New edition").click()
    words = {"title": "Awards 2027", "key": "ssc27", "reference_prefix": "SSC27", "time_zone": "UTC"}
    for name, value in {**words, "opens": when(-DAY), "closes": when(9 * DAY)}.items():
        page.locator(f"#{name}").fill(value)
    page.get_by_role("button", name="Begin the edition").click()
    expect(page.locator("h1")).to_have_text("Set-up")
    assert_accessible(page)
    save(page, "categories/new", title="Open City")
    save(page, "categories/new", title="Digital Inclusion")
    save(page, "sections/new", title="Project")
    save(page, "questions/new?into=project&kind=short_text", label="Title", max_words="20", required=True, title=True)
    save(page, "questions/new?into=project&kind=category", label="Category", required=True)
    save(page, "questions/new?into=project&kind=single_choice", label="Measured", options="yes | Yes\nno | Not yet")
    table = "name | Indicator | short_text | required\nvalue | Value | number"
    condition = {"shown_if": ["project_measured=yes"]}
    save(page, "questions/new?into=project&kind=table", label="Indicators", columns=table, **condition)
    save(page, "questions/new?into=project&kind=long_text", label="Summary", max_words="100", required=True)
    page.goto(f"{TEAM}/setup/form")
    # By mouse: the summary goes before the question that the table depends on.
    page.locator("#project_summary").drag_to(page.locator("#project_measured"))
    page.wait_for_url(re.compile(r"#project_summary$"))
    order = page.locator("[data-order=questions] > li").evaluate_all("lines => lines.map(line => line.id)")
    assert order.index("project_summary") == order.index("project_measured") - 1
    assert_accessible(page)
    page.get_by_role("link", name="Preview as a city sees it").click()
    expect(page.get_by_text("Shown only if “Measured” is Yes:")).to_be_visible()
    assert_accessible(page)
    descriptors = {f"descriptors.{n}": f"Like {n}" for n in range(6)}
    read = ["project_summary", "project_indicators"]
    save(page, "criteria/new", title="Impact", weight="60", reads=read, **descriptors)
    save(page, "criteria/new", title="Novelty", weight="40", reads=["project_summary"], **descriptors)
    expect(page.get_by_text("60 %")).to_be_visible()
    practice = {"kind": "calibration", "opens": when(9 * DAY), "closes": when(11 * DAY)}
    save(page, "rounds/new", title="Practice", judges_per_entry="1", minimum_cards="1", **practice)
    dates = {"opens": when(9 * DAY), "closes": when(20 * DAY)}
    save(page, "rounds/new", title="Scoring", judges_per_entry="1", minimum_cards="1", **dates)
    page.goto(f"{TEAM}/setup")
    expect(page.get_by_text("Something is missing")).to_have_count(0)
    page.get_by_role("button", name="Publish the call").click()
    expect(page.get_by_text("The call is published: everybody finds it now.")).to_be_visible()


def enter(page: Page) -> str:
    """A city starts an entry, meets the condition, submits; the reference."""
    page.goto("/entries/start/ssc27")
    page.locator("input[name='category'][value='open-city']").check()
    page.get_by_role("button", name="Start the entry").click()
    page.wait_for_url(re.compile(r"/entries/SSC27-\d+$"))
    reference = page.url.rsplit("/", 1)[1]
    page.goto(f"/entries/{reference}/sections/project")
    page.locator("#q-project_title").fill("Night trams")
    page.locator("#q-project_summary").fill("Trams run at night.")
    expect(page.locator("[data-question=project_indicators]")).to_be_hidden()
    page.locator("input[name='q-project_measured'][value='yes']").check()
    page.locator("[name='q-project_indicators-0-name']").fill("Riders")
    page.locator("[name='q-project_indicators-0-value']").fill("1200")
    page.locator("button[name='go']").first.click()
    page.wait_for_url(lambda url: not url.endswith("/project"))
    page.goto(f"/entries/{reference}/check")
    page.get_by_role("button", name="Submit entry").click()
    expect(page.get_by_text(f"Entry {reference}, version 1, is submitted.")).to_be_visible()
    return reference


def seat(page: Page) -> None:
    """The judge sits on the panel; entries close and scoring opens, with a reason; the entry is assigned."""
    page.goto(f"{TEAM}/panels?round=scoring")
    page.locator("form[action*='/panels/open-city/seats'] input[name='judge']").check()
    page.get_by_role("button", name="Seat the ticked judges on Open City").click()
    dates = {
        "closes": when(-2),
        "rounds.practice.opens": when(-1),
        "rounds.practice.closes": when(1),
        "rounds.scoring.opens": when(-1),
    }
    save(page, "dates", **dates, reason="Every city has entered.")
    page.goto(f"{TEAM}/assignments?round=scoring&category=open-city")
    page.get_by_role("link", name="Assign every entry to the whole panel").click()
    page.get_by_role("button", name="Make 1 assignment").click()


def score(page: Page, reference: str) -> None:
    page.goto(f"/judging/entries/{reference}")
    page.get_by_role("button", name="No conflict, open the entry").click()
    expect(page.locator("main")).to_contain_text("Riders")
    for criterion, step in (("impact", 8), ("novelty", 6)):
        page.locator(f"input[name='score-{criterion}'][value='{step}']").check()
    page.get_by_role("button", name="Complete scorecard").click()
    page.wait_for_url(re.compile(r"/judging/(\?.*)?$"))


def publish(first: Page, second: Page) -> None:
    """The round is closed; one organiser proposes, the other confirms."""
    first.goto(f"{TEAM}/assignments?round=scoring&category=open-city")
    first.get_by_text("Close the round now").click()
    first.get_by_role("button", name="Close Scoring now").click()
    first.goto(f"{TEAM}/publication")
    first.locator("#password").fill(PASSWORD)
    first.get_by_role("button", name="Propose these results").click()
    second.goto(f"{TEAM}/publication")
    second.locator("#password").fill(PASSWORD)
    second.get_by_role("button", name="Confirm and publish").click()
    expect(second.get_by_text("The results are published.")).to_be_visible()


def test_an_edition_from_an_empty_browser_to_its_result_and_the_next_year(
    site: Site, person: Callable[..., Person]
) -> None:
    walk = Walk(site, person)
    otto, ora = walk.organiser("Otto Organ"), walk.organiser("Ora Second")
    set_up(otto.page)
    with site.inside() as app:
        lead = factories.representative(factories.city(), name="Lea Lead")
        reference = enter(walk.come_in(lead, app))
        edition = queries.edition_by_key("ssc27")
        assert edition is not None
        judge = factories.judge(edition)
        anna = db.session.get_one(Somebody, judge.person_id)
        seat(otto.page)
        score(walk.come_in(anna, app), reference)
        publish(otto.page, ora.page)
    public = person().page
    public.goto("/editions/ssc27/winners")
    expect(public.locator("main")).to_contain_text("Night trams")
    page = otto.go(f"{TEAM}/copy")
    for name, value in {"title": "Awards 2028", "key": "ssc28", "reference_prefix": "SSC28"}.items():
        page.locator(f"#{name}").fill(value)
    otto.press("Copy the edition")
    otto.reads("The edition is copied with all its dates moved.")
    assert_accessible(page)
    otto.press("What differs from ssc27")
    otto.reads("It asks the same.")
    otto.reads("It weighs the same.")
