"""A matching problem: plain values, read from JSON with a sentence for whatever cannot be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Id = str | int


class ProblemError(ValueError):
    """A problem that cannot be worked on. Its text says what is wrong, where, and what to do."""


@dataclass(frozen=True)
class Entry:
    """Something to be judged, in one category."""

    id: Id
    category: str | None = None


@dataclass(frozen=True)
class Judge:
    """Somebody who judges at least `min_load` and at most `max_load` entries; `categories` None means any.

    `region` is a word for where she comes from; None is not known.
    """

    id: Id
    max_load: int
    min_load: int = 0
    categories: frozenset[str] | None = None
    region: str | None = None


@dataclass(frozen=True)
class Problem:
    """What is to be matched. Pairs are (judge, entry) by their places in `judges` and `entries`.

    `exclusions` bar a pair as `conflicts` do; somebody made them and can take them back.
    `preferences` hold a weight per pair, more is better; a pair not named has 0. `keep` are pairs that stay.
    """

    entries: Sequence[Entry]
    judges: Sequence[Judge]
    per_entry: int
    conflicts: frozenset[tuple[int, int]] = frozenset()
    preferences: Mapping[tuple[int, int], float] | None = None
    keep: Sequence[tuple[int, int]] = ()
    exclusions: frozenset[tuple[int, int]] = frozenset()


KNOWN = ("entries", "judges", "conflicts", "preferences", "per_entry", "keep", "exclusions")


def read(document: Any) -> Problem:
    """Read a problem: `{"entries": [{"id", "category"}],
    "judges": [{"id", "max_load", "min_load"?, "categories"?, "region"?}],
    "conflicts": [[judge, entry]], "exclusions"?: [[judge, entry]],
    "preferences": [[judge, entry, weight]], "per_entry": 3, "keep": [[judge, entry]]}`.

    Raises:
        ProblemError: for whatever does not fit.
    """
    if not isinstance(document, dict):
        raise ProblemError("The problem must be a JSON object with entries, judges and per_entry.")
    for name in ("entries", "judges", "per_entry"):
        if name not in document:
            raise ProblemError(f'"{name}" is missing. A problem needs entries, judges and per_entry.')
    for name in document:
        if name not in KNOWN:
            raise ProblemError(f'"{name}" is not known here. Known are {", ".join(KNOWN)}; remove it or mend its name.')
    entries = [_entry(each, at) for at, each in enumerate(_listed(document, "entries"), 1)]
    judges = [_judge(each, at) for at, each in enumerate(_listed(document, "judges"), 1)]
    of_entry, of_judge = _places(entries, "entry", "entries"), _places(judges, "judge", "judges")
    preferences: dict[tuple[int, int], float] = {}
    for at, row in enumerate(_listed(document, "preferences"), 1):
        where = f"Preference {at}"
        pair = _pair(row, 3, where, of_judge, of_entry)
        weight = row[2]
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not math.isfinite(weight):
            raise ProblemError(f"{where}: the weight must be a number.")
        if preferences.setdefault(pair, float(weight)) != weight:
            raise ProblemError(f"{where}: judge {row[0]} and entry {row[1]} have two weights. Keep one.")
    conflicts, exclusions, keep = (
        [_pair(row, 2, f"{what} {at}", of_judge, of_entry) for at, row in enumerate(_listed(document, name), 1)]
        for what, name in (("Conflict", "conflicts"), ("Exclusion", "exclusions"), ("Kept pair", "keep"))
    )
    return Problem(
        entries=entries,
        judges=judges,
        per_entry=_whole(document["per_entry"], "per_entry", at_least=1),
        conflicts=frozenset(conflicts),
        exclusions=frozenset(exclusions),
        preferences=preferences,
        keep=list(dict.fromkeys(keep)),
    )


def _listed(document: Mapping[str, Any], name: str) -> list[Any]:
    found = document.get(name)
    if found is None and name not in ("entries", "judges"):
        return []
    if not isinstance(found, list):
        raise ProblemError(f'"{name}" must be a list.')
    return found


def _object(raw: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise ProblemError(f'{where} must be an object with an "id".')
    return raw


def _id(raw: Any, where: str) -> Id:
    if isinstance(raw, bool) or not isinstance(raw, str | int) or raw == "":
        raise ProblemError(f"{where} needs an id: a text or a whole number.")
    return raw


def _whole(raw: Any, where: str, *, at_least: int = 0) -> int:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < at_least or raw > 10**9:
        raise ProblemError(f"{where} must be a whole number, {at_least} or more.")
    return raw


def _entry(raw: Any, at: int) -> Entry:
    found = _object(raw, f"Entry {at} of the list")
    name = _id(found.get("id"), f"Entry {at} of the list")
    category = found.get("category")
    if category is not None and not isinstance(category, str):
        raise ProblemError(f"Entry {name}: the category must be a text.")
    return Entry(name, category)


def _judge(raw: Any, at: int) -> Judge:
    found = _object(raw, f"Judge {at} of the list")
    name = _id(found.get("id"), f"Judge {at} of the list")
    if "max_load" not in found:
        raise ProblemError(f'Judge {name}: "max_load" is missing. Say how many entries this judge takes at most.')
    most = _whole(found["max_load"], f"Judge {name}: max_load")
    least = 0 if found.get("min_load") is None else _whole(found["min_load"], f"Judge {name}: min_load")
    if least > most:
        raise ProblemError(
            f"Judge {name}: min_load {least} is more than max_load {most}. Lower one or raise the other."
        )
    categories = found.get("categories")
    if categories is not None and not (
        isinstance(categories, list) and all(isinstance(each, str) for each in categories)
    ):
        raise ProblemError(f"Judge {name}: categories must be a list of texts; leave it out for any category.")
    region = found.get("region")
    if region is not None and not isinstance(region, str):
        raise ProblemError(f"Judge {name}: the region must be a text.")
    return Judge(name, most, least, None if categories is None else frozenset(categories), region or None)


def _places(listed: Sequence[Entry | Judge], one: str, name: str) -> dict[Id, int]:
    places: dict[Id, int] = {}
    told: set[str] = set()
    for at, each in enumerate(listed):
        # The number 7 and the text "7" would be one name in the answer, whose keys are texts.
        if str(each.id) in told:
            raise ProblemError(f'"{name}" has the {one} {each.id} twice. Each id may be there once.')
        told.add(str(each.id))
        places[each.id] = at
    return places


def _pair(row: Any, length: int, where: str, of_judge: Mapping[Id, int], of_entry: Mapping[Id, int]) -> tuple[int, int]:
    if not isinstance(row, list) or len(row) != length:
        told = "[judge, entry, weight]" if length == 3 else "[judge, entry]"
        raise ProblemError(f"{where} must be {told}.")
    for what, known, name in (("judge", of_judge, row[0]), ("entry", of_entry, row[1])):
        if isinstance(name, bool) or not isinstance(name, str | int) or name not in known:
            raise ProblemError(f"{where}: there is no {what} {name}.")
    return of_judge[row[0]], of_entry[row[1]]
