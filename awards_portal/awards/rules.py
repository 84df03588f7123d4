"""From computed places and the jury's decisions to awards: pure questions on plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Moved:
    """The jury's word that an entry takes a place."""

    entry: str
    place: int


@dataclass(frozen=True)
class FinalPlace:
    """An entry's place after the jury's decisions; `shared` when another has the same."""

    entry: str
    place: int
    shared: bool


def final_places(
    computed: Mapping[str, int], moved: Sequence[Moved] = (), left_out: Iterable[str] = ()
) -> list[FinalPlace]:
    """Places after the jury's decisions, best first.

    An entry that is left out takes no place and those behind it move up. Then, in the order they were decided, each
    moved entry is taken out and put in at its place, alone; those from there on come after it. Entries tied before
    stay tied. A place beyond the last is the last.

    Args:
        computed: the rank of each ranked entry (1, 1, 3).
    """
    out = set(left_out)
    groups: list[list[str]] = []
    for rank in sorted(set(computed.values())):
        group = sorted(entry for entry, own in computed.items() if own == rank and entry not in out)
        if group:
            groups.append(group)
    for move in moved:
        if not any(move.entry in group for group in groups):
            continue
        rest = [[each for each in group if each != move.entry] for group in groups]
        groups = _put_in([group for group in rest if group], move)
    places = []
    before = 0
    for group in groups:
        places += [FinalPlace(entry, before + 1, len(group) > 1) for entry in group]
        before += len(group)
    return places


def _put_in(groups: list[list[str]], move: Moved) -> list[list[str]]:
    before = 0
    for at, group in enumerate(groups):
        if before >= move.place - 1:
            return [*groups[:at], [move.entry], *groups[at:]]
        before += len(group)
    return [*groups, [move.entry]]


def title_of(place: int, titles: Sequence[str]) -> str | None:
    """The award that goes with a place; None where none does. Those who share a place share its award."""
    return titles[place - 1] if place <= len(titles) else None
