"""What could not be had, and the rule that stops it, in words an organiser can act on."""

from __future__ import annotations

from typing import Any

import numpy as np

from .flow import Flags
from .problem import Problem


def explain(problem: Problem, fits: Flags, allowed: Flags, pairs: Flags) -> list[dict[str, Any]]:
    """Each entry that is short, each judge below the minimum or asked above the maximum, each kept pair left out.

    `fits` (entries x judges) says which pairs the categories allow, `allowed` which are without conflict too.
    """
    return [*_kept(problem, fits, pairs), *_entries(problem, fits, allowed, pairs), *_judges(problem, allowed, pairs)]


def _kept(problem: Problem, fits: Flags, pairs: Flags) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    asked: dict[int, int] = {}
    for at, entry in problem.keep:
        judge, name = problem.judges[at], problem.entries[entry].id
        if fits[entry, at] and (at, entry) not in problem.conflicts:
            asked[at] = asked.get(at, 0) + 1
        if pairs[entry, at]:
            continue
        if not fits[entry, at]:
            rule, why = "categories", f"judge {judge.id} does not judge its category"
        elif (at, entry) in problem.conflicts:
            rule, why = "conflicts", "they are in conflict"
        elif pairs[:, at].sum() >= judge.max_load:
            rule, why = "max_load", f"judge {judge.id} takes at most {judge.max_load}"
        else:
            rule, why = "per_entry", f"the entry takes at most {problem.per_entry} judges"
        sentence = f"The kept pair of judge {judge.id} and entry {name} is left out: {why}."
        found.append({"kind": "kept pair", "judge": judge.id, "entry": name, "rule": rule, "sentence": sentence})
    for at, count in asked.items():
        judge = problem.judges[at]
        if count > judge.max_load:
            sentence = (
                f"Judge {judge.id} would be over the maximum: {count} pairs are to be kept and the maximum is "
                f"{judge.max_load}. Raise it or release some."
            )
            found.append({"kind": "judge over maximum", "judge": judge.id, "rule": "max_load", "sentence": sentence})
    return found


def _entries(problem: Problem, fits: Flags, allowed: Flags, pairs: Flags) -> list[dict[str, Any]]:
    found = []
    have, by_category, free = pairs.sum(axis=1), fits.sum(axis=1), allowed.sum(axis=1)
    for at in np.flatnonzero(have < problem.per_entry).tolist():
        name, missing = problem.entries[at].id, problem.per_entry - int(have[at])
        if len(problem.judges) < problem.per_entry:
            rule, why = "per_entry", f"there are {len(problem.judges)} judges in all. Invite more or ask for fewer"
        elif by_category[at] < problem.per_entry:
            rule, why = "categories", f"{by_category[at]} judges judge its category. Open it to more"
        elif free[at] < problem.per_entry:
            rule, why = "conflicts", f"{free[at]} judges are without conflict. Invite another"
        else:
            rule, why = "max_load", "the judges who may see it are at their maximum. Raise it or invite another"
        sentence = f"Entry {name} is short of {missing}: {why}."
        found.append({"kind": "entry short", "entry": name, "missing": missing, "rule": rule, "sentence": sentence})
    return found


def _judges(problem: Problem, allowed: Flags, pairs: Flags) -> list[dict[str, Any]]:
    found = []
    loads, may_see = pairs.sum(axis=0), allowed.sum(axis=0)
    places = problem.per_entry * len(problem.entries)
    minimums = sum(judge.min_load for judge in problem.judges)
    for at, judge in enumerate(problem.judges):
        if loads[at] >= judge.min_load:
            continue
        missing = judge.min_load - int(loads[at])
        if may_see[at] < judge.min_load:
            rule = "categories" if len(problem.entries) >= judge.min_load else "min_load"
            why = f"by categories and conflicts there are {may_see[at]} entries to see. Lower the minimum"
        elif minimums > places:
            rule, why = "per_entry", f"the minimums add up to {minimums} and there are {places} places. Lower some"
        else:
            rule, why = "per_entry", "the entries this judge may see have their judges. Lower the minimum"
        sentence = f"Judge {judge.id} is {missing} below the minimum of {judge.min_load}: {why}."
        found.append(
            {"kind": "judge below minimum", "judge": judge.id, "missing": missing, "rule": rule, "sentence": sentence}
        )
    return found
