"""A city's office: the stage of entries inside the served portal, and keys to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Page

from awards_portal.db import db
from awards_portal.entries import queries
from awards_portal.people.models import Person as Somebody
from tests.journeys.site import Person, Site
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make


@dataclass
class Office:
    """The stage inside the served portal, and keys to it."""

    app: Flask
    site: Site
    stage: Stage

    def sign_in(self, person: Person, somebody: Somebody | None = None) -> None:
        """Put a session of the lead, or of this person, into a browser."""
        cookie = PageClient(self.app).sign_in(somebody or self.stage.lead).http.get_cookie("portal")
        assert cookie is not None
        person.context.add_cookies([{"name": "portal", "value": cookie.value, "url": self.site.address}])

    def enter(self, person: Person, somebody: Somebody | None = None, section: str = "D") -> Page:
        """Somebody at this browser, with a section before her."""
        self.sign_in(person, somebody)
        return person.go(self.address(section))

    def address(self, section: str = "D") -> str:
        return f"/entries/{self.stage.entry.reference}/sections/{section}"

    def stored(self, key: str = "d_summary") -> object:
        db.session.rollback()
        found = queries.answers(self.stage.entry.id).get(key)
        return found and found.value


@contextmanager
def opened(site: Site) -> Iterator[Office]:
    """The office of a city on this site, with an edition, a team and an entry begun."""
    with site.inside() as app:
        yield Office(app, site, make())
