"""A photograph and a summary hang beside an award that stays as it was published; an award has a page of its own."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from awards_portal import clock
from awards_portal.awards import queries, showing
from awards_portal.awards.models import Retraction, Showing
from awards_portal.db import db
from awards_portal.entries.models import Entry
from awards_portal.errors import Invalid, Refusal
from awards_portal.people.models import City, Person, TeamRole
from tests import factories
from tests.page import PageClient
from tests.web.applicants.test_cost import cost
from tests.web.public.test_hall import award

pytestmark = pytest.mark.usefixtures("context")
SAID = {"summary": "Trams that wait for night nurses.", "alt": "A tram at night", "credit": "Ida Berg"}


@pytest.fixture
def entry() -> Entry:
    return factories.submitted_entry(factories.edition(), factories.city())


def photo(width: int = 2000, kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", (width, width // 2), "teal").save(out, kind)
    return out.getvalue()


def test_an_organiser_hangs_a_photograph_and_a_summary_in_the_browser(app: Flask, entry: Entry) -> None:
    award(entry)
    path = f"/team/editions/ssc26/awards/{entry.reference}"
    organiser, anybody = PageClient(app), PageClient(app)
    organiser.sign_in(factories.team_member())
    bare = anybody.get(f"/editions/ssc26/winners/{entry.reference}")
    assert bare.h1 == ["Night trams"]
    assert "cards/edition/ssc26.png" in bare.html
    page = organiser.send(organiser.get(path), path, status=422, photo=(BytesIO(photo(300)), "p.png"), **SAID)
    assert "at least 600 are needed" in page.text
    assert page.form(path)["fields"]["alt"] == "A tram at night"
    page = organiser.send(page, path, status=422, photo=(BytesIO(photo()), "p.png"), alt="", credit="")
    assert "for readers who do not see it" in page.text
    assert "Write whose photograph it is." in page.text
    page = organiser.send(page, path, photo=(BytesIO(photo()), "p.png"), **SAID)
    assert page.links["See the public page"] == f"/editions/ssc26/winners/{entry.reference}"
    page = anybody.get(f"/editions/ssc26/winners/{entry.reference}")
    row = queries.showings([entry.id])[entry.id]
    address = f"/editions/ssc26/winners/{entry.reference}/photo?v={(row.photo_sha256 or '')[:10]}"
    assert f'<meta property="og:image" content="http://localhost{address}">' in page.html
    assert f'<img src="{address}" alt="A tram at night" width="1600" height="800"' in page.html
    for words in (SAID["summary"], "Photograph: Ida Berg", "For its trams.", "Gold"):
        assert words in page.text, words
    anybody.get(address)
    assert anybody.response.headers["Content-Type"] == "image/jpeg"
    assert "immutable" in anybody.response.headers["Cache-Control"]
    assert Image.open(BytesIO(anybody.response.data)).size == (1600, 800)
    anybody.get(f"{address}&size=small")
    assert Image.open(BytesIO(anybody.response.data)).size == (320, 160)
    winners = anybody.get("/editions/ssc26/winners")
    assert SAID["summary"] in winners.text
    assert address in winners.html
    hall = anybody.get("/winners")
    assert f"{address}&amp;size=small" in hall.html
    assert hall.links["Night trams"] == f"/editions/ssc26/winners/{entry.reference}"
    anybody.get("/sitemap.xml")
    assert f"/editions/ssc26/winners/{entry.reference}</loc>" in anybody.response.text
    organiser.send(organiser.get(path), path, summary="", **{"no-photo": "yes"})
    assert "plate" not in anybody.get(f"/editions/ssc26/winners/{entry.reference}").html
    anybody.get(address, status=404)


def test_who_speaks_for_a_city_here_reads_no_award_before_everybody_may(app: Flask, entry: Entry) -> None:
    award(entry, embargo=clock.now() + timedelta(days=1))
    otto, own = factories.team_member(), factories.team_member(name="Ora Own")
    showing.show(entry, typed(), otto)
    path = f"/team/editions/ssc26/awards/{entry.reference}"
    reader = PageClient(app)
    reader.sign_in(own)
    reader.get(path)
    assert "award.shown" in reader.get("/team/editions/ssc26/ledger?event=award.shown").html
    factories.put(
        factories.Representative(person_id=own.id, city_id=entry.city_id, role="viewer", since=entry.created_at)
    )
    reader.get(path, status=404)
    assert SAID["summary"] not in reader.get("/team/editions/ssc26/ledger").html
    assert "award.shown" not in reader.get("/team/editions/ssc26/ledger").html


def typed(**more: Any) -> showing.Typed:
    return showing.Typed(**{**SAID, "alt": "", "credit": "", **more})


def test_who_may_not_and_what_cannot_hang_is_refused_with_a_sentence(entry: Entry) -> None:
    otto = factories.team_member()
    with pytest.raises(Refusal, match="No award of this entry is published"):
        showing.show(entry, typed(), otto)
    award(entry)
    observer = factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
    with pytest.raises(Refusal, match="Observers read"):
        showing.show(entry, typed(), observer)
    own = factories.team_member(name="Ora Own")
    city = db.session.get_one(City, entry.city_id)
    factories.put(factories.Representative(person_id=own.id, city_id=city.id, role="viewer", since=entry.created_at))
    with pytest.raises(Refusal, match="speak for this city"):
        showing.show(entry, typed(), own)
    for more, name, sentence in (
        ({"summary": "word " * 151}, "summary", "151 words"),
        ({"summary": "\x00"}, "summary", "cannot be stored"),
    ):
        with pytest.raises(Invalid) as caught:
            showing.show(entry, typed(**more), otto)
        assert sentence in caught.value.fields[name][0]
    with pytest.raises(Invalid) as caught:
        showing.show(entry, typed(), otto, ("page.png", b"<html>"))
    assert "this is a web page" in caught.value.fields["photo"][0]
    assert db.session.scalar(select(func.count()).select_from(Showing)) == 0


def test_nothing_that_a_colleague_hung_is_replaced_unseen(entry: Entry) -> None:
    award(entry)
    otto = factories.team_member()
    first = showing.show(entry, typed(), otto)
    assert first is not None
    with pytest.raises(Invalid) as caught:
        showing.show(entry, typed(summary="Other words."), otto)
    assert "Somebody else saved this meanwhile: “Trams that wait" in caught.value.fields["summary"][0]
    again = showing.show(entry, typed(seen=first.id), otto)
    assert again is not None
    assert again.id == first.id


def test_an_award_that_was_taken_back_leads_to_the_page_that_says_why(client: PageClient, entry: Entry) -> None:
    published = award(entry)
    client.get("/editions/ssc26/winners/SSC26-9999", status=404)
    by = db.session.scalars(select(Person).filter_by(name="Otto First")).one()
    why = {"reason": "A card was wrong.", "at": entry.created_at, "by_id": by.id}
    factories.put(Retraction(publication_id=published.id, **why))
    assert "A card was wrong." in client.get(f"/editions/ssc26/winners/{entry.reference}").text


def test_the_winners_page_costs_the_same_with_photographs_and_without(client: PageClient, entry: Entry) -> None:
    award(entry)
    few = cost(client, "/editions/ssc26/winners")
    showing.show(entry, typed(alt="A", credit="B"), factories.team_member(), ("p.jpg", photo(700, "JPEG")))
    assert cost(client, "/editions/ssc26/winners") == few


def test_a_citys_page_links_its_projects_and_awards_and_says_when_there_are_none(
    client: PageClient, entry: Entry
) -> None:
    factories.city("Sandmere", "SE", listed=True)
    page = client.get("/cities/sandmere")
    assert "No project of this city is published here yet." in page.text
    assert "No award of this city is known." in page.text
    award(entry)
    showing.show(entry, typed(), factories.team_member(name="Ora Organ", email="ora@example.org"))
    page = client.get("/cities/norrhavn")
    assert page.html.count(f'href="/editions/ssc26/winners/{entry.reference}"') == 2
    assert SAID["summary"] in page.text
    assert page.links["Smart Sustainable City Awards 2026"] == "/editions/ssc26/winners"
