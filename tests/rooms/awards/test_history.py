"""Past editions: published facts with their sources; what is unknown stays unknown."""

import pytest
from sqlalchemy import func, select

from awards_portal.awards import history
from awards_portal.awards.models import PastEdition, PastJuror, PastWinner
from awards_portal.db import db
from tests import factories

pytestmark = pytest.mark.usefixtures("context")


def test_every_edition_held_up_to_2025_is_loaded_with_its_sources() -> None:
    assert history.load() == 7
    editions = db.session.scalars(select(PastEdition).order_by(PastEdition.year)).all()
    assert [edition.year for edition in editions] == [2012, 2014, 2017, 2020, 2023, 2024, 2025]
    assert all(edition.sources for edition in editions)
    assert db.session.scalar(select(func.count()).select_from(PastJuror)) == 27
    assert db.session.scalar(select(func.count()).select_from(PastWinner)) == 54


def test_loading_again_changes_nothing() -> None:
    history.load()
    assert history.load() == 0


def test_a_winner_is_tied_to_its_city_in_the_directory_by_name_and_country() -> None:
    goyang = factories.city("Goyang", "KR")
    factories.city("Surrey", "GB")
    history.load()
    tied = db.session.scalars(select(PastWinner).where(PastWinner.city_id.is_not(None))).all()
    assert {winner.city_id for winner in tied} == {goyang.id}
    assert any(winner.name == "Surrey" for winner in db.session.scalars(select(PastWinner)))
