"""A GET never writes, but for the ledger's line of who read judging data: not even that is in the way of a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from awards_portal.db import db
from tests import cast
from tests.house.test_access import address, routes
from tests.page import PageClient

# Pages of sums, places, scorecards and comments.
READ = {
    *("admins.standings", "admins.explanation", "admins.analysis", "admins.shortlist", "admins.publication"),
    *("admins.disagreement", "admins.discussion", "admins.card_history", "admins.feedback", "admins.feedback_entry"),
    *("admins.meeting", "admins.meeting_entry", "admins.pairwise"),
}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "BEGIN IMMEDIATE", "CREATE", "DROP", "ALTER")


@contextmanager
def written() -> Iterator[list[str]]:
    found: list[str] = []

    def watch(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", watch)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", watch)


# Whoever else there is reads a part of what one of these reads.
@pytest.mark.parametrize("persona", ["anonymous", "lead", "judge", "other_judge", "observer", "admin"])
def test_reading_any_page_writes_nothing(app: Flask, persona: str) -> None:
    with app.app_context():
        given = cast.make()
        someone = given.personas[persona]
        client = PageClient(app)
        if someone is not None:
            client.sign_in(someone)
        for name, rule in routes(app).items():
            if name.endswith(" GET"):
                path = address(app, rule, given)
                with written() as found:
                    client.http.get(path)
                if rule.endpoint in READ and client.http.get(path).status_code == 200:
                    told = [each for each in found if not each.startswith("BEGIN")]
                    assert len(told) == 1, f"GET {path} leaves no line, or more: {told}"
                    assert told[0].startswith("INSERT INTO ledger_line")
                else:
                    assert not found, f"GET {path} writes: {found}"
