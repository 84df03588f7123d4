"""A visitor finds what she looks for in three clicks; membership and an assembly, each from nothing."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from awards_portal.config import ROOT
from tests.journeys.accessibility import assert_accessible
from tests.journeys.site import Person, Site

pytestmark = pytest.mark.browser
OF_A_CITY = (
    "/account/cities/jacaranda-alta/profile",
    "/account/cities/jacaranda-alta/membership",
    "/account/cities/jacaranda-alta/membership/page-to-sign",
)
OF_THE_TEAM = (
    "/team/profiles",
    "/team/cities/velmora/profile",
    "/team/memberships",
    "/team/memberships/approvers",
    "/team/memberships/applications/1",
    "/team/assemblies",
    "/team/assemblies/port-almera-2027",
    "/team/assemblies/port-almera-sample?q=city",
    "/team/new-city",
    "/team/editions/ssc26/translations/ar?part=call",
)
EDITION = str(ROOT / "awards_portal" / "sample" / "data" / "edition.json")


def pdf(folder: Path, pages: int = 1) -> str:
    """A PDF to send."""
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    made.save(out)
    path = folder / f"page-{pages}.pdf"
    path.write_bytes(out.getvalue())
    return str(path)


def test_the_call_a_past_winner_and_a_city_are_three_clicks_away(site: Site, person: Callable[..., Person]) -> None:
    site.flask("edition", "load", EDITION)
    visitor = person(width=390)
    visitor.go("/")
    visitor.page.get_by_role("link", name="Read the call").first.click()
    visitor.reads("When two entries have equal scores")
    visitor.go("/")
    visitor.press("Winners")
    visitor.page.get_by_role("link", name="2017").first.click()
    visitor.reads("Gosuslugi Moskvy")
    visitor.go("/")
    visitor.press("Cities")
    visitor.page.get_by_role("link", name="Baku", exact=True).click()
    visitor.reads("Full member, since 2010")
    assert visitor.page.locator("h1").inner_text() == "Baku"


def signed_in(person: Callable[..., Person], address: str) -> Person:
    """Somebody of the sample at a browser."""
    found = person()
    found.go("/account/sign-in")
    found.fill("E-mail address", address)
    found.fill("Password", "sample edition lantern")
    found.press("Sign in")
    found.reads("Sign out")
    return found


def test_a_city_becomes_a_member_and_an_assembly_page_comes_from_nothing(
    site: Site, person: Callable[..., Person], tmp_path: Path
) -> None:
    site.flask("sample", "load")
    today = date.today().isoformat()  # noqa: DTZ011
    lead = signed_in(person, "lead@jacaranda-alta.example.org")
    lead.go("/account/cities/jacaranda-alta/membership")
    lead.page.get_by_label("Full membership").check()
    lead.fill("Name of who signed", "Mia Mayor")
    lead.fill("Office of who signed", "Mayor")
    lead.press("Send the application")
    lead.page.locator("#errors").get_by_text("without a signature cannot be accepted").wait_for()
    lead.page.get_by_label("The signed page").set_input_files(pdf(tmp_path))
    lead.press("Send the application")
    lead.reads("The application has arrived.")
    admin = signed_in(person, "ottilie@organisers.example.org")
    admin.go("/team/memberships")
    admin.press("Jacaranda Alta")
    for words, standing in (("Accepted as associate member", "Associate member"), ("Approved", "Full member")):
        admin.page.get_by_label(words).check()
        admin.fill("Day of the decision", today)
        admin.fill("Reason", "Complete and signed")
        admin.press("Record the decision and tell the city")
        admin.reads("The decision is recorded")
        lead.go("/cities/jacaranda-alta")
        lead.reads(standing)
    admin.go("/team/assemblies")
    admin.fill("Title", "6th General Assembly")
    admin.page.get_by_label("Place").fill("Port Almera")
    admin.page.get_by_label("First day").fill("2027-10-05")
    admin.press("Add the assembly")
    admin.page.get_by_text("Add a session").click()
    admin.fill("Title of the session", "Opening")
    admin.press("Save the session")
    admin.page.get_by_text("Add a document or a photograph").click()
    admin.page.get_by_label("What is it?").select_option("final report")
    admin.fill("What it is called, or what the picture shows", "Final report of the assembly")
    admin.page.get_by_label("File", exact=True).set_input_files(pdf(tmp_path, 2))
    admin.press("Add it to the page")
    admin.reads("The document is on the page.")
    admin.press("Show it to everybody")
    visitor = person()
    visitor.go("/assemblies")
    visitor.page.get_by_role("link", name="6th General Assembly").click()
    visitor.reads("2 pages")
    with visitor.page.expect_download() as download:
        visitor.press("Final report of the assembly")
    assert download.value.suggested_filename == "page-2.pdf"
    for who, paths in ((lead, OF_A_CITY), (admin, OF_THE_TEAM)):
        who.page.set_viewport_size({"width": 320, "height": 900})
        for number, path in enumerate(paths):
            who.page.emulate_media(color_scheme=("light", "dark")[number % 2])
            who.go(path)
            assert_accessible(who.page)
            over = who.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{path} is {over} pixels too wide"
