"""The smallest change of a problem by which an entry that is short gets a judge more.

Each change named is enough by itself: with it at least one place more is filled. The proof is a path: the judge takes
the entry and, if she is full, hands an entry of hers to somebody who may take it, and so on to somebody with room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .flow import Flags, hands_on
from .problem import Id, Problem

# So many judges are named for one kind of change.
MOST_NAMED = 3


@dataclass(frozen=True)
class Situation:
    """What was made of a problem. Flags are entries x judges.

    `fits`: by category alone; `allowed`: without conflict and exclusion too; `pairs`: made, of which `kept` stay.
    """

    problem: Problem
    fits: Flags
    allowed: Flags
    pairs: Flags
    kept: Flags

    def conflicts(self, entry: int) -> Flags:
        """Which judges are in conflict with an entry."""
        return self._flags(self._conflicts.get(entry, ()))

    def exclusions(self, entry: int) -> Flags:
        """Which judges are kept apart from an entry by an exclusion."""
        return self._flags(self._exclusions.get(entry, ()))

    @cached_property
    def _conflicts(self) -> dict[int, list[int]]:
        return _by_entry(self.problem.conflicts)

    @cached_property
    def _exclusions(self) -> dict[int, list[int]]:
        return _by_entry(self.problem.exclusions)

    def _flags(self, judges: Sequence[int]) -> Flags:
        flags = np.zeros(len(self.problem.judges), dtype=bool)
        flags[list(judges)] = True
        return flags


def _by_entry(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for judge, entry in pairs:
        found.setdefault(entry, []).append(judge)
    return found


def changes(now: Situation) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """For each entry that is short, by its place, the changes that would fill it further, the smallest first."""
    short = np.flatnonzero(now.pairs.sum(axis=1) < now.problem.per_entry).tolist()
    if not short:
        return
    most = np.array([judge.max_load for judge in now.problem.judges], dtype=np.int64)
    loads = now.pairs.sum(axis=0)
    room = loads < most
    reach = hands_on(now.pairs & ~now.kept, now.allowed & ~now.pairs)
    # Who may take one more entry, or can hand one on so that somebody with room ends up with it.
    able = (reach & room[None, :]).any(axis=1)
    # A change for a judge whose kept pair was left out would bring that pair back instead.
    left = {judge for judge, entry in now.problem.keep if not now.pairs[entry, judge]}
    settled = np.array([judge not in left for judge in range(len(most))], dtype=bool)
    for entry in short:
        yield entry, _of_entry(now, entry, able, settled)


def _of_entry(now: Situation, entry: int, able: Flags, settled: Flags) -> list[dict[str, Any]]:
    judges, one = now.problem.judges, now.problem.entries[entry]
    absent = ~now.pairs[entry]
    conflict, excluded = now.conflicts(entry), now.exclusions(entry)
    full = now.allowed[entry] & absent & settled
    apart = now.fits[entry] & excluded & ~conflict & absent & able & settled
    elsewhere = ~now.fits[entry] & ~conflict & ~excluded & able & settled
    found: list[dict[str, Any]] = [
        {"change": "raise max_load", "judge": judges[at].id, "by": 1}
        for at in sorted(np.flatnonzero(full).tolist(), key=lambda at: (judges[at].max_load, at))[:MOST_NAMED]
    ]
    found += [
        {"change": "lift exclusion", "judge": judges[at].id, "entry": one.id}
        for at in np.flatnonzero(apart).tolist()[:MOST_NAMED]
    ]
    found += [
        {"change": "open category", "judge": judges[at].id, "category": one.category}
        for at in np.flatnonzero(elsewhere).tolist()[:MOST_NAMED]
    ]
    return [*found, {"change": "add judge", "category": one.category}]


def alike(found: Iterable[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], list[Id]]]:
    """Changes that differ in the judge only as one, with the judges."""
    together: list[tuple[Mapping[str, Any], list[Id]]] = []
    for change in found:
        rest = {name: value for name, value in change.items() if name != "judge"}
        if not together or together[-1][0] != rest:
            together.append((rest, []))
        together[-1][1].extend([change["judge"]] if "judge" in change else [])
    return together


def _in_words(change: Mapping[str, Any], judges: Sequence[Id]) -> str:
    *others, last = [str(judge) for judge in judges] or [""]
    who = f"{', '.join(others)} or {last}" if others else last
    match change["change"]:
        case "raise max_load":
            return f"raise the maximum load of {who} by {change['by']}"
        case "lift exclusion":
            return f"take back the exclusion of {who} from {change['entry']}"
        case "lift conflict":
            return f"withdraw the conflict of {who} with {change['entry']}"
        case "open category":
            return f"open category {change['category']} to {who}"
        case "raise per_entry":
            return f"raise per_entry by {change['by']}"
        case "lower min_load":
            return f"lower the minimum load of {who} to {change['to']}"
        case _:
            where = "" if change["category"] is None else f" for category {change['category']}"
            return f"add a judge{where} without conflict"


def advice(found: Iterable[Mapping[str, Any]]) -> str:
    """Changes as one sentence: each of them is enough."""
    told = ", or ".join(_in_words(change, judges) for change, judges in alike(found))
    return f"{told[:1].upper()}{told[1:]}."
