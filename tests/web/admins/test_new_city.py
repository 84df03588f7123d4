"""An organiser adds a city; those of nearly the same name are shown first, with what is the same."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards_portal.db import db
from awards_portal.errors import Invalid, Refusal
from awards_portal.people import rules, service
from awards_portal.people.models import City, TeamRole
from awards_portal.people.rules import Alike
from tests import factories
from tests.page import PageClient

pytestmark = pytest.mark.usefixtures("context")
SEOUL = {"country": "KR", "region": "Asia", "kind": "city", "website": ""}


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Séoul", "seoul", Alike.LETTERS),
        ("Seoul City", "Seoul", Alike.USUAL_WORDS),
        ("City of Oslo", "Oslo", Alike.USUAL_WORDS),
        ("Greater Norrhavn", "Norrhavn", Alike.PART),
        ("Norhavn", "Norrhavn", Alike.NEARLY),
        ("Oslo", "Baku", None),
        ("City", "Municipality", None),
        ("서울", "서울시", Alike.PART),
    ],
)
def test_names_are_alike_in_one_way_or_not_at_all(one: str, other: str, how: Alike | None) -> None:
    assert rules.alike(one, other) is how
    assert rules.alike(other, one) is how


def test_a_city_is_added_in_the_browser_once_those_alike_were_looked_at(app: Flask) -> None:
    factories.city("Seoul", "KR", slug="seoul")
    organiser = PageClient(app)
    organiser.sign_in(factories.team_member())
    page = organiser.get(organiser.get("/team/cities").links["Add a city"])
    page = organiser.send(page, "/new-city", status=422, city_name="Séoul")
    assert "Choose the country." in page.text
    assert "the same but for accents, capitals and spaces" in page.text
    page = organiser.send(page, "/new-city", status=422, city_name="Séoul", another="yes", **SEOUL)
    assert "This country has Seoul already." in page.text
    assert page.links["Seoul"] == "/team/cities/seoul"
    page = organiser.send(page, "/new-city", status=422, city_name="Seoul City", another="", **SEOUL)
    assert "the same but for words such as city or municipality" in page.text
    assert page.form("/new-city")["fields"]["country"] == "KR"
    page = organiser.send(page, "/new-city", another="yes", listed="yes")
    assert organiser.response.request.path == "/team/cities/seoul-city"
    assert "Seoul City" in PageClient(app).get("/cities").text


def test_who_may_not_and_a_name_that_nobody_looked_at_are_refused() -> None:
    known = factories.city("Seoul", "KR")
    otto, observer = factories.team_member(), factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
    values = {**SEOUL, "name": "Seoul City", "listed": False}
    with pytest.raises(Refusal):
        service.add_city(values, observer, others=[known.id])
    with pytest.raises(Invalid, match="nearly this name"):
        service.add_city(values, otto)
    with pytest.raises(Invalid) as caught:
        service.add_city({**values, "name": "Seo\x00"}, otto)
    assert "cannot be stored" in caught.value.fields["city_name"][0]
    assert db.session.scalar(select(func.count()).select_from(City)) == 1
