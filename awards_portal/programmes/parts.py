"""Lists of a document whose parts have keys: one put, moved or taken away. Pure."""

import re
from collections.abc import Sequence
from typing import Any

from ..text import slug

Part = dict[str, Any]


def find(parts: Sequence[Part], key: str) -> Part | None:
    """The part with this key."""
    return next((each for each in parts if each.get("key") == key), None)


def placed(parts: Sequence[Part], key: str, to: str) -> list[Part]:
    """The list with one part moved: `up`, `down`, or `before:<key>` (nothing after it: last).

    A part that is not there, or cannot go further, leaves the list as it is.
    """
    own, rest = find(parts, key), [each for each in parts if each.get("key") != key]
    if own is None:
        return list(parts)
    at = [each.get("key") for each in parts].index(key)
    if to.startswith("before:"):
        keys = [each.get("key") for each in rest]
        target = to.removeprefix("before:")
        at = keys.index(target) if target in keys else len(rest)
    else:
        at = max(0, at - 1) if to == "up" else min(len(rest), at + 1)
    return [*rest[:at], own, *rest[at:]]


def without(parts: Sequence[Part], key: str) -> list[Part]:
    """The list without a part."""
    return [each for each in parts if each.get("key") != key]


def new_key(title: str, taken: Sequence[str], *, joined: str = "-", prefix: str = "") -> str:
    """A key made from a title that is not taken yet: Latin letters and digits, at most forty."""
    words = re.sub(r"[^a-z0-9]+", joined, slug(title)).strip(joined) or "x"
    # With underscores it names a part of a form, which begins with a letter.
    if joined == "_" and not prefix and words[0].isdigit():
        prefix = "n"
    key = (prefix + words)[:36].strip(joined)
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}{joined}{number}"
    return found
