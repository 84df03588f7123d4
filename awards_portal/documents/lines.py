"""Text as lines for a document: each with its own direction, and with places to break it."""

import re
import unicodedata
from typing import Any

# A run of signs without a place to break is given one after so many, so that no line leaves the page.
_LONG, IN_CELL = (re.compile(rf"(\S{{{most}}})(?=\S)") for most in (40, 12))


def lines(text: str) -> list[dict[str, Any]]:
    """Each line of a text, at least one."""
    return [line(each) for each in text.splitlines() or [""]]


def line(text: str, long: re.Pattern[str] = _LONG) -> dict[str, Any]:
    """A line and whether it runs from right to left: its first letter with a direction decides (UAX 9, rule P2)."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")
    return {"text": long.sub("\\1\u200b", text), "rtl": first != "L"}
