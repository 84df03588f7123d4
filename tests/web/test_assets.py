"""The style sheet and other static files: kept for ever under an address that changes with the content."""

import re

from flask import Flask

from awards_portal.config import ROOT
from awards_portal.web.shared import assets
from tests.page import PageClient


def test_the_style_sheet_is_one_file_that_browsers_may_keep(client: PageClient) -> None:
    page = client.get("/")
    href = re.findall(r'href="(/assets/portal-\w+\.css)"', page.html)
    assert len(href) == 1
    client.get(href[0])
    assert "immutable" in client.response.headers["Cache-Control"]
    assert "@layer tokens, base, components, pages;" in client.response.text


def test_a_sheet_asked_for_by_an_old_address_is_not_kept(client: PageClient) -> None:
    client.get("/assets/portal-0123456789.css")
    assert client.response.headers["Cache-Control"] == "no-cache"


def test_no_style_sheet_asks_anybody_else_and_every_file_it_names_is_there() -> None:
    named = re.findall(r'url\("([^"]+)"\)', assets.bundle())
    assert named
    for address in named:
        assert address.startswith("/static/")
        assert (ROOT / address.removeprefix("/")).is_file()


def test_a_wrong_name_of_a_static_file_is_found_at_once(app: Flask) -> None:
    with app.test_request_context():
        try:
            assets.asset("js/no-such-script.js")
        except FileNotFoundError:
            return
    raise AssertionError("a missing script went unnoticed")


def test_static_files_with_a_digest_and_fonts_are_kept(client: PageClient) -> None:
    page = client.get("/")
    for address in [*re.findall(r'src="([^"]+)"', page.html), "/static/fonts/source-sans-3-latin-wght-normal.woff2"]:
        client.get(address)
        assert "immutable" in client.response.headers["Cache-Control"], address


def test_the_style_sheet_travels_compressed_and_pages_with_secrets_do_not(client: PageClient) -> None:
    page = client.get("/account/sign-in", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in client.response.headers
    href = re.findall(r'href="(/assets/[^"]+)"', page.html)[0]
    got = client.http.get(href, headers={"Accept-Encoding": "br, gzip"})
    assert got.headers["Content-Encoding"] == "br"
    assert len(got.data) < 15_000
