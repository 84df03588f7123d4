"""The language stands in the address; pages, links, letters and the switch stay in it. The catalogues are made up."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, url_for
from flask_babel import ngettext

from awards_portal import clock, create_app
from awards_portal.config import Settings
from awards_portal.db import Base, db
from awards_portal.people import passwords
from awards_portal.translations import catalogues
from tests import factories
from tests.page import PageClient
from tests.web.account.letters import link

GOOD = "tram bridge lantern"
IDA = "ida@example.org"


@pytest.fixture(scope="module")
def speaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal that speaks Korean, Chinese and Arabic: the English between brackets, with the form's number."""
    folder = tmp_path_factory.mktemp("speaking")
    for code in ("ko", "zh_Hans", "ar"):
        filled = catalogues.missing(code, folder)
        for each in filled:
            many = [f"[{number} {each.get('plural')}]" for number, _form in enumerate(each.get("forms", ()))]
            each["translation"] = many or f"[{code} {each['id'].strip()}]".join(_spaces(each["id"]))
        assert catalogues.merge(code, filled, folder) == (len(filled), [])
        assert catalogues.wrong(code, folder) == []
    settings = Settings.load(
        environment="test",
        secret_key="t" * 40,
        instance_dir=folder,
        public_url="http://localhost",
        languages=("ar", "ko", "zh_Hans"),
        translations_dir=folder,
    )
    app = create_app(settings)
    app.testing = True
    with app.app_context():
        Base.metadata.create_all(db.engine)
        factories.representative(factories.city(), name="Ida Berg", email=IDA, password_hash=passwords.hashed(GOOD))
    # No context is held: each request finds its own language.
    yield app
    with app.app_context():
        db.engine.dispose()


