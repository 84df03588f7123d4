"""Lists: search and filters stay in the address, pages of fifty, and the same rows as a CSV file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import g, request
from werkzeug.wrappers import Response

from ...sheets import Cell, Column, csv_bytes

Row = TypeVar("Row")
SIZE = 50


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """One page of a list. `total` counts all rows that the search and filters leave."""

    rows: Sequence[Row]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // SIZE))


def wants_csv() -> bool:
    """Whether the address asks for the rows as a CSV file."""
    return request.args.get("format") == "csv" or g.get("as_file", False) is True


def listing(ask: Callable[[int | None, int], tuple[Sequence[Row], int]]) -> Listing[Row]:
    """The rows of the page asked for, or all rows when a CSV file is asked for.

    Args:
        ask: given limit (None: all) and offset, answers the rows and how many there are in all.
    """
    text = request.args.get("page", "1")
    page = int(text) if text.isdecimal() and 0 < len(text) < 7 else 1
    if wants_csv():
        rows, total = ask(None, 0)
        return Listing(rows, total, 1)
    rows, total = ask(SIZE, (page - 1) * SIZE)
    return Listing(rows, total, page)


def asked(name: str, allowed: Iterable[str] | None = None, of: Mapping[str, str] | None = None) -> str:
    """What the address asks for under a name; empty when it is not one of the allowed words.

    Args:
        of: where the words stand instead, such as in a form that was sent with more than its filter.
    """
    text = (request.args if of is None else of).get(name, "").strip()[:200]
    return text if allowed is None or text in set(allowed) else ""


def csv_file(name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Response:
    """The rows as a file to save."""
    response = Response(csv_bytes(columns, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def address(**changes: Any) -> str:
    """This page's address with some of its words changed and all others kept; None takes a word away."""
    words: dict[str, Any] = {**request.args.to_dict(flat=False), **changes}
    if "page" not in changes:
        words.pop("page", None)
    kept = urlencode({name: value for name, value in words.items() if value not in (None, "", [""])}, doseq=True)
    return f"{request.path}?{kept}" if kept else request.path
