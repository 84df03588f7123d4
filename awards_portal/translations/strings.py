"""Which strings are to be translated: those of the public pages and the account pages, found in the source."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[2]

# The pages themselves, what they are made of, and the rooms whose sentences they show.
PUBLIC_SET = (
    "templates/public/**/*.html",
    "templates/account/**/*.html",
    "templates/layouts/**/*.html",
    "templates/components/**/*.html",
    "templates/errors/**/*.html",
    "awards_portal/web/public/**/*.py",
    "awards_portal/web/account/**/*.py",
    "awards_portal/web/shared/**/*.py",
    "awards_portal/people/**/*.py",
    "awards_portal/clock.py",
    "awards_portal/db.py",
    "awards_portal/documents/uploads.py",
    "awards_portal/entries/rules.py",
    "awards_portal/programmes/changes.py",
    "awards_portal/programmes/quotas.py",
    "awards_portal/storage/**/*.py",
)
# Seen in development only.
LEFT_OUT = ("templates/public/development_mail.html", "awards_portal/web/public/development.py")

KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2)}


def files() -> list[Path]:
    """The source files whose strings are translated, in order."""
    found = {path for pattern in PUBLIC_SET for path in ROOT.glob(pattern)}
    return sorted(found - {ROOT / name for name in LEFT_OUT})


@cache
def extract() -> Catalog:
    """Every string of the public set, with the files it stands in."""
    catalog = Catalog(charset="utf-8")
    for path in files():
        where = str(path.relative_to(ROOT))
        for line, message in _messages(path):
            catalog.add(message, None, locations=[(where, line)])
    return catalog


def _messages(path: Path) -> Iterator[tuple[int, Any]]:
    method: Any = "python" if path.suffix == ".py" else babel_extract
    # A template that cannot be read must not count as one without words.
    options = {} if path.suffix == ".py" else {"silent": "false"}
    for line, message, _comments, _context in extract_from_file(method, path, keywords=KEYWORDS, options=options):
        yield line, message
