"""Plain facts about text: words counted, addresses compared, JSON made canonical."""

import hashlib
import json
import re
import unicodedata
from typing import Any

_SPACES = re.compile(r"\s+")


def is_storable(text: str) -> bool:
    """Whether every database keeps a text and every page shows it: no NUL, and no half of a pair of UTF-16."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def count_words(text: str) -> int:
    """Words as a city counts them: runs of characters between white space."""
    return len(text.split())


def normal_email(address: str) -> str:
    """The form in which two spellings of one mail address are equal: trimmed, NFC, lower case."""
    return unicodedata.normalize("NFC", address.strip()).lower()


def name_key(name: str) -> str:
    """A key under which spellings of a place's name meet: no accents, no case, single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare).strip().casefold()


def slug(name: str) -> str:
    """A name as part of an address: `São José` gives `sao-jose`; a name without Latin letters keeps its own."""
    return re.sub(r"[^\w]+", "-", name_key(name)).strip("-_") or "x"


def canonical_json(value: Any) -> str:
    """JSON whose bytes depend on the content alone: keys sorted, no spaces, UTF-8 unescaped.

    Raises:
        ValueError: for NaN or infinity, which JSON does not have.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
