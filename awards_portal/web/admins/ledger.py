"""The ledger as the organising team reads it: who did what, when, before and after."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...entries import queries as entries
from ...ledger import LedgerLine, in_words, reading
from ...programmes.models import Edition
from ...sheets import Cell, Column, Kind
from ...text import canonical_json
from ..shared import access, lists
from . import blueprint
from .entries import edition_or_404
from .rounds import own_cities

# A moment as it is recorded.
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(\+00:00|Z)")
COLUMNS = [
    Column("line", Kind.NUMBER),
    Column("at", Kind.INSTANT),
    Column("event"),
    Column("who"),
    Column("about"),
    Column("before"),
    Column("after"),
    Column("reason"),
]


@blueprint.get("/ledger")
def whole_ledger() -> str | Response:
    """All of the portal's history; `format=csv` gives what is shown as a file."""
    return _page(None)


@blueprint.get("/editions/<key>/ledger")
def ledger(key: str) -> str | Response:
    """The history of one edition; `format=csv` gives what is shown as a file."""
    return _page(edition_or_404(key))


def _page(edition: Edition | None) -> str | Response:
    edition_id = None if edition is None else edition.id
    zone = (access.visitor().person.time_zone or "UTC") if edition is None else edition.time_zone
    hidden = [each.reference for each in entries.entries_of_cities(own_cities())]
    hidden += [seat.city.name for seat in access.visitor().cities]
    known = reading.events(edition_id, hidden)
    kinds = sorted({name.partition(".")[0] + "." for name in known})
    event = lists.asked("event", [reading.READING, *known, *kinds])
    search, since, until = lists.asked("q"), lists.asked("since"), lists.asked("until")
    found = lists.listing(
        lambda limit, offset: reading.lines(
            edition_id=edition_id,
            search=search,
            event=event,
            since=_day(since, zone),
            until=_day(until, zone, timedelta(days=1)),
            hidden=hidden,
            limit=limit,
            offset=offset,
        )
    )
    if lists.wants_csv():
        name = "ledger" if edition is None else f"{edition.key}-ledger"
        return lists.csv_file(name, COLUMNS, map(_cells, found.rows))
    return render_template(
        "admins/ledger.html",
        edition=edition,
        zone=zone,
        listing=found,
        options=[(reading.READING, _("Views and downloads"))]
        + [(each, in_words(each).strip() + (" …" if each.endswith(".") else "")) for each in sorted([*kinds, *known])],
        in_words=in_words,
        said=lambda values: _said(values, zone),
        q=search,
        event=event,
        since=since,
        until=until,
        some_hidden=bool(own_cities()),
    )


def _day(text: str, zone: str, later: timedelta = timedelta(0)) -> datetime | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Beyond these no zone can be told from another, and no line was written.
    return datetime.combine(day, time(0), ZoneInfo(zone)) + later if 1970 <= day.year < 9000 else None


def _told(values: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Before or after, as name and value."""
    return [(name.replace("_", " "), _text(value)) for name, value in (values or {}).items()]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else canonical_json(value)


def _said(values: dict[str, Any] | None, zone: str) -> list[tuple[str, str]]:
    """Before or after as a reader says it; what holds nothing is left out. The file keeps what is recorded."""
    found = [(name.replace("_", " "), _in_words(value, zone)) for name, value in (values or {}).items()]
    return [(name, words) for name, words in found if words]


def _in_words(value: Any, zone: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return clock.tell(datetime.fromisoformat(value), zone) if INSTANT.fullmatch(value) else value
    if isinstance(value, list) and not any(isinstance(each, (dict, list)) for each in value):
        return ", ".join(_in_words(each, zone) for each in value)
    return canonical_json(value)


def _cells(line: LedgerLine) -> list[Cell]:
    before, after = (
        "" if values is None else "; ".join(f"{name}: {value}" for name, value in _told(values))
        for values in (line.before, line.after)
    )
    return [line.id, line.at, line.event, line.actor, line.subject, before, after, line.reason or ""]
