"""Pages open to anyone and the catalogue: nothing for axe to find, light and dark, nothing wider than the screen."""

from collections.abc import Callable

import pytest

from awards_portal.config import ROOT
from awards_portal.translations import LANGUAGES, prefix
from tests.journeys.accessibility import assert_accessible
from tests.journeys.site import Person, Site

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/editions/ssc26",
    "/winners",
    "/winners/wego-awards-3",
    "/cities?q=ba",
    "/cities/baku",
    "/assemblies",
    "/assemblies/ulyanovsk-region-2017",
    "/receipts",
    "/account/register?q=a",
    "/account/register/new-city",
    "/account/sign-in",
    "/account/forgotten-password",
    "/development/catalogue",
)
# The kinds of page, for every further language that the portal speaks.
IN_EVERY_LANGUAGE = ("/", "/editions/ssc26", "/winners", "/cities/baku", "/account/sign-in")
# The portal's promise for a first visit.
REQUESTS, BYTES = 8, 120_000


def test_axe_finds_nothing_in_light_and_dark_and_nothing_is_wider_than_320_pixels(
    site: Site, person: Callable[..., Person]
) -> None:
    site.flask("edition", "load", str(ROOT / "awards_portal" / "sample" / "data" / "edition.json"))
    page = person(width=320).page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for path in PAGES:
            page.goto(path)
            assert_accessible(page)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{path} is {over} pixels too wide"
    for code in LANGUAGES[1:]:
        for number, path in enumerate(IN_EVERY_LANGUAGE):
            page.emulate_media(color_scheme=("light", "dark")[number % 2])
            page.goto(f"/{prefix(code)}{path}")
            assert_accessible(page)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{path} in {code} is {over} pixels too wide"


def test_a_first_visit_is_light(site: Site, person: Callable[..., Person]) -> None:
    page = person().page
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto("/", wait_until="networkidle")
    assert len(sizes) <= REQUESTS
    assert 10_000 < sum(sizes) <= BYTES, sizes
