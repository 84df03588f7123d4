"""How many SQL statements something costs: a list must cost the same for 3 rows as for 30."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from awards_portal.db import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collects the text of every statement sent to the database."""
    found: list[str] = []

    def watch(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", watch)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", watch)
