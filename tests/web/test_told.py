"""Pages tell an edition's texts in the language of their address; what is not translated says that it is in English."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from awards_portal import create_app
from awards_portal.awards.models import Retraction
from awards_portal.config import Settings
from awards_portal.db import Base, db, transaction
from awards_portal.ledger import System
from awards_portal.programmes import service as editions
from awards_portal.programmes.enquiries.models import Enquiry
from awards_portal.programmes.models import Edition
from awards_portal.programmes.translated import queries, service
from awards_portal.programmes.translated.service import Given
from tests import factories
from tests.page import PageClient
from tests.statements import statements
from tests.web.public.test_hall import award

SAID = {
    "edition.title": ("Smart Sustainable City Awards 2026", "스마트 도시상 2026"),
    "edition.theme": ("Cities that listen", "듣는 도시"),
    "category.open-city.title": ("Open City", "열린 도시"),
    "criterion.impact.descriptor.5": ("impact 5", "영향 5"),
    "enquiry.1.answer": ("Yes, the lead *enters*.", "예, *대표*가 합니다."),
    "form.question.c_title.label": ("Title", "제목"),
    "form.section.C.title": ("Project", "사업"),
}


@pytest.fixture(scope="module")
def korean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal that speaks Korean too, without a word in its catalogue, with an edition that is half translated."""
    folder: Path = tmp_path_factory.mktemp("told")
    settings = Settings.load(
        environment="test",
        secret_key="t" * 40,
        instance_dir=folder,
        public_url="http://localhost",
        languages=("ko",),
        translations_dir=folder,
    )
    app = create_app(settings)
    app.testing = True
    with app.app_context():
        Base.metadata.create_all(db.engine)
        edition = factories.edition(description="A long invitation.")
        organiser = factories.team_member(name="Ori Organiser")
        said = {"question": "May two cities enter together?", "answer": "Yes, the lead *enters*."}
        factories.put(Enquiry(edition_id=edition.id, position=1, by_id=organiser.id, at=edition.opens_at, **said))
        _say(edition, SAID)
    yield app
    with app.app_context():
        db.engine.dispose()


def _say(edition: Edition, texts: dict[str, tuple[str, str]]) -> None:
    service.save(edition, "ko", {key: Given(text, None, original) for key, (original, text) in texts.items()}, System())


@pytest.fixture
def reader(korean: Flask) -> PageClient:
    return PageClient(korean)


def test_the_call_is_told_in_the_language_of_its_address(reader: PageClient) -> None:
    page = reader.get("/ko/editions/ssc26")
    assert page.h1 == ["스마트 도시상 2026"]
    assert '<p class="theme">듣는 도시</p>' in page.html
    assert "<dt>열린 도시</dt>" in page.html
    assert "<dd>영향 5</dd>" in page.html
    assert '<div class="prose" dir="auto"><p>예, <em>대표</em>가 합니다.</p>' in page.html
    assert '<meta property="og:title" content="스마트 도시상 2026">' in page.html
    english = reader.get("/editions/ssc26")
    assert english.h1 == ["Smart Sustainable City Awards 2026"]
    assert "Shown in English" not in english.text
    assert "lang=" not in english.html[english.html.index("<main") : english.html.index("</main>")]
    assert "듣는 도시" in reader.get("/ko/").text


def test_what_is_not_translated_is_shown_in_english_marked_as_such_and_says_so(reader: PageClient) -> None:
    html = reader.get("/ko/editions/ssc26").html
    said = '<span class="note in-original">Shown in English</span>'
    assert f'<p class="lead"><span lang="en" dir="ltr">A long invitation.</span> {said}</p>' in html
    assert '<dt><span lang="en" dir="ltr">Digital Inclusion</span></dt>' in html
    assert f'<dd><span lang="en" dir="ltr">impact 4</span> {said}</dd>' in html


def test_winners_are_told_under_the_translated_name_of_their_edition_and_category(
    korean: Flask, reader: PageClient
) -> None:
    with korean.app_context():
        edition = db.session.scalars(db.select(Edition)).one()
        entry = factories.submitted_entry(edition, factories.city("Sandmere", "SE"))
        published = award(entry)
        why = {"reason": "A slip.", "at": entry.created_at, "by_id": published.proposed_by_id}
        taken_back, reference = Retraction(publication_id=published.id, **why), entry.reference
    try:
        assert '<h2 id="category-1">열린 도시</h2>' in reader.get("/ko/editions/ssc26/winners").html
        assert reader.get(f"/ko/editions/ssc26/winners/{reference}").links["스마트 도시상 2026"]
        for path in ("/ko/winners", "/ko/cities/sandmere"):
            assert reader.get(path).links["스마트 도시상 2026"] == "/ko/editions/ssc26/winners"
        assert "Smart Sustainable City Awards 2026" in reader.get("/winners").text
    finally:
        with korean.app_context():
            factories.put(taken_back)


