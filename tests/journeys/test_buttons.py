"""A city's officer at the buttons of her entry: pressed at once, pressed twice, pressed where two texts stand."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from awards_portal.db import db
from awards_portal.entries import queries
from tests.journeys.office import Office
from tests.journeys.site import Person
from tests.rooms.entries.stage import revisions

pytestmark = pytest.mark.browser


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-page-state]")).to_contain_text(words)


def test_a_page_on_which_nothing_was_typed_goes_on_at_the_first_press(
    office: Office, person: Callable[..., Person]
) -> None:
    page = office.enter(person())
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("h1")).to_have_text("Declarations")


def test_the_submit_button_pressed_twice_gives_one_submission(office: Office, person: Callable[..., Person]) -> None:
    office.stage.fill()
    ida = person()
    office.sign_in(ida)
    page = ida.go(f"/entries/{office.stage.entry.reference}/check")
    page.get_by_role("button", name="Submit entry").dblclick()
    expect(page.locator("h1")).to_have_text("Receipt")
    db.session.rollback()
    assert len(queries.submissions(office.stage.entry.id)) == 1


def test_two_texts_can_be_put_together_into_one(office: Office, person: Callable[..., Person]) -> None:
    page = office.enter(person())
    office.stage.write("By the editor", by=office.stage.editor)
    page.get_by_label("Summary", exact=True).fill("By the lead")
    says(page, "Two answers to one question: choose which stays.")
    page.get_by_label("Summary", exact=True).fill("By the lead, and more")
    page.get_by_role("button", name="Put both into the field").click()
    expect(page.get_by_label("Summary", exact=True)).to_have_value("By the editor\n\nBy the lead, and more")
    says(page, "Saved ")
    assert office.stored() == "By the editor\n\nBy the lead, and more"
    assert revisions("d_summary", "set aside") == ["By the lead"]


def test_rows_of_a_table_are_added_and_removed(office: Office, person: Callable[..., Person]) -> None:
    page = office.enter(person(), section="E")
    page.get_by_label("Indicator, row 1", exact=True).fill("Riders")
    page.get_by_role("button", name="Add a row").click()
    page.get_by_label("Indicator, row 2", exact=True).fill("Drivers")
    page.get_by_label("Result, row 2", exact=True).fill("12")
    says(page, "Saved ")
    page.get_by_role("button", name="Remove row 1", exact=True).click()
    expect(page.get_by_label("Indicator, row 1", exact=True)).to_have_value("Drivers")
    expect(page.get_by_label("Indicator, row 2", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("h1")).to_have_text("Materials")
    assert office.stored("e_indicators") == [{"indicator": "Drivers", "result": "12"}]
