"""How well a design is connected: whether the severity of all its judges can be compared, and how firmly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .connect import pieces
from .flow import Flags
from .problem import Id

# So many rounds of contraction settle the cut of any design met in practice; after them it is an upper bound.
MOST_ROUNDS = 40


@dataclass(frozen=True)
class Design:
    """How judges and entries hang together. Judges are told by their places; those without an entry do not count."""

    judges: int
    pieces: int
    # The judges of each piece but the largest.
    apart: tuple[tuple[int, ...], ...]
    # Without so many entries the judges would fall apart into two groups that share none; 0 when they do already or
    # there are fewer than two.
    hangs_by: int
    # Whether fewer entries cannot do it; without this the number is an upper bound.
    exact: bool
    # How many entries two judges share in the mean of all pairs of judges.
    shared: float
    # The part of all pairs of judges that share at least one entry, from 0 to 1.
    meeting: float

    @property
    def comparable(self) -> bool:
        """Whether all judges can be compared, directly or over others."""
        return self.pieces <= 1


def design_of(pairs: Flags) -> Design:
    """Look at a design (entries x judges)."""
    _entries, of_judge = pieces(pairs)
    at_work = np.flatnonzero(of_judge >= 0)
    groups = [np.flatnonzero(of_judge == number) for number in range(int(of_judge.max(initial=-1)) + 1)]
    largest = max(range(len(groups)), key=lambda number: len(groups[number]), default=0)
    many = len(at_work)
    numbers = pairs[:, at_work].astype(np.float32)
    met = (numbers.T @ numbers)[np.triu_indices(many, 1)]
    together = len(groups) == 1 and many > 1
    hangs_by, exact = 0, True
    if together:
        hangs_by, exact = least_cut([np.flatnonzero(row).tolist() for row in pairs[:, at_work]], many)
    return Design(
        judges=many,
        pieces=len(groups),
        apart=tuple(tuple(group.tolist()) for number, group in enumerate(groups) if number != largest),
        hangs_by=hangs_by,
        exact=exact,
        shared=float(met.mean()) if len(met) else 0.0,
        meeting=float((met > 0).mean()) if len(met) else 0.0,
    )


def least_cut(entries: Sequence[Sequence[int]], judges: int) -> tuple[int, bool]:
    """The least number of entries without which the judges fall into two groups that share none, and whether it is
    exact (an upper bound otherwise).

    The least cut of a hypergraph by orderings of greatest adjacency (Klimmek & Wagner 1996). In such an ordering two
    neighbours are held together by at least as many entries as tie the second to those before it (Nagamochi & Ibaraki
    1992; for hypergraphs Chekuri & Xu 2018): neighbours held by as many as the best cut so far become one.
    """
    best = len(entries)
    for _round in range(MOST_ROUNDS):
        entries = [each for each in (sorted(set(one)) for one in entries) if len(each) > 1]
        if judges < 2:
            return best, True
        best = min(best, *np.bincount([judge for one in entries for judge in one], minlength=judges).tolist())
        if best == 0:
            return 0, True
        joined = _joined(entries, judges, best)
        names = {root: number for number, root in enumerate(dict.fromkeys(joined))}
        entries = [[names[joined[judge]] for judge in one] for one in entries]
        judges = len(names)
    return best, judges < 2


def _joined(entries: Sequence[Sequence[int]], judges: int, best: int) -> list[int]:
    """For each judge who stands for her: the same one for all whom no better cut can part."""
    of_judge: list[list[int]] = [[] for _judge in range(judges)]
    for number, one in enumerate(entries):
        for judge in one:
            of_judge[judge].append(number)
    ties = np.zeros(judges, dtype=np.int64)
    touched = [False] * len(entries)
    stands = list(range(judges))
    last = -1
    for step in range(judges):
        judge = int(np.argmax(ties))
        # The last two can be parted by no fewer than tie the last one, and that is its degree: counted already.
        if step and (ties[judge] >= best or step == judges - 1):
            stands[judge] = stands[last]
        ties[judge] = -(10**9)
        for number in of_judge[judge]:
            if not touched[number]:
                touched[number] = True
                for other in entries[number]:
                    ties[other] += 1
        last = judge
    return stands


def in_words(design: Design, names: Sequence[Id]) -> list[str]:
    """What a design is, in sentences. `names` are the judges' by place."""
    if design.judges < 2:
        return ["Fewer than two judges have an entry: there is nobody to compare."]
    told = []
    if design.comparable:
        told.append("Severity can be compared between all judges.")
        entries = "1 entry" if design.hangs_by == 1 else f"{design.hangs_by} entries"
        bound = "" if design.exact else "at most "
        told.append(f"They hang together by {bound}{entries}: without them two groups of judges would share none.")
    else:
        told.append(f"The judges are in {design.pieces} pieces; severity cannot be compared between them.")
        for group in design.apart:
            who = ", ".join(str(names[judge]) for judge in group)
            told.append(
                f"This judge shares no entry with the rest: {who}."
                if len(group) == 1
                else f"These judges share no entry with the rest: {who}."
            )
    told.append(
        f"Two judges share {design.shared:.1f} entries in the mean; {design.meeting:.0%} of all pairs share any."
    )
    return told
