"""What a single cell may hold, whichever file it goes into."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

# What XML 1.0 cannot carry, and halves of surrogate pairs, which no encoding can.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A spreadsheet program takes a text that begins like this for a formula; the full-width signs in some languages.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST = 32_767


def legal(text: str) -> str:
    """The text with each character that a file cannot carry replaced by U+FFFD, so that one sees there was one."""
    return _ILLEGAL.sub("\ufffd", text)


def is_active(text: str) -> bool:
    """Whether a spreadsheet program could take this text for a formula."""
    return text.startswith(_ACTIVE)


def inert(text: str) -> str:
    """The text for a CSV cell: an apostrophe before what could be taken for a formula, and before an apostrophe.

    Whoever reads the file back takes one leading apostrophe away and has the text as it was.
    """
    return f"'{text}" if is_active(text) or text.startswith("'") else text


def utf16_length(text: str) -> int:
    """How long spreadsheet programs say a text is."""
    return len(text) + sum(1 for c in text if ord(c) > 0xFFFF)


def fitted(text: str, where_whole: str) -> str:
    """The text, or its beginning with a sentence that says it was cut and where the whole is."""
    if len(text) <= LONGEST // 2 or utf16_length(text) <= LONGEST:
        return text
    note = f" [Cut here. The whole text has {len(text)} characters and is in {where_whole}.]"
    room = LONGEST - len(note)
    kept = text[:room]
    while utf16_length(kept) > room:
        kept = kept[: len(kept) - max(1, (utf16_length(kept) - room) // 2)]
    return kept + note


def local_text(at: datetime, zone: str) -> str:
    """A moment in a zone, with its distance from UTC: `2026-03-01 23:59:00 +09:00`."""
    return at.astimezone(ZoneInfo(zone)).isoformat(sep=" ", timespec="seconds")


def utc(at: datetime) -> datetime:
    """A moment in UTC.

    Raises:
        ValueError: for a moment without a zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {at!r}")
    return at.astimezone(UTC)
