"""The directory of real places."""

import pytest
from sqlalchemy import func, select

from awards_portal.db import db
from awards_portal.people import directory, queries
from awards_portal.people.models import City, Membership
from tests import factories

pytestmark = pytest.mark.usefixtures("context")


def test_the_114_places_are_loaded_once_and_what_is_here_stays() -> None:
    factories.city("Seoul", "KR", region="Changed by hand")
    assert directory.load() == 113
    assert directory.load() == 0
    assert db.session.scalar(select(func.count()).select_from(City)) == 114
    assert db.session.scalar(select(City.region).where(City.name == "Seoul")) == "Changed by hand"
    assert db.session.scalar(select(func.count()).select_from(Membership)) > 30


def test_a_city_is_found_without_accents_and_case() -> None:
    directory.load()
    assert "Ulaanbaatar" in {city.name for city in queries.find_cities("ulAan")}
