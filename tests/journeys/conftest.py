"""What every journey has: a browser for the whole run, a portal of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.site import Person, Site, chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    with chromium() as found:
        yield found


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """An empty portal, served."""
    made = Site(tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def person(browser: Browser, site: Site) -> Iterator[Callable[..., Person]]:
    """Makes people at browsers of their own; what went wrong in their browsers fails the test."""
    made: list[Person] = []

    def make(**how: object) -> Person:
        made.append(Person(browser, site, **how))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.close()
