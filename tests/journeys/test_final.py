"""From the first round to the winners' page: shortlist, a final that carries on, jury meeting, two organisers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.judging.models import Assignment, AssignmentHow, Judge
from awards_portal.programmes.models import Criterion, Round
from tests.journeys.accessibility import assert_accessible
from tests.journeys.site import Person, Site
from tests.journeys.test_edition import PASSWORD, Walk
from tests.rooms.awards.test_shortlisting import two_rounds
from tests.scored import write_card

pytestmark = pytest.mark.browser

TEAM = "/team/editions/ssc26"
# In the first round North has 91, East and West tie at 66; the final turns them round.
FINAL = {"North": (2, 2), "East": (4, 4), "West": (4, 4.5)}


def judge_first_round() -> None:
    two_rounds()
    with transaction():
        db.session.scalars(select(Round).filter_by(key="final")).one().carries = 40


def judge_final() -> None:
    with transaction() as moment:
        final = db.session.scalars(select(Round).filter_by(key="final")).one()
        criteria = db.session.scalars(select(Criterion).order_by(Criterion.position)).all()
        entries = {each.title.split()[1]: each for each in db.session.scalars(select(Entry))}
        for city, points in FINAL.items():
            for judge in db.session.scalars(select(Judge).order_by(Judge.id)):
                how = {"how": AssignmentHow.BY_HAND, "at": moment.at, "round_id": final.id}
                made = Assignment(entry_id=entries[city].id, judge_id=judge.id, **how)
                db.session.add(made)
                db.session.flush()
                write_card(made, dict(zip(criteria, points, strict=True)), moment.at)


def shortlist(page: Page) -> None:
    page.goto(f"{TEAM}/rounds/scoring/shortlist?top=2&reserves=1")
    expect(page.locator("[data-place=shortlisted]")).to_have_count(3)
    assert_accessible(page)
    page.get_by_role("button", name="Make this the shortlist").click()
    expect(page.get_by_text("In force")).to_be_visible()


def close_final(page: Page) -> None:
    page.goto(f"{TEAM}/publication")
    expect(page.locator("#obstacles")).to_be_visible()
    page.get_by_role("link", name="Close the round").click()
    page.get_by_role("button", name="Close Final now").click()
    expect(page.get_by_text("Final is closed.")).to_be_visible()
    page.goto(f"{TEAM}/standings?round=final")
    expect(page.locator("main")).to_contain_text("40 % of each score is that of the round before, Scoring.")
    assert_accessible(page)


def meet(page: Page) -> None:
    """The jury goes from one entry to the next by a key, and turns the first two places round."""
    page.goto(f"{TEAM}/meeting?round=final")
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.get_by_role("button", name="Show the first entry")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text("The West project")
    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text("The East project")
    assert_accessible(page)
    page.locator("input[name='said'][value='place-1']").check()
    page.locator("#reason").fill("The idea travels further.")
    page.locator("#citation").fill("For trams that others can copy.")
    page.get_by_role("button", name="Write the decision").click()
    expect(page.get_by_role("button", name="Take the decision back")).to_be_visible()
    page.get_by_role("link", name=re.compile("All entries of the meeting")).click()
    page.get_by_role("button", name="Close the meeting").click()
    expect(page.get_by_text("In session")).to_have_count(0)


def publish(first: Page, second: Page) -> None:
    first.goto(f"{TEAM}/publication")
    expect(first.locator("#obstacles")).to_have_count(0)
    first.locator("#password").fill(PASSWORD)
    first.get_by_role("button", name="Propose these results").click()
    second.goto(f"{TEAM}/publication")
    second.locator("#password").fill(PASSWORD)
    second.get_by_role("button", name="Confirm and publish").click()
    expect(second.get_by_text("The results are published.")).to_be_visible()


def test_from_the_first_round_to_the_winners(site: Site, person: Callable[..., Person]) -> None:
    walk = Walk(site, person)
    otto, ora = walk.organiser("Otto Organ").page, walk.organiser("Ora Second").page
    with site.inside():
        judge_first_round()
        shortlist(otto)
        judge_final()
    close_final(otto)
    meet(otto)
    publish(otto, ora)
    public = person().page
    public.goto("/editions/ssc26/winners")
    main = public.locator("main")
    expect(main).to_contain_text(
        re.compile("Gold.*The East project.*Silver.*The West project.*Bronze.*The North", re.S)
    )
    expect(main).to_contain_text("For trams that others can copy.")
    assert_accessible(public)
