"""What could not be had, the rules that stop it, and the smallest changes that would help, in words to act on."""

from __future__ import annotations

from typing import Any

from .relax import Situation, advice, changes


def explain(now: Situation) -> list[dict[str, Any]]:
    """Each entry that is short, each judge below the minimum or asked above the maximum, each kept pair left out."""
    return [*_kept(now), *_entries(now), *_judges(now)]


def _kept(now: Situation) -> list[dict[str, Any]]:
    problem = now.problem
    found: list[dict[str, Any]] = []
    asked: dict[int, int] = {}
    for at, entry in problem.keep:
        judge, name = problem.judges[at], problem.entries[entry].id
        if now.allowed[entry, at]:
            asked[at] = asked.get(at, 0) + 1
        if now.pairs[entry, at]:
            continue
        change: dict[str, Any] = {"judge": judge.id, "entry": name}
        if not now.fits[entry, at]:
            rule, why = "categories", f"judge {judge.id} does not judge its category"
            change |= {"change": "open category", "category": problem.entries[entry].category}
        elif (at, entry) in problem.conflicts:
            rule, why = "conflicts", "they are in conflict"
            change |= {"change": "lift conflict"}
        elif (at, entry) in problem.exclusions:
            rule, why = "exclusions", "they are kept apart by an exclusion"
            change |= {"change": "lift exclusion"}
        elif now.pairs[:, at].sum() >= judge.max_load:
            rule, why = "max_load", f"judge {judge.id} takes at most {judge.max_load}"
            change |= {"change": "raise max_load", "by": 1}
        else:
            rule, why = "per_entry", f"the entry takes at most {problem.per_entry} judges"
            change |= {"change": "raise per_entry", "by": 1}
        sentence = f"The kept pair of judge {judge.id} and entry {name} is left out: {why}. {advice([change])}"
        row = {"kind": "kept pair", "judge": judge.id, "entry": name, "rule": rule, "rules": [rule]}
        found.append({**row, "relax": [change], "sentence": sentence})
    for at, count in asked.items():
        judge = problem.judges[at]
        if count > judge.max_load:
            sentence = (
                f"Judge {judge.id} would be over the maximum: {count} pairs are to be kept and the maximum is "
                f"{judge.max_load}. Raise it or release some."
            )
            change = {"change": "raise max_load", "judge": judge.id, "by": count - judge.max_load}
            row = {"kind": "judge over maximum", "judge": judge.id, "rule": "max_load", "rules": ["max_load"]}
            found.append({**row, "relax": [change], "sentence": sentence})
    return found


def _entries(now: Situation) -> list[dict[str, Any]]:
    found = []
    problem, judges = now.problem, len(now.problem.judges)
    for at, relax in changes(now):
        entry, have = problem.entries[at], int(now.pairs[at].sum())
        conflict, apart = now.fits[at] & now.conflicts(at), now.fits[at] & now.exclusions(at) & ~now.conflicts(at)
        counts = {
            "judges": judges,
            "of_category": int(now.fits[at].sum()),
            "conflicts": int(conflict.sum()),
            "exclusions": int(apart.sum()),
            "left": int(now.allowed[at].sum()),
            "have": have,
        }
        rules = []
        if judges < problem.per_entry:
            rules.append("per_entry")
        elif counts["of_category"] < problem.per_entry:
            rules.append("categories")
        if counts["left"] < problem.per_entry:
            rules += [name for name in ("conflicts", "exclusions") if counts[name]]
        if counts["left"] > have:
            rules.append("max_load")
        missing = problem.per_entry - have
        sentence = (
            f"Entry {entry.id} is short of {missing}: {_why(rules, counts, entry.category, have)}. {advice(relax)}"
        )
        row = {"kind": "entry short", "entry": entry.id, "missing": missing, "rule": rules[0], "rules": rules}
        found.append({**row, **counts, "relax": relax, "sentence": sentence})
    return found


def _why(rules: list[str], counts: dict[str, int], category: str | None, have: int) -> str:
    told = []
    if "per_entry" in rules:
        told.append(f"there {_are(counts['judges'], 'judge')} in all")
    if "categories" in rules:
        told.append(f"category {category} has only {_some(counts['of_category'], 'judge')}")
    barred = [_some(counts[name], name.removesuffix("s")) for name in ("conflicts", "exclusions") if name in rules]
    if barred:
        told.append(f"{_barred(barred)} {counts['left']} of {_some(counts['of_category'], 'judge')}")
    if "max_load" in rules:
        full = counts["left"] - have
        told.append(f"{_some(full, 'judge')} who may see it {'is' if full == 1 else 'are'} at the maximum")
    return "; ".join(told)


def _barred(told: list[str]) -> str:
    leave = "leaves" if told in (["1 conflict"], ["1 exclusion"]) else "leave"
    return f"{' and '.join(told)} {leave}"


def _some(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _are(count: int, what: str) -> str:
    return f"{'is' if count == 1 else 'are'} {_some(count, what)}"


def _judges(now: Situation) -> list[dict[str, Any]]:
    found = []
    problem = now.problem
    loads, may_see = now.pairs.sum(axis=0), now.allowed.sum(axis=0)
    places = problem.per_entry * len(problem.entries)
    minimums = sum(judge.min_load for judge in problem.judges)
    for at, judge in enumerate(problem.judges):
        if loads[at] >= judge.min_load:
            continue
        missing = judge.min_load - int(loads[at])
        of_category = int(now.fits[:, at].sum())
        conflicts = sum((at, entry) in problem.conflicts for entry in now.fits[:, at].nonzero()[0].tolist())
        exclusions = of_category - conflicts - int(may_see[at])
        rules = []
        if may_see[at] < judge.min_load:
            if len(problem.entries) < judge.min_load:
                rules.append("min_load")
            elif of_category < judge.min_load:
                rules.append("categories")
            rules += [name for name, count in (("conflicts", conflicts), ("exclusions", exclusions)) if count]
            barred = [
                _some(count, name) for name, count in (("conflict", conflicts), ("exclusion", exclusions)) if count
            ]
            seen = _some(of_category, "entry", "entries")
            why = f"by category there {'is' if of_category == 1 else 'are'} {seen} to see"
            if barred:
                why += f", and {_barred(barred)} {may_see[at]} of them"
        elif minimums > places:
            rules, why = ["per_entry"], f"the minimums add up to {minimums} and there are {places} places"
        else:
            rules, why = ["per_entry"], "the entries this judge may see have their judges"
        relax: list[dict[str, Any]] = [{"change": "lower min_load", "judge": judge.id, "to": int(loads[at])}]
        if (now.allowed[:, at] & ~now.pairs[:, at]).any():
            relax.append({"change": "raise per_entry", "by": 1})
        sentence = f"Judge {judge.id} is {missing} below the minimum of {judge.min_load}: {why}. {advice(relax)}"
        row = {"kind": "judge below minimum", "judge": judge.id, "missing": missing, "rule": rules[0], "rules": rules}
        counts = {"of_category": of_category, "conflicts": conflicts, "exclusions": exclusions}
        found.append({**row, **counts, "left": int(may_see[at]), "relax": relax, "sentence": sentence})
    return found
