"""How long the pages of results take for a large edition, beside fetching its rows and bare pages of that size.

    python bench/standings_pages.py

1,000 entries x 5 judges x 6 criteria on SQLite, 60 judges, two categories of 500; whole requests of an organiser.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1]))

from awards_portal import create_app
from awards_portal.awards import queries, standings
from awards_portal.config import Settings
from awards_portal.db import Base, db
from awards_portal.programmes.models import Round, Rubric
from bench.workbook_speed import fill
from tests import factories
from tests.page import PageClient

PAGES = {
    "standings of all categories": "/standings",
    "standings of one category": "/standings?category=open-city",
    "standings over all": "/standings?together=yes",
    "explanation of one place": "/standings/SSC26-0002",
    "analysis of one category": "/standings/analysis/open-city",
    "matrix of judges and entries": "/assignments",
}


def best_of(run: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest run."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        found.append(time.perf_counter() - begin)
    return min(found)


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(
            environment="test",
            secret_key="b" * 40,
            instance_dir=Path(folder),
            database_url=f"sqlite:///{folder}/portal.db",
            public_url="http://localhost",
        )
        app = create_app(settings)
        with app.app_context():
            Base.metadata.create_all(db.engine)
            edition = fill(1_000)
            client = PageClient(app).sign_in(factories.team_member())
            round_, rubric = db.session.scalars(select(Round)).one(), db.session.scalars(select(Rubric)).one()

            def fetch() -> None:
                queries.entry_rows(edition.id, None, round_.id)
                queries.score_rows(round_.id)
                queries.card_rows(round_.id)

            rows = best_of(fetch)
            ranked = best_of(lambda: standings.compute(edition, round_, rubric, uncertainty=False))
            print(f"fetching the rows of 30,000 scores      {rows * 1000:8.0f} ms")
            print(f"from the database to standings          {ranked * 1000:8.0f} ms   {ranked / rows:.1f} x")
            for name, path in PAGES.items():
                address = f"/team/editions/{edition.key}{path}"
                size = len(client.http.get(address).data)
                took = best_of(lambda at=address: client.http.get(at), 3)  # type: ignore[misc]
                print(f"{name:40}{took * 1000:8.0f} ms   {size / 1000:6.0f} kB   {bare(size) * 1000:6.1f} ms bare page")


def bare(size: int) -> float:
    """Seconds of a page of this many bytes from Flask alone."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "x" * size)
    return best_of(lambda: app.test_client().get("/").data)


if __name__ == "__main__":
    main()
