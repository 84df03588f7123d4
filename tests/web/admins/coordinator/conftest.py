"""An edition, an entry of a category, and who coordinates that category."""

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.entries.models import Entry
from awards_portal.people.models import Person
from awards_portal.programmes.models import Edition
from tests import factories
from tests.scored import round_with


@pytest.fixture
def edition(context: Flask) -> Edition:
    return round_with()


@pytest.fixture
def hers(edition: Edition) -> Entry:
    return db.session.scalars(select(Entry).filter_by(title="The North project")).one()


@pytest.fixture
def cora(hers: Entry) -> Person:
    return factories.coordinator(hers.category_id, name="Cora Coordinator")
