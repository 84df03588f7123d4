"""Catalogues as files: read, written the same way every time, asked what is missing, filled from JSON.

There are no compiled files: a catalogue is read once a process, when its language is first asked for.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from babel.support import Translations

from . import FOLDER, OWN_NAMES, tag
from .checking import faults, forms
from .strings import extract

REVIEW = re.compile(r'^"X-Needs-Review: (yes|no)\\n"$', re.MULTILINE)
HEAD = """\
# {name}. {review}
msgid ""
msgstr ""
"Language: {tag}\\n"
"Plural-Forms: nplurals={count}; plural={rule};\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Needs-Review: {needs}\\n"

"""
MACHINE_MADE = "Machine-made; a person who speaks the language has not reviewed it yet."
REVIEWED = "Reviewed by a person who speaks the language."
Id = str | tuple[str, str]


def path_of(code: str, folder: Path = FOLDER) -> Path:
    """Where a language's catalogue is."""
    return folder / code / "LC_MESSAGES" / "messages.po"


def read(code: str, folder: Path = FOLDER) -> Catalog:
    """A language's catalogue; an empty one when there is no file yet."""
    path = path_of(code, folder)
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def needs_review(code: str, folder: Path = FOLDER) -> bool:
    """Whether the catalogue says that no person has reviewed it; so does one that says nothing."""
    path = path_of(code, folder)
    found = REVIEW.search(path.read_text(encoding="utf-8")) if path.exists() else None
    return found is None or found[1] == "yes"


def translations(code: str, folder: Path = FOLDER) -> Translations:
    """The catalogue as gettext uses it. Empty translations fall back to English."""
    made = BytesIO()
    write_mo(made, read(code, folder))
    made.seek(0)
    return Translations(made)


def missing(code: str, folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Strings of the public set without a usable translation, as a translator needs them.

    Each is a dict of `id`, `where` (files) and `translation` to fill in: a text, or where there is `plural`, a list
    with a text for each of `forms`, which gives the first numbers that take the form.
    """
    known = read(code, folder)
    found = []
    for key, message in _wanted():
        if not faults(code, key, _translation_of(known, key)):
            continue
        entry: dict[str, Any] = {"id": key, "where": sorted({file for file, _line in message.locations})}
        if not isinstance(key, str):
            entry |= {"id": key[0], "plural": key[1], "forms": [list(each) for each in forms(code)]}
        found.append(entry | {"translation": [""] * len(forms(code)) if "plural" in entry else ""})
    return found


def wrong(code: str, folder: Path = FOLDER) -> list[str]:
    """What keeps a catalogue from being complete, a sentence for each fault with the string it is about."""
    known = read(code, folder)
    return [
        f"{key!r}: {fault}" for key, _message in _wanted() for fault in faults(code, key, _translation_of(known, key))
    ]


def merge(code: str, given: object, folder: Path = FOLDER) -> tuple[int, list[str]]:
    """Write translations into the catalogue; those that are wrong stay out, and strings that are gone leave.

    Args:
        given: a list of dicts as `missing` gives them, filled in.

    Returns:
        How many were taken, and a sentence for each that was not.
    """
    if not isinstance(given, list):
        return 0, ["The file must hold a list, as `flask translations missing` prints it."]
    known, new, taken, refused = read(code, folder), Catalog(locale=code), 0, []
    wanted = dict(_wanted())
    said: dict[Id, str | Sequence[str]] = {}
    for number, entry in enumerate(given, 1):
        key = _id(entry)
        if key is None or key not in wanted:
            refused.append(f"Number {number}: no string of the public set has this id and plural.")
            continue
        found = faults(code, key, entry.get("translation"))
        refused += [f"Number {number}, {key!r}: {fault}" for fault in found]
        if not found:
            said[key] = entry["translation"]
            taken += 1
    for key, message in wanted.items():
        text = said.get(key, _translation_of(known, key))
        new.add(key, text if isinstance(text, str) else tuple(text), locations=message.locations)
    _write(code, new, folder)
    return taken, refused


def _wanted() -> Iterator[tuple[Id, Message]]:
    for message in extract():
        key: Any = message.id
        if key:
            yield key, message


def _id(entry: object) -> Id | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        return None
    one, many = entry["id"], entry.get("plural")
    return (one, many) if isinstance(many, str) else one


def _translation_of(catalog: Catalog, key: Id) -> str | Sequence[str]:
    found = catalog.get(key if isinstance(key, str) else key[0])
    # A string that became plural, or stopped being so, needs a new translation.
    if found is None or isinstance(found.id, str) != isinstance(key, str):
        return "" if isinstance(key, str) else [""]
    return cast("str | Sequence[str]", found.string)


def _write(code: str, catalog: Catalog, folder: Path) -> None:
    needs = needs_review(code, folder)
    plural = get_plural(code)
    head = HEAD.format(
        name=OWN_NAMES.get(code, code),
        review=MACHINE_MADE if needs else REVIEWED,
        needs="yes" if needs else "no",
        tag=tag(code),
        count=plural.num_plurals,
        rule=plural.plural_expr,
    )
    body = BytesIO()
    # Sorted and without line numbers: a change of the source that changes no string changes no catalogue.
    write_po(body, catalog, width=120, no_location=True, omit_header=True, sort_output=True)
    path = path_of(code, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head.encode() + body.getvalue())
