"""From standings to a shortlist: the top N of each category, ties at the border kept together, quotas, reserves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from .columns import label_order
from .values import ScoresError


class Quota(NamedTuple):
    """How many of a shortlist's places go to entries of one type: at least, and at most (None: no limit)."""

    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True)
class Shortlist:
    """`table`: the standings with two columns more: place ("shortlisted", "reserve" or None) and reason (a sentence or
    None, where something other than the rank alone decided). `notes`: what an organiser should know, in sentences."""

    table: pd.DataFrame
    notes: list[str]

    @property
    def chosen(self) -> list[Any]:
        """Entries on the shortlist, in order of category and rank."""
        return self.table.loc[self.table["place"] == "shortlisted", "entry"].tolist()

    @property
    def reserves(self) -> list[Any]:
        """Entries on the reserve list, in order of category and rank."""
        return self.table.loc[self.table["place"] == "reserve", "entry"].tolist()


def shortlist(
    table: pd.DataFrame,
    top: int,
    *,
    quotas: Mapping[Any, Quota | int] | None = None,
    reserves: int = 0,
    by: str | None = None,
    type_column: str = "type",
) -> Shortlist:
    """Choose from a standings table (columns entry, rank; `by`, such as category; `type_column` when quotas are given).

    Entries without a rank are never chosen. Entries that share the rank at the border are all taken, and a note says
    so. A quota given as a number is "at least": its places are filled first with the best of that type, the rest by
    rank. `reserves` more follow by rank, ties together. Raises ScoresError when the quotas cannot be met by `top`
    places or a column is missing.
    """
    if top < 1 or reserves < 0:
        raise ScoresError("A shortlist needs one place or more, and no negative number of reserves.")
    rules = {name: each if isinstance(each, Quota) else Quota(at_least=each) for name, each in (quotas or {}).items()}
    for name in ("entry", "rank", *([by] if by else []), *([type_column] if rules else [])):
        if name not in table.columns:
            raise ScoresError(f'The column "{name}" is missing from the standings.')
    if sum(each.at_least for each in rules.values()) > top:
        raise ScoresError(f"The quotas ask for more places than the shortlist's {top}.")
    for name, each in rules.items():
        if each.at_least < 0 or (each.at_most is not None and each.at_most < each.at_least):
            raise ScoresError(f'The quota of "{name}" asks for at least {each.at_least} and at most {each.at_most}.')
    notes: list[str] = []
    if by is None:
        parts = [("", table)]
    else:
        parts = [(str(name), part) for name, part in table.groupby(by, sort=True)]
    done = []
    for name, part in parts:
        where = f"{name}: " if name else ""
        chosen, said = _choose(part, top, rules, reserves, type_column)
        notes += [where + each for each in said]
        done.append(chosen)
    joined = pd.concat(done) if done else table.assign(place=None, reason=None)
    return Shortlist(joined.reset_index(drop=True), notes)


def _choose(
    part: pd.DataFrame, top: int, rules: Mapping[Any, Quota], reserves: int, type_column: str
) -> tuple[pd.DataFrame, list[str]]:
    part = part.iloc[label_order(part["entry"].tolist())].sort_values("rank", kind="stable", na_position="last")
    part = part.reset_index(drop=True)
    ranked = [at for at in part.index if pd.notna(part["rank"][at])]
    rank = {at: int(part["rank"][at]) for at in ranked}
    kind = {at: part[type_column][at] if rules else None for at in ranked}
    place: dict[int, str] = {}
    reason: dict[int, str] = {}
    notes: list[str] = []

    def taken(which: Any) -> int:
        return sum(kind[at] == which for at in place)

    for name, quota in rules.items():
        for group in _groups([at for at in ranked if kind[at] == name], rank):
            if taken(name) >= quota.at_least:
                break
            place.update(dict.fromkeys(group, "shortlisted"))
        if taken(name) < quota.at_least:
            notes.append(f'Only {taken(name)} ranked entries of type "{name}"; the quota asks for {quota.at_least}.')
    reserved = set(place)
    for group in _groups(ranked, rank):
        if len(place) >= top:
            break
        for name in dict.fromkeys(kind[at] for at in group if at not in place):
            most = rules[name].at_most if name in rules else None
            fresh = [at for at in group if kind[at] == name and at not in place]
            if most is not None and taken(name) >= most:
                reason.update(dict.fromkeys(fresh, f'Passed over: at most {most} of type "{name}".'))
                continue
            place.update(dict.fromkeys(fresh, "shortlisted"))
            if most is not None and taken(name) > most:
                notes.append(f'{taken(name)} of type "{name}" instead of at most {most}: they share a rank.')
    if len(place) > top:
        last = max(rank[at] for at in place)
        notes.append(f"{len(place)} entries for {top} places: those that share rank {last} are kept together.")
    by_rank = {at for at in ranked if rank[at] <= top}
    for at in reserved - by_rank:
        reason[at] = f'Shortlisted by the quota for type "{kind[at]}".'
    for at in by_rank - set(place):
        reason.setdefault(at, "Passed over: its place went to a type with a quota.")
    left = [at for at in ranked if at not in place]
    waiting = 0
    for group in _groups(left, rank):
        if waiting >= reserves:
            break
        place.update(dict.fromkeys(group, "reserve"))
        waiting += len(group)
    if waiting > reserves:
        notes.append(f"{waiting} reserves instead of {reserves}: those that share a rank are kept together.")
    part["place"] = pd.Series([place.get(at) for at in part.index], dtype=object)
    part["reason"] = pd.Series([reason.get(at) for at in part.index], dtype=object)
    return part, notes


def _groups(ordered: list[int], rank: Mapping[int, int]) -> list[list[int]]:
    """Runs of entries that share a rank."""
    groups: list[list[int]] = []
    for at in ordered:
        if groups and rank[groups[-1][0]] == rank[at]:
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups
