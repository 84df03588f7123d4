"""Whether a translation can stand for its original: the same placeholders and markup, the right number of forms."""

import gettext
import re
from collections.abc import Callable, Sequence
from functools import cache

from babel.messages.plurals import get_plural

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(r"</?\w+")
# Enough numbers to meet every form of every language.
NUMBERS = range(1000)


@cache
def plural_of(code: str) -> Callable[[int], int]:
    """Which form a number takes in a language."""
    found: Callable[[int], int] = gettext.c2py(get_plural(code).plural_expr)  # type: ignore[attr-defined, unused-ignore]
    return found


@cache
def forms(code: str) -> tuple[tuple[int, ...], ...]:
    """For each plural form of a language, the first numbers that take it; at most six."""
    found: list[list[int]] = [[] for _form in range(get_plural(code).num_plurals)]
    for number in NUMBERS:
        found[plural_of(code)(number)].append(number)
    return tuple(tuple(numbers[:6]) for numbers in found)


def faults(code: str, original: str | Sequence[str], translation: object) -> list[str]:
    """What is wrong with a translation, a sentence each; empty when it can be used.

    Args:
        original: the English string, or its singular and plural.
        translation: a text, or a text for each plural form of the language.
    """
    if isinstance(original, str):
        if not isinstance(translation, str) or not translation.strip():
            return ["A translation is missing: it must be a text that is not empty."]
        return _faults_of(original, _placeholders(original), _placeholders(original), translation)
    singular, plural = original
    wanted = forms(code)
    if (
        not isinstance(translation, list | tuple)
        or len(translation) != len(wanted)
        or not all(isinstance(text, str) and text.strip() for text in translation)
    ):
        return [f"A list of {len(wanted)} texts is needed, one for each plural form, none of them empty."]
    found = []
    every = _placeholders(singular) | _placeholders(plural)
    for numbers, text in zip(wanted, translation, strict=True):
        # A form of one single number may say the number in words, or leave it out as English does.
        alone = len(numbers) == 1
        needed = (_placeholders(singular) & _placeholders(plural)) - {"num"} if alone else _placeholders(plural)
        found += [
            f"Form for {', '.join(map(str, numbers))}: {each}" for each in _faults_of(plural, needed, every, text)
        ]
    return found


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _faults_of(original: str, needed: set[str], allowed: set[str], text: str) -> list[str]:
    found = []
    has = _placeholders(text)
    if needed - has:
        found.append(f"Placeholders are missing: {_listed(needed - has)}.")
    if has - allowed:
        found.append(f"Placeholders are not in the original: {_listed(has - allowed)}.")
    if sorted(TAG.findall(original)) != sorted(TAG.findall(text)):
        found.append("The markup differs from the original's.")
    if original[:1].isspace() != text[:1].isspace() or original[-1:].isspace() != text[-1:].isspace():
        found.append("It must begin and end with spaces exactly where the original does.")
    if _can_be_filled(original) and not _can_be_filled(text):
        found.append("A per cent sign is written %% beside placeholders, and a placeholder like %(name)s.")
    return found


def _can_be_filled(text: str) -> bool:
    try:
        text % dict.fromkeys(PLACEHOLDER.findall(text), 0)
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _listed(names: set[str]) -> str:
    return ", ".join(f"%({name})s" for name in sorted(names))
