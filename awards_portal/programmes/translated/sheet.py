"""Translations as a spreadsheet that somebody else fills in: one text a row."""

from collections.abc import Sequence

from flask_babel import gettext as _

from ...errors import Invalid
from ...sheets import Cell, Column
from .queries import Row
from .service import Given

COLUMNS = [Column(name) for name in ("place", "what", "state", "original", "translation")]
NEEDED = ("place", "original", "translation")


def cells(row: Row) -> list[Cell]:
    """A text as a row."""
    translation = "" if row.translation is None else row.translation.text
    return [row.place.key, row.place.what, str(row.state), row.place.original, translation]


def read_given(table: Sequence[Sequence[str]]) -> dict[str, Given]:
    """What a filled-in spreadsheet gives, by place; a row without a translation gives nothing.

    Raises:
        Invalid: a column is missing, or a place is there twice.
    """
    names = [each.strip().lower() for each in table[0]] if table else []
    if missing := [each for each in NEEDED if each not in names]:
        raise Invalid(_("The first row names the columns; missing are: %(names)s.", names=", ".join(missing)))
    at = {name: names.index(name) for name in NEEDED}
    found: dict[str, Given] = {}
    for row in table[1:]:
        place, original, text = (row[at[name]] if at[name] < len(row) else "" for name in NEEDED)
        if not text.strip():
            continue
        if place in found:
            raise Invalid(_("The place %(place)s is there twice. Keep one of its rows.", place=place))
        found[place] = Given(text, None, original)
    return found
