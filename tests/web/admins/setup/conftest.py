"""An organiser at the pages of set-up."""

import pytest
from flask import Flask

from tests import factories
from tests.page import PageClient


@pytest.fixture
def organiser(client: PageClient, context: Flask) -> PageClient:
    return client.sign_in(factories.team_member())
