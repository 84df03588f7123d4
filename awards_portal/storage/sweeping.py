"""Content that no row counts any more, a file refused after it was stored or a drawing made twice, is removed.

Safe rather than thorough. Only what is older than a day goes, and only when its digest stands in no column of any
table, snapshots and documents included. Where a large part of the storage would go, the database is more likely the
wrong one: then nothing does, unless somebody says so.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import JSON, String, Text, cast, column, inspect, select, table

from .. import clock
from ..db import db
from .base import Storage

log = structlog.get_logger()
# Tables by name with their columns that hold text.
Columns = list[tuple[str, list[tuple[str, Any]]]]
AGE = timedelta(days=1)
# Overlapping: a digest may stand inside a longer run of digits.
DIGEST = re.compile(r"(?=([0-9a-f]{64}))")
# How many files may go by themselves, and of more than these which part of the storage.
FEW, PART = 20, 0.1


@dataclass(frozen=True)
class Swept:
    """What was found: digests and bytes that no row counts, how many files there are, and whether they went."""

    digests: list[str]
    size: int
    of: int
    is_removed: bool


def sweep(*, dry: bool = False, however_many: bool = False) -> Swept:
    """Remove content that nothing refers to.

    Args:
        dry: only say what would go.
        however_many: somebody knows that this is the right database, however much would go.

    Raises:
        Unavailable: when the storage does not answer.
    """
    storage: Storage = current_app.extensions["storage"]
    before = clock.now() - AGE
    tables = list(_columns())
    kept = _counted(tables)
    total = 0
    found: dict[str, int] = {}
    for digest, size, changed in storage.all():
        total += 1
        if changed < before and digest not in kept:
            found[digest] = size
    for digest in _mentioned(found, tables):
        del found[digest]
    told = Swept(sorted(found), sum(found.values()), total, is_removed=False)
    if dry or not found:
        return told
    if len(found) > FEW and len(found) > PART * total and not however_many:
        log.error("the storage is not swept: too much would go for this to be its database", files=len(found), of=total)
        return told
    gone = [digest for digest in found if storage.remove(digest, before)]
    log.info("storage swept", files=len(gone))
    return Swept(sorted(gone), sum(found[digest] for digest in gone), total, is_removed=True)


def _counted(tables: Columns) -> set[str]:
    """Every digest in a column called sha256, in whatever table the database has."""
    found: set[str] = set()
    for name, columns in tables:
        for each, _kind in columns:
            if each == "sha256":
                found.update(db.session.scalars(select(column("sha256")).select_from(table(name))))
    return found


def _mentioned(among: Collection[str], tables: Columns) -> set[str]:
    """Which of these digests stand anywhere in a text or document: one reading of every table, whatever is asked."""
    found: set[str] = set()
    for name, columns in tables if among else []:
        said = [cast(column(each), Text) if isinstance(kind, JSON) else column(each) for each, kind in columns]
        question: Any = select(*said).select_from(table(name))
        for row in db.session.execute(question, execution_options={"yield_per": 200}):
            for text in row:
                found.update(each for each in DIGEST.findall(text or "") if each in among)
    return found


def _columns() -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    # As the database has them, not as models say: a table whose models were not loaded counts too.
    for (_schema, name), columns in inspect(db.session.connection()).get_multi_columns().items():
        texts = [(each["name"], each["type"]) for each in columns if isinstance(each["type"], String | JSON)]
        if texts:
            yield name, texts
