"""How long the results workbook takes for a large edition, beside a bare writing of the same cells, in one run.

    python bench/workbook_speed.py [--recalculate] [--entries 1000]

1,000 entries x 5 judges x 6 criteria on SQLite: standings from the database, the workbook as XLSX and as a ZIP of CSV
files, and `results verify` on it. The baseline writes the same cells as plain values by XlsxWriter alone. With
--recalculate LibreOffice computes every formula anew, each rank and score is compared, and what it saved is verified.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, select

sys.path.insert(0, str(Path(__file__).parents[1]))

import xlsxwriter

from awards_portal import clock, create_app
from awards_portal.awards import standings
from awards_portal.awards.workbook import Download, fingerprint, workbook
from awards_portal.config import VERSION, Settings
from awards_portal.db import Base, db, transaction
from awards_portal.entries.models import Entry, Submission
from awards_portal.judging.models import Assignment, Judge, Score, Scorecard
from awards_portal.people.models import City
from awards_portal.programmes.models import Category, Criterion, Edition, FormVersion, Round, Rubric
from awards_portal.results.verify import verify
from awards_portal.sheets import Formula, Workbook, write_xlsx, write_zip
from awards_portal.text import canonical_json, sha256
from tests import factories

ENTRIES, JUDGES, CARDS = 1_000, 60, 5
WEIGHTS = {"problem": 15, "design": 20, "resources": 10, "implementation": 15, "impact": 25, "learning": 15}


def fill(entries: int) -> Edition:
    """An edition with every card completed, written in bulk."""
    rng = np.random.default_rng(1)
    edition = factories.edition(tie_ladder=["heaviest_criterion", "criteria_by_weight"])
    author = factories.person("Vera Lind")
    at = edition.created_at
    with transaction():
        session = db.session
        rubric = session.scalars(select(Rubric)).one()
        for each in session.scalars(select(Criterion)):
            session.delete(each)
        session.flush()
        for place, (key, weight) in enumerate(WEIGHTS.items()):
            values = {"guidance": "", "descriptors": {}, "reads": [], "comment_below": None, "position": place}
            session.add(Criterion(rubric_id=rubric.id, key=key, title=key, weight=weight, **values))
        session.flush()
        criteria = session.scalars(select(Criterion.id).order_by(Criterion.position)).all()
        categories = session.scalars(select(Category.id).order_by(Category.position)).all()
        form, scoring = session.scalars(select(FormVersion)).one(), session.scalars(select(Round)).one()
        numbers = range(1, entries + 1)
        add(City, [{"id": n, **city(n, at)} for n in numbers])
        entry = {"edition_id": edition.id, "form_version_id": form.id, "created_at": at, "created_by_id": author.id}
        add(
            Entry,
            [
                {
                    "id": n,
                    "city_id": n,
                    "category_id": categories[n % 2],
                    "reference": f"SSC26-{n:04d}",
                    "title": f"Project {n}",
                    **entry,
                }
                for n in numbers
            ],
        )
        add(Submission, [submission(n, author.id, at) for n in numbers])
        judge = {
            "edition_id": edition.id,
            "organisation": "An institute",
            "country": "NO",
            "languages": [],
            "expertise": [],
        }
        add(
            Judge,
            [
                {
                    "id": n,
                    "email": f"j{n}@example.org",
                    "name": f"Judge {n}",
                    "invited_at": at,
                    "accepted_at": at,
                    **judge,
                }
                for n in range(1, JUDGES + 1)
            ],
        )
        seats = [(e, int(j) + 1) for e in numbers for j in rng.choice(JUDGES, CARDS, replace=False)]
        add(
            Assignment,
            [
                {"id": n, "round_id": scoring.id, "entry_id": e, "judge_id": j, "how": "by hand", "at": at}
                for n, (e, j) in enumerate(seats, 1)
            ],
        )
        card = {"revision": 1, "comment_for_city": "Well argued.", "private_note": "", "started_at": at}
        add(
            Scorecard,
            [
                {"id": n, "assignment_id": n, "changed_at": at, "completed_at": at, **card}
                for n in range(1, len(seats) + 1)
            ],
        )
        steps = rng.integers(0, 11, (len(seats), len(criteria)))
        score = {"comment": "A sentence on this criterion.", "first_at": at, "changed_at": at}
        add(
            Score,
            [
                {"scorecard_id": n + 1, "criterion_id": c, "step": int(steps[n, place]), **score}
                for n in range(len(seats))
                for place, c in enumerate(criteria)
            ],
        )
    return edition


def add(model: type[Base], rows: list[dict[str, Any]]) -> None:
    db.session.execute(insert(model), rows)


def city(n: int, at: object) -> dict[str, Any]:
    return {
        "name": f"City {n}",
        "key": f"city {n}",
        "slug": f"city-{n}",
        "country": "NO",
        "region": "Europe",
        "sources": [],
        "created_at": at,
    }


def submission(n: int, author: int, at: object) -> dict[str, Any]:
    answers = {"c_title": f"Project {n}", "d_summary": "Words that a city wrote about its project. " * 5}
    snapshot = canonical_json({"answers": answers, "attachments": [], "form": {"number": 1}})
    values = {"number": 1, "mark": "m", "at": at, "by_id": author}
    return {"entry_id": n, "snapshot": snapshot, "sha256": sha256(snapshot), **values}


@contextlib.contextmanager
def timed(what: str) -> Iterator[None]:
    begin = time.perf_counter()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {what:<46} {time.perf_counter() - begin:7.2f} s   peak memory {peak:6.0f} MB")


def bare(made: Workbook, path: Path) -> None:
    """The same cells as plain values, nothing else."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for sheet in made.sheets:
        page = book.add_worksheet(sheet.name)
        for row, cells in enumerate(sheet.rows, 1):
            for at, cell in enumerate(cells):
                value = cell.value if isinstance(cell, Formula) else cell
                if isinstance(value, str):
                    page.write_string(row, at, value)
                elif isinstance(value, int | float):
                    page.write_number(row, at, value)
                elif value is not None:
                    page.write_datetime(row, at, value.replace(tzinfo=None))
    book.close()