def _spaces(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


@pytest.fixture
def reader(speaking: Flask) -> PageClient:
    return PageClient(speaking)


def test_a_page_speaks_the_language_of_its_address_and_its_links_stay_there(reader: PageClient) -> None:
    page = reader.get("/ko/cities")
    assert page.h1 == ["[ko Cities]"]
    assert '<html lang="ko" dir="ltr"' in page.html
    assert page.links["[ko Winners]"] == "/ko/winners"
    assert page.links["[ko Sign in]"] == "/ko/account/sign-in"
    assert reader.get("/cities").links["Winners"] == "/winners"
    assert '<html lang="zh-Hans" dir="ltr"' in reader.get("/zh-hans/").html
    assert '<html lang="ar" dir="rtl"' in reader.get("/ar/winners").html
    assert "[ko " not in reader.get("/cities", headers={"Accept-Language": "ko"}).text


def test_the_switch_stays_on_the_page_and_keeps_what_was_searched_for(reader: PageClient) -> None:
    page = reader.get("/ko/cities?q=nor&country=NO")
    assert page.links["English"] == "/cities?q=nor&country=NO"
    assert page.links["العربية"] == "/ar/cities?q=nor&country=NO"
    assert 'href="/ko/cities?q=nor&amp;country=NO" lang="ko" hreflang="ko" aria-current="true">한국어' in page.html
    assert '<link rel="alternate" hreflang="zh-Hans" href="http://localhost/zh-hans/cities">' in page.html
    assert '<link rel="alternate" hreflang="x-default" href="http://localhost/cities">' in page.html
    assert '<link rel="canonical" href="http://localhost/ko/cities">' in page.html


def test_a_form_that_comes_back_with_an_error_can_be_read_in_another_language(reader: PageClient) -> None:
    page = reader.get("/ko/account/sign-in")
    page = reader.send(page, "sign-in", email="nobody@example.org", password="wrong", status=422)
    assert page.title.startswith("[ko Error:]")
    assert page.links["English"] == "/account/sign-in"


def test_the_language_is_kept_through_signing_in_and_out(reader: PageClient) -> None:
    page = reader.get("/ko/account/details")
    assert page.links["简体中文"] == "/zh-hans/account/sign-in?next=%2Fzh-hans%2Faccount%2Fdetails"
    reader.send(page, "sign-in", email=IDA, password=GOOD)
    assert reader.response.request.path == "/ko/account/details"
    assert reader.get("/ko/").links["[ko Your work]"] == "/ko/account/"
    page = reader.send(reader.get("/ko/account/details"), "sign-out")
    assert reader.response.request.path == "/ko/"
    assert "[ko You are signed out.]" in page.text


def test_a_letter_leads_back_into_the_language_it_was_asked_for_in(speaking: Flask, reader: PageClient) -> None:
    page = reader.get("/ar/account/forgotten-password")
    reader.send(page, "forgotten-password", email=IDA)
    assert link(speaking, IDA).startswith("/ar/account/new-password/")


def test_other_doors_and_files_have_one_address_and_are_english(speaking: Flask, reader: PageClient) -> None:
    for path in ("/ko/entries/", "/ko/robots.txt", "/ko/healthz", "/en/", "/ru/"):
        page = reader.get(path, status=404)
        assert ("[ko " in page.html) == path.startswith("/ko/")
    with speaking.test_request_context("/ko/"):
        assert url_for("public.card") == "/cards/portal.png"
        assert url_for("applicants.home") == "/entries/"
        assert url_for("public.cities", lang="ar") == "/ar/cities"


def test_search_engines_learn_of_every_language(reader: PageClient) -> None:
    reader.get("/sitemap.xml")
    assert "<loc>http://localhost/</loc><" in reader.response.text
    assert "<loc>http://localhost/ar/winners</loc>" in reader.response.text
    reader.get("/robots.txt")
    assert "Disallow: /ko/account/\n" in reader.response.text


def test_dates_and_plural_forms_are_those_of_the_language(speaking: Flask) -> None:
    at = datetime(2026, 3, 1, 14, 59, tzinfo=UTC)
    told = {}
    for path in ("/", "/ko/", "/zh-hans/", "/ar/"):
        with speaking.test_request_context(path):
            told[path] = clock.tell(at, "Asia/Seoul")
    assert told["/"] == "1 March 2026, 23:59 (Asia/Seoul, UTC+09:00)"
    assert told["/ko/"] == "2026년 3월 1일 23:59 (Asia/Seoul, UTC+09:00)"
    assert told["/zh-hans/"] == "2026年3月1日 23:59 (Asia/Seoul, UTC+09:00)"
    assert told["/ar/"] == "1 مارس 2026، 23:59 (\u2068Asia/Seoul, UTC+09:00\u2069)"
    with speaking.test_request_context("/ar/"):
        said = [ngettext("%(num)d day", "%(num)d days", number) for number in (0, 1, 2, 3, 11, 100)]
    numbered = ["[0 0 days]", "[1 1 days]", "[2 2 days]", "[3 3 days]", "[5 11 days]", "[4 100 days]"]
    assert said == numbered


def test_translations_are_printed_filled_in_and_taken_back_by_commands(speaking: Flask, tmp_path: Path) -> None:
    run = speaking.test_cli_runner()
    printed = json.loads(run.invoke(args=["translations", "missing", "fr"]).output)
    one = next(each for each in printed if each["id"] == "Cities")
    many = next(each for each in printed if each.get("plural") == "%(num)d days")
    assert one["translation"] == ""
    assert (many["forms"][0], many["translation"]) == ([0, 1], ["", ""])
    given = [one | {"translation": "Villes"}, many | {"translation": ["%(num)d jour", "jours"]}, {"id": "Nowhere"}]
    file = tmp_path / "fr.json"
    file.write_text(json.dumps(given))
    answer = run.invoke(args=["translations", "merge", "fr", str(file)])
    assert answer.exit_code == 1
    assert "Placeholders are missing: %(num)s." in answer.output
    assert "Number 3: no string of the public set has this id and plural." in answer.output
    assert f"1 translations taken, 2 faults, {len(printed) - 1} still missing." in answer.output
    made = catalogues.path_of("fr", speaking.config["SETTINGS"].translations_dir).read_text()
    assert '"X-Needs-Review: yes\\n"' in made
    assert 'msgid "Cities"\nmsgstr "Villes"' in made
    file.write_text("no list")
    assert "holds no JSON" in run.invoke(args=["translations", "merge", "fr", str(file)]).output
