"""What every journey has: a browser for the whole run, a portal of its own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.office import Office, opened
from tests.journeys.site import Person, Site, chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A portal's processes for the whole run: three imports of everything cost more than most journeys."""
    made = Site(tmp_path_factory.mktemp("site"))
    yield made
    made.stop()


@pytest.fixture
def site(served: Site) -> Site:
    """An empty portal, served. A journey that pulled the plug leaves the next one a portal that starts again."""
    if not served.runs:
        served.start()
    served.empty()
    return served


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


@pytest.fixture
def office(site: Site) -> Iterator[Office]:
    """A city's entry, begun, and sessions of its people."""
    with opened(site) as found:
        yield found
