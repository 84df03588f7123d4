"""What a city's and an organiser's requests cost on a full edition: time, SQL statements, bytes.

    python bench/entries_speed.py

The sample edition's form on SQLite with 1,000 submitted entries of 500 cities. One city saves answers, reads its pages
and submits; an organiser reads the table of entries and downloads it. Every request goes through the whole portal
(sign-in, CSRF, policies, ledger, outbox) by its test client. Beside them in the same run: a request that asks nothing
(`/healthz`), and a bare insert with commit into the same kind of file, which is what no save can be quicker than.
"""

from __future__ import annotations

import itertools
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from awards_portal import create_app, ledger
from awards_portal.cli.editions import read_document
from awards_portal.config import Settings
from awards_portal.db import Base, db, transaction
from awards_portal.entries import service
from awards_portal.entries.models import Entry
from awards_portal.entries.writing import Change, save_answers
from awards_portal.programmes import queries as programmes
from awards_portal.programmes import service as editions
from awards_portal.sample.entering import texts
from tests import factories
from tests.page import PageClient
from tests.statements import statements

ROOT = Path(__file__).parents[1]
ENTRIES, CITIES, TIMES = 1_000, 500, 40


def measure(name: str, call: Callable[[], int], times: int = TIMES) -> None:
    """Print the median and the slowest of many calls, statements of the last one, and the bytes it answered."""
    call()
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        size = call()
        took.append(1000 * (time.perf_counter() - begin))
    with statements() as found:
        call()
    print(
        f"  {name:<44}{statistics.median(took):8.1f} ms   slowest {max(took):7.1f} ms   {len(found):3} statements   "
        f"{size / 1000:8.1f} kB"
    )


def bare_commit(folder: Path) -> None:
    """A bare insert and commit, made as safe as ours."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, value TEXT)")
    took = []
    for _ in range(200):
        begin = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO answer (value) VALUES (?)", ("word " * 100,))
        connection.execute("COMMIT")
        took.append(1000 * (time.perf_counter() - begin))
    connection.close()
    print(f"  {'a bare insert and commit':<44}{statistics.median(took):8.1f} ms   slowest {max(took):7.1f} ms")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(
            environment="test", secret_key="b" * 40, instance_dir=Path(folder), public_url="http://localhost"
        )
        app = create_app(settings)
        app.testing = True
        with app.app_context():
            Base.metadata.create_all(db.engine)
            run(PageClient(app), Path(folder))


def run(city: PageClient, folder: Path) -> None:
    document = read_document(ROOT / "awards_portal" / "sample" / "data" / "edition.json")
    edition = editions.create_edition(document, by=ledger.System("bench"))
    cities = [factories.city(f"Place {n}") for n in range(CITIES)]
    for number in range(ENTRIES):
        factories.submitted_entry(edition, cities[number % CITIES], f"Project {number} of the quay")
    home = factories.city("Norrhavn", "SE")
    lead = factories.representative(home, name="Ida Berg")
    category = programmes.categories(edition.id)[0]
    right = {each["key"]: each["right"] for each in edition.eligibility}
    entry = service.start(home, edition, category, lead, "bench", right)
    _city, answers = next(texts("open-city"))
    changes = {key: Change(value, 0) for key, value in answers.items()}
    save_answers(entry, changes, lead)
    reference = entry.reference
    city.sign_in(lead)
    token = {"X-CSRFToken": city.csrf(), "Accept": "application/json"}
    count = itertools.count()
    revision = [_revision(entry)]

    def save() -> int:
        text = f"{answers['e1_problem']} {next(count)}"
        sent = city.http.post(
            f"/entries/{reference}/answers/e1_problem",
            json={"value": text, "revision": revision[0], "mark": f"m{next(count)}"},
            headers=token,
        )
        assert sent.status_code == 200, sent.text
        revision[0] = sent.get_json()["revision"]
        return len(sent.data)

    def read(path: str, client: PageClient = city) -> Callable[[], int]:
        def get() -> int:
            answer = client.http.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            return len(answer.data)

        return get

    def submit() -> int:
        save()
        page = city.get(f"/entries/{reference}/check")
        begin = time.perf_counter()
        form = page.form("/submissions")
        answer = city.http.post(form["action"], data=form["fields"])
        assert answer.status_code == 303, answer.text[:2000]
        alone.append(1000 * (time.perf_counter() - begin))
        return len(answer.data)

    alone: list[float] = []
    organiser = PageClient(city.app).sign_in(factories.team_member())
    print(f"{ENTRIES:,} submitted entries of {CITIES} cities; {TIMES} requests each")
    bare_commit(folder)
    measure("GET /healthz", read("/healthz"))
    measure("POST an answer (autosave)", save)
    measure("GET a city's home", read("/entries/"))
    measure("GET an entry's task list", read(f"/entries/{reference}"))
    measure("GET the longest section", read(f"/entries/{reference}/sections/E"))
    measure("GET check your answers", read(f"/entries/{reference}/check"))
    try:
        measure("save, check, submit together", submit, 20)
        print(f"  {'  of which POST the submission':<44}{statistics.median(alone):8.1f} ms")
    except AssertionError as error:
        print(f"  submitting: {error}")
    table = f"/team/editions/{edition.key}/entries"
    measure("GET the organisers' table, first page", read(table, organiser))
    measure("GET the table searched", read(f"{table}?q=Project+77", organiser))
    measure("GET the table as CSV, all rows", read(f"{table}?format=csv", organiser), 10)


def _revision(entry: Entry) -> int:
    from awards_portal.entries import queries

    with transaction():
        return queries.answers(entry.id)["e1_problem"].revision


if __name__ == "__main__":
    main()
