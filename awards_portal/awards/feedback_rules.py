"""Feedback without a judge in it: pure questions on comments and scores."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from fractions import Fraction

from ..text import canonical_json, sha256

# With fewer entries a quarter would be a place.
FEWEST = 4
# Shorter parts of a name are words of a language as often as names.
_PART = 4


def quarters(means: Mapping[str, Fraction]) -> dict[str, int]:
    """In which quarter of its category each entry's mean falls: 1 is the best. Equal means fall in the same one.

    Args:
        means: the exact mean of each scored entry. Fewer than four give nothing.
    """
    if len(means) < FEWEST:
        return {}
    ordered = sorted(means.values())
    better = {own: len(ordered) - bisect_right(ordered, own) for own in set(ordered)}
    return {entry: 4 * better[own] // len(means) + 1 for entry, own in means.items()}


def joined(comments: Iterable[str]) -> str:
    """Comments as one text, in an order that tells nothing: that of their own letters. Two that are alike are one.

    Between two comments stands what stands between two paragraphs of one, so that nobody can count who wrote.
    """
    said = {"\n".join(each.split("\r\n")).strip() for each in comments}
    return "\n\n".join(sorted(filter(None, said), key=lambda each: (each.casefold(), each)))


def digest(comments: Mapping[str, Iterable[str]]) -> str:
    """A fingerprint of comments by what they are on, whoever wrote them in whatever order."""
    return sha256(canonical_json({topic: sorted(each) for topic, each in comments.items()}))


def names_a_judge(text: str, names: Iterable[str]) -> bool:
    """Whether a text holds a part of a judge's name, of four letters or more, as a word of its own."""
    words = set(re.findall(r"\w+", text.casefold()))
    parts = {part for name in names for part in re.findall(r"\w+", name.casefold()) if len(part) >= _PART}
    return bool(words & parts)
