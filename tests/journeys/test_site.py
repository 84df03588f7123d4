"""The ground under the journeys: a portal that starts, answers and stops."""

from collections.abc import Callable

import pytest

from tests.journeys.site import Person, Site

pytestmark = pytest.mark.browser


def test_home_is_served_on_an_empty_instance(person: Callable[..., Person], site: Site) -> None:
    page = person().go("/")
    assert "Smart Sustainable City Awards" in page.title()


def test_a_portal_that_was_killed_starts_again(person: Callable[..., Person], site: Site) -> None:
    site.kill()
    site.start()
    assert person().go("/").locator("h1").count() == 1
