"""Found and shared: canonical addresses, pictures, data, map, feed; ETag and the memory of a moment."""

import gzip
import json
from io import BytesIO
from xml.etree import ElementTree

import pytest
from flask import Flask
from PIL import Image

from awards_portal.assemblies import history as past_assemblies
from awards_portal.awards import history
from awards_portal.db import transaction
from awards_portal.documents import cards
from awards_portal.people import directory
from awards_portal.people.models import City
from awards_portal.translations import OWN_NAMES, prefix
from awards_portal.web.public.sharing import ATOM, MAP
from tests import factories
from tests.page import PageClient
from tests.statements import statements
from tests.web.public.test_hall import award

pytestmark = pytest.mark.usefixtures("context")


def fill() -> None:
    directory.load()
    history.load()
    past_assemblies.load()
    award(factories.submitted_entry(factories.edition(), factories.city()))


def test_every_page_of_the_map_is_there_with_its_address_title_words_picture_and_data(client: PageClient) -> None:
    fill()
    client.get("/sitemap.xml")
    found = [each.text or "" for each in ElementTree.fromstring(client.response.data).iter(f"{{{MAP}}}loc")]
    assert len(found) == len(set(found)) > 130
    # In English; that each is there in the other languages is seen elsewhere.
    others = tuple(f"http://localhost/{prefix(code)}/" for code in OWN_NAMES if code != "en")
    found = [each for each in found if not each.startswith(others)]
    some = [each.removeprefix("http://localhost") for each in found if "/cities/" not in each or each.endswith("oul")]
    assert len(some) > 15
    seen = set()
    for path in some:
        page = client.get(path)
        assert f'<link rel="canonical" href="http://localhost{path}">' in page.html
        title = page.html.partition('og:title" content="')[2].partition('"')[0]
        words = page.html.partition('og:description" content="')[2].partition('"')[0]
        assert title, path
        assert words, path
        seen.add((title, words))
        picture = page.html.partition('og:image" content="http://localhost')[2].partition('"')[0]
        client.get(picture)
        assert Image.open(BytesIO(client.response.data)).size == (1200, 630)
        if "ld+json" in page.html:
            data = page.html.partition('ld+json">')[2].partition("</script>")[0]
            assert json.loads(data)["@context"] == "https://schema.org"
    assert len(seen) == len(some)


def test_data_for_machines_cannot_break_out_of_its_block(client: PageClient) -> None:
    factories.city("A</script><b>", "NO", slug="odd", listed=True)
    page = client.get("/cities/odd")
    data = page.html.partition('ld+json">')[2].partition("</script>")[0]
    assert json.loads(data)["name"] == "A</script><b>"


def test_robots_are_told_what_is_private_and_where_the_map_is(client: PageClient) -> None:
    client.get("/robots.txt")
    assert "Disallow: /entries/\n" in client.response.text
    assert client.response.text.endswith("Sitemap: http://localhost/sitemap.xml\n")


def test_the_feed_tells_calls_winners_and_assemblies_and_nothing_that_is_not_public(client: PageClient) -> None:
    client.get("/news.atom")
    assert ElementTree.fromstring(client.response.data).find(f"{{{ATOM}}}updated") is not None
    edition = factories.edition(theme="Trams & <trains>")
    factories.edition(key="later", reference_prefix="LAT", title="Later", published_at=None)
    award(factories.submitted_entry(edition, factories.city()))
    past_assemblies.load()
    client.get("/news.atom")
    assert client.response.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(client.response.data)
    titles = [each.findtext(f"{{{ATOM}}}title") for each in feed.iter(f"{{{ATOM}}}entry")]
    assert "The call is open: Smart Sustainable City Awards 2026" in titles
    assert "Winners of the Smart Sustainable City Awards 2026" in titles
    assert "4th General Assembly" in titles
    assert not [each for each in titles if each and "Later" in each]
    assert "Trams & <trains>" in [each.text for each in feed.iter(f"{{{ATOM}}}summary")]


def test_a_card_is_drawn_in_any_script_and_the_same_words_give_the_same_picture() -> None:
    for title in ("Seoul 서울특별시", "深圳市", "القاهرة", "Ulyanovsk Ульяновск", "x" * 400, "word " * 80, ""):
        first = cards.draw("A kicker", title, "The portal")
        cards.draw.cache_clear()
        assert cards.draw("A kicker", title, "The portal") == first
        assert len(first) < 60_000


def test_a_page_for_all_is_asked_for_once_compressed_and_not_sent_again_unchanged(
    app: Flask, client: PageClient
) -> None:
    factories.edition()
    first = client.http.get("/editions/ssc26", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" in (vary := ", ".join(first.headers.getlist("Vary")))
    assert "Accept-Encoding" in vary
    assert b"Cities that listen" in gzip.decompress(first.data)
    assert len(first.data) < 8_000
    with statements() as found:
        again = client.http.get("/editions/ssc26", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, found) == (304, b"", [])
    assert "Content-Security-Policy" in again.headers
    other = client.http.get("/editions/ssc26", headers={"If-None-Match": 'W/"something else"'})
    assert (other.status_code, "Content-Encoding" in other.headers) == (200, False)
    assert other.headers["X-Request-Id"] != first.headers["X-Request-Id"]


def test_what_is_remembered_ends_with_the_next_deed_and_is_nobodys_who_is_signed_in(
    app: Flask, client: PageClient
) -> None:
    city = factories.city(listed=True)
    assert client.get("/cities/norrhavn").h1 == ["Norrhavn"]
    with transaction():
        factories.db.session.get_one(City, city.id).name = "Nordhavn"
    assert client.get("/cities/norrhavn").h1 == ["Nordhavn"]
    client.sign_in(factories.team_member())
    page = client.get("/cities/norrhavn")
    assert "Your work" in page.links
    assert client.response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in client.response.headers
    assert "Sign in" in PageClient(app).get("/cities/norrhavn").links


def test_a_page_with_a_form_of_its_own_is_nobody_elses(client: PageClient) -> None:
    # The second time the mark is in the session already.
    for _again in range(2):
        client.get("/receipts")
        assert client.response.headers["Cache-Control"] == "no-cache, private"
        assert "ETag" not in client.response.headers
    mark = client.response.text.partition('csrf_token" value="')[2].partition('"')[0]
    other = client.app.test_client().get("/receipts").text
    assert mark
    assert mark not in other
