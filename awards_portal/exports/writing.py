"""A ZIP of parts: each table as CSV and as JSON, every submission as it was frozen, and files when they are wanted."""

import json
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

from flask_babel import gettext as _
from sqlalchemy import Date, select, true

from .. import sheets, storage
from ..db import UtcDateTime, db
from ..errors import Refusal
from ..sheets import Cell, Kind, csv_bytes
from .numbering import Numbers
from .parts import Part, shown, tables

AT_ONCE = 1000
MOST_BYTES = 500_000_000
# The same rows give the same file: their own times are inside.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
Tell = Callable[[int, int, str], None]


def nobody(_done: int, _total: int, _words: str) -> None:
    """Nobody waits to hear how far it is."""


def write(
    to: IO[bytes],
    parts: Sequence[Part],
    *,
    about: dict[str, Any],
    zone: str,
    files: bool,
    who: Collection[str] = (),
    tell: Tell = nobody,
    numbers: Numbers | None = None,
) -> dict[str, int]:
    """Write the archive; how many rows each table has.

    Args:
        about: what the export is of, for `about.json`.
        files: whether the files and dossiers themselves are in it.
        who: `person` or `city`, to add a table with the people or cities that the other tables name.
        numbers: numbers of the archive's own; None: the portal's keys stand in it.

    Raises:
        Refusal: when the files together are too large.
    """
    counts: dict[str, int] = {}
    named: dict[str, set[int]] = {name: set() for name in who}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, part in enumerate(parts, 1):
            counts[part.name] = _table(archive, part, _rows(part), zone, named, numbers)
            tell(n, len(parts) + 1, _("%(n)d of %(all)d tables are written", n=n, all=len(parts)))
        for name, ids in named.items():
            table = tables()[name]
            part = Part(table, true(), shown(table))
            counts[name] = _table(archive, part, with_ids(part, ids), zone, {}, numbers)
        if files:
            _files(archive, parts, numbers)
        _put(archive, "about.json", _json({**about, "rows": counts}))
    return counts


def _rows(part: Part) -> Iterator[Sequence[Any]]:
    question = select(*part.columns).where(part.rows).order_by(part.table.c.id).execution_options(yield_per=AT_ONCE)
    yield from db.session.execute(question)


def with_ids(part: Part, ids: Collection[int]) -> Iterator[Sequence[Any]]:
    """The rows of a part with these ids, in their order. Asked for in turns: a database takes only so many at once."""
    wanted = sorted(ids)
    for at in range(0, len(wanted), AT_ONCE):
        some = part.table.c.id.in_(wanted[at : at + AT_ONCE])
        yield from _rows(Part(part.table, part.rows & some, part.columns))


def _table(
    archive: zipfile.ZipFile,
    part: Part,
    rows: Iterable[Sequence[Any]],
    zone: str,
    named: dict[str, set[int]],
    numbers: Numbers | None,
) -> int:
    columns = [sheets.Column(column.name, _kind(column.type)) for column in part.columns]
    pointing = [
        (at, key.column.table.name)
        for at, column in enumerate(part.columns)
        for key in column.foreign_keys
        if key.column.table.name in named
    ]
    versions = {column.name: at for at, column in enumerate(part.columns)} if part.name == "submission" else {}
    count = 0
    texts: list[bytes] = []
    lines: list[bytes] = []
    # Both files of a table are written one after the other: an archive takes one at a time.
    for row in rows:
        for at, name in pointing:
            if row[at] is not None:
                named[name].add(row[at])
        if numbers is not None:
            row = list(numbers.row(part.table, {c.name: v for c, v in zip(part.columns, row, strict=True)}).values())
        texts.append(csv_bytes(columns, [[_cell(value) for value in row]], zone).split(b"\r\n", 1)[1])
        lines.append(_json({column.name: value for column, value in zip(part.columns, row, strict=True)}))
        if versions:
            name = f"submissions/{row[versions['entry_id']]}-{row[versions['number']]}.json"
            _put(archive, name, row[versions["snapshot"]].encode())
        count += 1
    _put(archive, f"csv/{part.name}.csv", csv_bytes(columns, [], zone) + b"".join(texts))
    _put(archive, f"json/{part.name}.json", b"[\n" + b",\n".join(lines) + b"\n]\n")
    return count


def _kind(type_: Any) -> Kind:
    if isinstance(type_, UtcDateTime):
        return Kind.INSTANT
    return Kind.DATE if isinstance(type_, Date) else Kind.TEXT


def _cell(value: Any) -> Cell:
    if isinstance(value, dict | list):
        return _json(value).decode()
    return str(value).lower() if isinstance(value, bool) else value


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=_told).encode()


def _told(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value)}")


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, FIRST_DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def _files(archive: zipfile.ZipFile, parts: Sequence[Part], numbers: Numbers | None) -> None:
    part = next((each for each in parts if each.name == "attachment"), None)
    if part is None:
        return
    table = part.table
    wanted = (table.c.id, table.c.entry_id, table.c.question, table.c.name, table.c.sha256, table.c.size)
    rows = db.session.execute(select(*wanted).where(part.rows).order_by(table.c.id)).all()
    if sum(row.size for row in rows) > MOST_BYTES:
        raise Refusal(_("The files together are too large for one archive. Ask the organising team for them."))
    for row in rows:
        name = re.sub(r"[^\w.-]+", "_", row.name)[-80:]
        entry, number = row.entry_id, row.id
        if numbers is not None:
            entry, number = numbers.of("entry", entry), numbers.of("attachment", number)
        _put(archive, f"files/{entry}/{row.question}/{number}-{name}", storage.read(row.sha256, row.size))
