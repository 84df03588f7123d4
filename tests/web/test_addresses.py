"""Addresses in letters lead to pages of the portal."""

import re

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from awards_portal.mail.addresses import ENGLISH_ONLY, PATTERNS


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_each_address_of_a_letter_is_a_page(app: Flask, name: str) -> None:
    path = re.sub(r"{\w+}", "x1", PATTERNS[name])
    endpoint, _values = app.url_map.bind("localhost").match(path, method="GET")
    assert endpoint
    # Pages that speak several languages are those of two doors; a letter's link keeps the language there.
    assert path.startswith(ENGLISH_ONLY) != (endpoint.partition(".")[0] in {"public", "account"})


def test_an_address_that_leads_nowhere_would_be_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        app.url_map.bind("localhost").match("/nowhere/x1", method="GET")
