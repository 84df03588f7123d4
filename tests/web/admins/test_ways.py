"""Whoever works on an edition finds every page of it from every page of it, and is told where she is."""

import re

import pytest
from flask import Flask

from awards_portal.people.models import Person
from tests import cast
from tests.house.test_access import address, routes, rows
from tests.page import PageClient

NAVIGATION = re.compile(r'<nav class="edition-ways".*?</nav>', re.S)
TRAIL = re.compile(r'<nav class="breadcrumbs".*?</nav>', re.S)
HREF = re.compile(r'href="([^"?#]+)[^"]*"')
# Set-up leads there when the edition was copied from another.
COPIED = {"admins.comparison"}
# What is no page, and one that takes as long as twenty others.
FILES = re.compile("file|json|snapshot|dossier|minutes|sheets|photo|analysis")
# On the wall of a meeting nothing stands beside the entry.
WALL = {"admins.meeting_entry"}


def test_an_observer_opens_what_an_organiser_opens() -> None:
    """So the navigation need not know the difference."""
    team = [row for row in rows() if row["endpoint"].startswith("admins.") and row["method"] == "GET"]
    unlike = [row["endpoint"] for row in team if row["observer"] != row["organiser"]]
    assert unlike == ["admins.work_item"]


def navigation(html: str) -> str:
    found = NAVIGATION.search(html)
    return found.group(0) if found else ""


def pages_of(app: Flask, given: cast.World, persona: str) -> dict[str, str]:
    """Addresses of an edition's pages that the access ledger opens to a persona, by endpoint."""
    found = routes(app)
    listed = [row["endpoint"] for row in rows() if row["method"] == "GET" and row[persona] == "open"]
    rules = {name: found[f"{name} GET"] for name in listed if not FILES.search(name)}
    return {n: address(app, rule, given) for n, rule in rules.items() if rule.rule.startswith("/team/editions/<key>")}


@pytest.mark.parametrize("persona", ["organiser", "coordinator"])
def test_every_page_of_an_edition_is_found_from_every_other(app: Flask, client: PageClient, persona: str) -> None:
    with app.app_context():
        given = cast.make()
        someone: Person | None = given.personas[persona]
        assert someone is not None
        client.sign_in(someone)
        pages, found, wrong = pages_of(app, given, persona), routes(app), []
        shown = {}
        for name, path in pages.items():
            response = client.http.get(path)
            if response.status_code == 200:
                shown[name] = response.get_data(as_text=True)
    reach = {href for html in shown.values() for href in HREF.findall(navigation(html))}
    assert len(shown) > {"organiser": 50, "coordinator": 5}[persona]
    assert len(reach) > 30 if persona == "organiser" else len(reach) == 4
    for name, html in shown.items():
        bar, trail = navigation(html), TRAIL.search(html)
        if name in WALL:
            assert not bar
            continue
        # One navigation on every page, which says where one is.
        if set(HREF.findall(bar)) != reach or 'aria-current="' not in bar:
            wrong.append(f"{name}: the navigation is another one or marks nothing")
        # A page that asks for nothing more than its edition is in it, or on a page that is.
        alone = found[f"{name} GET"].arguments == {"key"}
        if alone and pages[name] not in reach and name not in COPIED:
            near = [href for href in re.findall(r'href="([^"?#]+)[^"]*" aria-current="true"', bar) if href in reach]
            above = next((html for other, html in shown.items() if pages[other] == near[-1]), "")
            if f'"{pages[name]}' not in above.replace(navigation(above), ""):
                wrong.append(f"{name}: nothing leads to it")
        # Home, then the edition, then what it lies within.
        ways = HREF.findall(trail.group(0)) if trail else []
        home = "/team/" if persona == "coordinator" else pages["admins.entries"].removesuffix("/entries")
        if ways[:2] != ["/team/", home][: 1 + (name != "admins.dashboard")]:
            wrong.append(f"{name}: the trail is {ways}")
        if not alone and not len(ways) > 2 and pages[name] not in reach:
            wrong.append(f"{name}: the trail ends with the edition")
    assert not wrong, "\n".join(wrong)


def test_the_page_is_marked_and_pages_within_it_too(client: PageClient, context: Flask) -> None:
    given = cast.make()
    organiser = given.personas["organiser"]
    assert organiser is not None
    client.sign_in(organiser)
    home = f"/team/editions/{given.edition.key}"

    def marked(path: str) -> list[tuple[str, str]]:
        return re.findall(
            r'aria-current="(\w+)">([^<]+)', navigation(client.get(path).html).partition('class="near"')[2]
        )

    assert marked(f"{home}/extensions") == [("page", "Extensions")]
    assert marked(f"{home}/entries") == [("page", "All entries")]
    assert marked(f"{home}/entries?standing=returned") == [("page", "Change requests")]
    assert marked(f"{home}/entries/{given.entry.reference}/history") == [("true", "All entries")]
    assert marked(f"{home}/setup/criteria/new") == [("true", "Rubric")]
    # A form that is refused comes back on an address that only takes posts.
    client.get(f"{home}/extensions")
    client.post(f"{home}/extensions", {"city": ""}, status=422)