def written(path: Path, write: Callable[[Workbook, Any], None], made: Workbook) -> None:
    with path.open("wb") as file:
        write(made, file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recalculate", action="store_true", help="compute every formula anew by LibreOffice")
    parser.add_argument("--entries", type=int, default=ENTRIES, help="how many entries, spread over 60 judges")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="workbook-"))
    try:
        app = create_app(Settings.load(environment="test", secret_key="t" * 40, instance_dir=folder))
        with app.app_context(), contextlib.redirect_stderr(io.StringIO()):
            Base.metadata.create_all(db.engine)
            edition = fill(options.entries)
            round_, rubric = (db.session.scalars(select(model)).one() for model in (Round, Rubric))
            print(f"{options.entries:,} entries x {CARDS} judges x {len(WEIGHTS)} criteria")
            with timed("standings from the database"):
                found = standings.compute(edition, round_, rubric)
            with timed("workbook as data"):
                made = workbook(found, Download(clock.now(), "bench", VERSION, fingerprint(found)))
            cells = sum(len(row) for sheet in made.sheets for row in sheet.rows)
            formulas = sum(isinstance(c, Formula) for sheet in made.sheets for row in sheet.rows for c in row)
            with timed(f"XLSX, {cells:,} cells, {formulas:,} formulas"):
                written(folder / "w.xlsx", write_xlsx, made)
            with timed("bare XlsxWriter, the same cells as values"):
                bare(made, folder / "bare.xlsx")
            with timed("CSV files in a ZIP"):
                written(folder / "w.zip", write_zip, made)
            with timed("results verify"):
                differences = verify(folder / "w.xlsx").differences
            assert not differences, differences[:3]
            for name in ("w.xlsx", "bare.xlsx", "w.zip"):
                print(f"  {name:<46} {(folder / name).stat().st_size / 1e6:7.2f} MB")
            if options.recalculate:
                recalculate(folder, found)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def recalculate(folder: Path, found: standings.RoundStandings) -> None:
    import openpyxl

    from tests.recalculated import recalculate as recalculate_all
    from tests.recalculated import rows_of

    os.environ.setdefault("TEST_SOFFICE", shutil.which("soffice") or "soffice")
    with timed("LibreOffice: load, recalculate, save, read"):
        (theirs,) = recalculate_all([folder / "w.xlsx"], folder)
        rows = rows_of(openpyxl.load_workbook(theirs, data_only=True), "Results")
    places = {place.entry.reference: place for category in found.categories for place in category.places}
    wrong = [
        row["reference"]
        for row in rows
        if row["rank"] != places[row["reference"]].rank
        or abs(row["final score"] - places[row["reference"]].score) > 1e-9
        or (row["tie decided by"] or None) != places[row["reference"]].tie_decided_by
    ]
    print(f"  ranks, scores and tie rules that differ: {len(wrong)} of {len(rows)}")
    with timed("results verify on what LibreOffice saved"):
        differences = verify(theirs).differences
    print(f"  differences that verify finds: {len(differences)}")


if __name__ == "__main__":
    main()
