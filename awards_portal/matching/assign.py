"""Match judges and entries: kept pairs first, then the best flow, one connected design where swaps allow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .connect import connect, count_pieces
from .design import Design, design_of, in_words
from .flow import Flags, Ints, Places, assign
from .problem import Id, Problem
from .relax import Situation
from .spread import Spread, regions_of, spread
from .unmet import explain

NO_DESIGN = Design(judges=0, pieces=0, apart=(), hangs_by=0, exact=True, shared=0.0, meeting=0.0)
NO_SPREAD = Spread(entries=0, before=0, after=0)


@dataclass(frozen=True)
class Matching:
    """Who judges what: pairs of ids by entry, loads by judge, whether judges and entries hang together in one piece.

    `unmet` names what could not be had, each with a rule and a sentence; empty when everything could.
    """

    assignments: list[tuple[Id, Id]]
    loads: Mapping[Id, int]
    connected: bool
    unmet: list[dict[str, Any]] = field(default_factory=list)
    design: Design = NO_DESIGN
    spread: Spread = NO_SPREAD
    # Whether the region of any judge is known.
    regional: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The answer in the form the command line prints."""
        return {
            "assignments": [list(pair) for pair in self.assignments],
            "loads": {str(judge): load for judge, load in self.loads.items()},
            "connected": self.connected,
            "unmet": self.unmet,
        }

    def in_words(self) -> list[str]:
        """How well the judges are connected and, where regions are known, how far they are spread, in sentences."""
        told = in_words(self.design, list(self.loads))
        if self.regional:
            told.append(
                f"Of {self.spread.entries} entries with two judges or more, {self.spread.after} have judges of at "
                f"least two regions; before swaps it was {self.spread.before}."
            )
        return told


def match(problem: Problem) -> Matching:
    """Assign judges to entries.

    No hard rule is ever broken: a kept pair that breaks one is left out and named. Of the kept pairs as many stay as
    can; then as many places are filled as can be, as many minimum loads met, loads are level, and preferences follow.
    """
    n_entries, n_judges = len(problem.entries), len(problem.judges)
    most = np.array([judge.max_load for judge in problem.judges], dtype=np.int64)
    least = np.array([judge.min_load for judge in problem.judges], dtype=np.int64)
    fits, allowed = _allowed(problem)
    kept = _kept(problem, allowed, most)
    need = np.maximum(problem.per_entry - kept.sum(axis=1), 0)
    taken = kept.sum(axis=0)
    places = Places(
        allowed=allowed & ~kept,
        need=need,
        room=np.minimum(most, n_entries) - taken,
        taken=taken,
        least=least,
        weights=problem.preferences or {},
    )
    made = assign(places) if n_entries and n_judges else np.zeros((n_entries, n_judges), dtype=bool)
    made = connect(made, kept, places)
    region = _regions(problem)
    before = regions_of(kept | made, region)
    made = _spread(made, kept, places, region)
    together = kept | made
    after, several = regions_of(together, region), together.sum(axis=1) > 1
    loads = together.sum(axis=0)
    judges, entries = problem.judges, problem.entries
    return Matching(
        assignments=[(judges[j].id, entries[e].id) for e, j in zip(*np.nonzero(together), strict=True)],
        loads={judge.id: int(load) for judge, load in zip(judges, loads, strict=True)},
        connected=count_pieces(together) <= 1,
        unmet=explain(Situation(problem, fits, allowed, together, kept)),
        design=design_of(together),
        spread=Spread(int(several.sum()), int((before > 1).sum()), int((after > 1).sum())),
        regional=bool((region >= 0).any()),
    )


def _regions(problem: Problem) -> Ints:
    """The number of each judge's region; -1 where it is not known."""
    names = {name: at for at, name in enumerate(dict.fromkeys(each.region for each in problem.judges if each.region))}
    return np.array([names.get(each.region or "", -1) for each in problem.judges], dtype=np.int64)


def _spread(made: Flags, kept: Flags, places: Places, region: Ints) -> Flags:
    """Spread regions; where that would part what hangs together, join it again, or leave all as it was."""
    wider = spread(made, kept, places, region)
    if count_pieces(wider | kept) > count_pieces(made | kept):
        wider = connect(wider, kept, places)
    worse = count_pieces(wider | kept) > count_pieces(made | kept)
    wide_before, wide_after = (int((regions_of(each | kept, region) > 1).sum()) for each in (made, wider))
    return made if worse or wide_after < wide_before else wider


def _allowed(problem: Problem) -> tuple[Flags, Flags]:
    """Which judges (columns) may see which entries (rows): by category alone, and without conflicts."""
    names = {name: at for at, name in enumerate(dict.fromkeys(entry.category for entry in problem.entries))}
    rows = np.array([names[entry.category] for entry in problem.entries], dtype=np.int64)
    open_to = np.array(
        [
            [judge.categories is None or name in judge.categories for judge in problem.judges]
            for name in names
        ],
        dtype=bool,
    ).reshape(len(names), len(problem.judges))  # fmt: skip
    fits: Flags = open_to[rows] if len(rows) else np.zeros((0, len(problem.judges)), dtype=bool)
    allowed = fits.copy()
    for judge, entry in problem.conflicts | problem.exclusions:
        allowed[entry, judge] = False
    return fits, allowed


def _kept(problem: Problem, allowed: Flags, most: Ints) -> Flags:
    """The kept pairs that break no hard rule; where loads or places are too few, as many as can be."""
    wanted = np.zeros_like(allowed)
    for judge, entry in problem.keep:
        wanted[entry, judge] = allowed[entry, judge]
    if (wanted.sum(axis=0) <= most).all() and (wanted.sum(axis=1) <= problem.per_entry).all():
        return wanted
    nothing = np.zeros(len(problem.judges), dtype=np.int64)
    need = np.full(len(problem.entries), problem.per_entry, dtype=np.int64)
    return assign(Places(wanted, need, most, nothing, nothing, {}))
