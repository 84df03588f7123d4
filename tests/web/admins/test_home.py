"""The team's home is a short list: what waits, then the editions that run; it costs the same however many there are."""

import re
from datetime import date, timedelta

from flask import Flask

from awards_portal import clock
from awards_portal.awards.models import Confirmation, Publication
from awards_portal.db import db, transaction
from awards_portal.people.models import City, Representative, RepresentativeRole
from awards_portal.programmes.models import Round
from tests import factories
from tests.page import PageClient
from tests.scored import round_with
from tests.statements import statements

GIVEN = {"North": {"Anna": (5, 4), "Bo": None}, "East": {"Bo": (3, 3)}}


def test_what_waits_leads_to_where_it_is_dealt_with(client: PageClient, context: Flask) -> None:
    edition = round_with(GIVEN)
    client.sign_in(factories.team_member())
    page = client.get("/team/")
    round_ = db.session.query(Round).one()
    assert f"1 scorecard of {round_.title} is not completed" in page.text
    assert "2 of 3 scorecards" in page.text
    way = page.links[f"See who is behind, {edition.title}"]
    assert way == f"/team/editions/{edition.key}/progress?round={round_.key}"
    # The most urgent thing is the page's one main button.
    assert page.html.count('class="button"') == 1


def test_an_organiser_who_speaks_for_a_city_counts_nothing_of_its_judging(client: PageClient, context: Flask) -> None:
    round_with(GIVEN)
    otto, at = factories.team_member(), clock.now()
    north = db.session.query(City).filter(City.name.like("North%")).one()
    factories.put(Representative(person_id=otto.id, city_id=north.id, role=RepresentativeRole.VIEWER, since=at))
    client.sign_in(otto)
    text = client.get("/team/").text
    assert ("1 of 1 scorecard" in text, "not completed" in text) == (True, False)


def test_an_edition_is_folded_when_its_results_are_confirmed(client: PageClient, context: Flask) -> None:
    edition, first, second = round_with(GIVEN), factories.team_member(), factories.team_member(name="Rashid Second")
    round_, ago = db.session.query(Round).one(), clock.now() - timedelta(days=9)
    with transaction():
        edition.opens_at, edition.closes_at = ago, ago + timedelta(days=1)
        round_.opens_at, round_.closes_at = ago + timedelta(days=2), ago + timedelta(days=3)
    client.sign_in(first)
    assert "Judging is over and its results are not proposed" in client.get("/team/").text
    seen = {
        "fingerprint": "f",
        "snapshot": "{}",
        "sha256": "0",
        "proposed_by_id": second.id,
        "proposed_at": clock.now(),
    }
    proposal = factories.put(Publication(edition_id=edition.id, round_id=round_.id, **seen))
    page = client.get("/team/")
    assert "A proposal of the results waits for a second organiser" in page.text
    assert page.links[f"Look and confirm, {edition.title}"] == f"/team/editions/{edition.key}/publication"
    factories.put(Confirmation(publication_id=proposal.id, by_id=first.id, at=clock.now()))
    page = client.get("/team/")
    assert "Nothing waits for a decision now." in page.text
    assert edition.title in page.html.partition("<details><summary>1 edition is over</summary>")[2]


def test_ten_editions_cost_what_one_costs(client: PageClient, context: Flask) -> None:
    factories.edition()
    client.sign_in(factories.team_member())
    client.get("/team/")
    with statements() as one:
        client.get("/team/")
    for n in range(9):
        factories.edition(key=f"ssc{n}", reference_prefix=f"N{n}")
    with statements() as ten:
        page = client.get("/team/")
    assert page.html.count('id="edition-') == 10
    assert len(ten) == len(one)


def test_dates_are_told_in_the_same_words_on_overview_and_set_up(client: PageClient, context: Flask) -> None:
    edition = factories.edition(called_on=date(2026, 3, 1))
    client.sign_in(factories.team_member())
    pages = [client.get(f"/team/editions/{edition.key}{way}").html for way in ("", "/setup")]
    told = [html.partition('<ol class="timeline dated">')[2].partition("</ol>")[0] for html in pages]
    lines = [re.findall(r"</span><span>([^<]+)</span></li>", each) for each in told]
    assert lines[0] == lines[1]
    assert {"Call is published", "Entries open", "Today", "Entries close"} <= set(lines[0])
    assert "2026-03-01<" not in told[1]
