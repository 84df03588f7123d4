"""Every page answers with as many statements for 120 rows as for thirty, every list also for three thousand."""

import pytest
from flask import Flask

from tests import cast
from tests.crowd import crowd
from tests.house.test_access import address, routes, rows
from tests.page import PageClient
from tests.statements import statements


@pytest.mark.parametrize("persona", ["anonymous", "lead", "judge", "admin"])
def test_a_page_costs_the_same_however_many_rows_there_are(app: Flask, persona: str) -> None:
    with app.app_context():
        given = cast.make()
        client, someone = PageClient(app), given.personas[persona]
        if someone is not None:
            client.sign_in(someone)
        found = routes(app)
        paths = {
            row["endpoint"]: address(app, found[f"{row['endpoint']} GET"], given)
            for row in rows()
            if row["method"] == "GET" and row[persona] == "open"
        }
        crowd(given, 30)
        # What every list offers; the pages that compute results take too long with thousands of entries in a category.
        # Read before it is counted: the first reading of judging data costs a line of the ledger more.
        lists = [endpoint for endpoint in paths if b"format=csv" in client.http.get(paths[endpoint]).data]
        assert persona != "admin" or len(lists) > 12
        few = {endpoint: _cost(app, client, path) for endpoint, path in paths.items()}
        for many, endpoints in ((120, list(paths)), (3000, lists)):
            crowd(given, many - 30)
            lots = {endpoint: _cost(app, client, paths[endpoint]) for endpoint in endpoints}
            assert {name: (few[name], lots[name]) for name in lots if few[name] != lots[name]} == {}


def _cost(app: Flask, client: PageClient, path: str) -> int:
    # What a page is answered from memory costs nothing: the question is what drawing it costs.
    app.extensions["pages"].forget()
    with statements() as sent:
        status = client.http.get(path).status_code
    assert status < 500, f"{path} answered {status}"
    return len(sent)
