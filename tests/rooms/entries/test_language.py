"""The language of an entry: its city says it while the entry is open, in a language the edition takes."""

import pytest

from awards_portal.db import db, transaction
from awards_portal.entries import listing
from awards_portal.entries.language import correct_language, language_of, set_language
from awards_portal.entries.models import Entry
from awards_portal.errors import Refusal
from awards_portal.people.models import Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Edition
from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make
from tests.rooms.judging.stage import lines

pytestmark = pytest.mark.usefixtures("context")


def of_two_languages() -> Stage:
    stage = make()
    with transaction():
        db.session.get_one(Edition, stage.edition.id).languages = ["en", "fr"]
    return stage


def stored(stage: Stage) -> str:
    db.session.expire_all()
    return language_of(db.session.get_one(Entry, stage.entry.id), db.session.get_one(Edition, stage.edition.id))


def test_it_is_the_editions_first_until_the_city_says_another() -> None:
    stage = of_two_languages()
    assert stored(stage) == "en"
    set_language(stage.entry, "fr", stage.lead)
    set_language(stage.entry, "fr", stage.lead)
    assert stored(stage) == "fr"
    (line,) = lines("entry.language_set")
    assert (line.before, line.after) == ({"language": "en"}, {"language": "fr"})
    ((row,), _total) = listing.entry_rows(stage.edition.id)
    assert row.language == "fr"


def test_another_language_a_reader_a_stranger_and_the_deadline_are_refused() -> None:
    stage = of_two_languages()
    with pytest.raises(Refusal, match="not written in this language"):
        set_language(stage.entry, "ko", stage.lead)
    viewer = factories.representative(stage.entry.city, RepresentativeRole.VIEWER, name="Vic View")
    with pytest.raises(Refusal, match="Ask a lead"):
        set_language(stage.entry, "fr", viewer)
    with pytest.raises(Refusal, match="no longer speak"):
        set_language(stage.entry, "fr", factories.person("Stan Stranger"))
    stage.close()
    with pytest.raises(Refusal, match="The deadline passed"):
        set_language(stage.entry, "fr", stage.lead)
    assert stored(stage) == "en"
    assert lines("entry.language_set") == []


def test_it_is_said_on_the_entrys_page_and_stands_in_the_table_and_its_file(client: PageClient) -> None:
    stage = of_two_languages()
    client.sign_in(stage.lead)
    page = client.get(f"/entries/{stage.entry.reference}")
    assert "Written in English." in page.text
    page = client.send(page, "/language", language="fr")
    assert "Written in French." in page.text
    client.sign_in(factories.team_member())
    assert "Written in French" in client.get(f"/team/editions/ssc26/entries/{stage.entry.reference}").text
    assert "French" in client.get("/team/editions/ssc26/entries?col=language").text
    file = client.http.get("/team/editions/ssc26/entries?format=csv").data.decode("utf-8-sig").splitlines()
    assert dict(zip(file[0].split(","), file[1].split(","), strict=True))["language"] == "fr"


def test_an_edition_of_one_language_asks_nothing(client: PageClient) -> None:
    stage = make()
    client.sign_in(stage.lead)
    page = client.get(f"/entries/{stage.entry.reference}")
    assert "Written in English." in page.text
    assert "Written in another language" not in page.text


def test_an_organiser_corrects_it_after_the_deadline_and_never_for_her_own_city(client: PageClient) -> None:
    stage = of_two_languages()
    stage.close()
    organiser = factories.team_member()
    with pytest.raises(Refusal, match="not written in this language"):
        correct_language(stage.entry, "ko", organiser)
    with pytest.raises(Refusal):
        correct_language(stage.entry, "fr", factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    client.sign_in(organiser)
    page = client.get(f"/team/editions/ssc26/entries/{stage.entry.reference}")
    page = client.send(page, "/language", language="fr")
    assert "Written in French" in page.text
    assert stored(stage) == "fr"
    (line,) = lines("entry.language_set")
    assert line.actor == organiser.name
    values = {"person_id": organiser.id, "city_id": stage.entry.city_id, "role": RepresentativeRole.VIEWER}
    factories.put(Representative(**values, since=stage.edition.created_at))
    with pytest.raises(Refusal, match="speak for this"):
        correct_language(stage.entry, "en", organiser)