def test_a_changed_original_is_said_beside_its_translation(korean: Flask, reader: PageClient) -> None:
    with korean.app_context():
        edition = db.session.scalars(db.select(Edition)).one()
        theme = {"theme": "Cities who listen"}
        editions.change_settings(edition, lambda document: document | theme, by=System(), reason="Grammar")
    try:
        assert "듣는 도시 The original has changed since" in reader.get("/ko/editions/ssc26").text
    finally:
        with korean.app_context():
            edition = db.session.scalars(db.select(Edition)).one()
            theme = {"theme": "Cities that listen"}
            editions.change_settings(edition, lambda document: document | theme, by=System(), reason="Grammar")


def test_a_city_reads_the_questions_in_a_language_and_its_answers_stay_what_they_are(
    korean: Flask, reader: PageClient
) -> None:
    with korean.app_context():
        lead = factories.representative(factories.city())
    assert "/entries/start/ssc26?questions=ko" in reader.sign_in(lead).get("/ko/editions/ssc26").links.values()
    page = reader.get("/entries/start/ssc26?questions=ko")
    assert "열린 도시" in page.text
    page = reader.send(page, "/start/", category="open-city")
    assert page.links["English"] == "/entries/SSC26-" + page.links["English"][-4:]
    entry = page.links["English"]
    assert page.links["사업"] == f"{entry}/sections/C?questions=ko"
    page = reader.get(f"{entry}/sections/C?questions=ko")
    assert page.h1 == ["사업"]
    assert '<span lang="ko" dir="ltr">제목</span>' in page.html
    assert 'value="open-city"' in page.html
    assert "Category (optional) Shown in English" not in page.text
    assert "Category Shown in English" in page.text
    reader.send(page, "/sections/C", **{"q-c_title": "밤 전차", "go": "continue"})
    assert reader.response.request.full_path == f"{entry}/sections/D?questions=ko"
    # What was submitted or written before is read under its own headings.
    assert "제목" not in reader.get(f"{entry}/answers/c_title/history?questions=ko").text
    with korean.app_context(), statements() as found:
        assert "제목" not in reader.get(f"{entry}/sections/C").text
    with korean.app_context(), statements() as more:
        reader.get(f"{entry}/sections/C?questions=ko")
    assert len(more) <= len(found) + 2


def test_an_organiser_translates_in_the_browser_and_from_a_spreadsheet(app: Flask) -> None:
    with app.app_context():
        edition = factories.edition()
        organiser, other = PageClient(app), PageClient(app)
        organiser.sign_in(factories.team_member())
        other.sign_in(factories.team_member(name="Ora Other", email="ora@example.org"))
        assert "Русский" in organiser.get("/team/editions/ssc26/translations").text
        path = "/team/editions/ssc26/translations/ru"
        page, old = organiser.get(f"{path}?part=call"), other.get(f"{path}?part=call")
        page = organiser.send(page, "?part=call", **{"text-edition.theme": "Города, которые слышат"})
        assert "1 text is saved." in page.text
        assert organiser.response.request.full_path == f"{path}?part=call"
        page = other.send(old, "?part=call", status=422, **{"text-edition.theme": "Слышащие города"})
        assert "somebody else wrote “Города, которые слышат” meanwhile" in page.text
        assert page.form("?part=call")["fields"]["text-edition.theme"].strip() == "Слышащие города"
        page = other.send(page, "?part=call")
        assert queries.translations(edition.id, "ru")["edition.theme"].text == "Слышащие города"
        other.get(f"{path}?part=call&state=missing&format=csv")
        lines = other.response.text.lstrip("\ufeff").splitlines()
        assert lines[0] == "place,what,state,original,translation"
        assert "edition.theme" not in other.response.text
        filled = "\n".join([lines[0], *(f"{line.rstrip(',')},Слово" for line in lines[1:])])
        csrf = {"csrf_token": organiser.csrf()}
        page = organiser.open("POST", path, data={**csrf, "file": (_file(filled), "ru.csv")})
        assert "texts are saved." in page.text
        assert queries.translations(edition.id, "ru")["edition.title"].text == "Слово"
        page = organiser.open("POST", path, data={**csrf, "file": (_file("place,words\na,b"), "ru.csv")}, status=422)
        assert "missing are: original, translation" in page.text
        assert "No text fits." in organiser.get(f"{path}?q=zzz").text
        organiser.get("/team/editions/ssc26/translations/en", status=404)


def _file(text: str) -> BytesIO:
    return BytesIO(text.encode())


def test_translating_costs_the_same_for_few_texts_and_for_many(app: Flask, client: PageClient) -> None:
    with app.app_context():
        client.sign_in(factories.team_member())
        edition = factories.edition()
        with statements() as few:
            client.get("/team/editions/ssc26/translations/ko")
        _say(edition, {key: each for key, each in SAID.items() if not key.startswith("enquiry")})
        with transaction():
            for number in range(30):
                said = {"question": f"Question {number}?", "answer": "Yes."}
                by = db.session.scalars(db.select(factories.Person)).first()
                assert by is not None
                row = Enquiry(edition_id=edition.id, position=number, by_id=by.id, at=edition.opens_at, **said)
                db.session.add(row)
        with statements() as many:
            client.get("/team/editions/ssc26/translations/ko")
    assert len(many) == len(few)
