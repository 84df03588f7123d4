"""One connected design: judges who share entries, directly or through others, can be compared."""

from __future__ import annotations

import numpy as np

from .flow import Flags, Ints, Places

# A swap that joins nothing costs a walk over all pairs: after so many the pieces are left as they are.
MOST_TRIES = 200


def pieces(pairs: Flags) -> tuple[Ints, Ints]:
    """The number of the piece each entry and each judge is in (-1 without any pair)."""
    n_entries, n_judges = pairs.shape
    parent = list(range(n_entries + n_judges))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for entry, judge in zip(*(each.tolist() for each in np.nonzero(pairs)), strict=True):
        parent[root(entry)] = root(n_entries + judge)
    roots = np.array([root(at) for at in range(n_entries + n_judges)], dtype=np.int64)
    used = np.concatenate([pairs.any(axis=1), pairs.any(axis=0)])
    names = np.full(len(roots), -1, dtype=np.int64)
    if used.any():
        names[used] = np.unique(roots[used], return_inverse=True)[1]
    return names[:n_entries], names[n_entries:]


def count_pieces(pairs: Flags) -> int:
    """Into how many pieces the entries and judges that have a pair fall; 0 without any."""
    return int(pieces(pairs)[0].max(initial=-1)) + 1


def connect(made: Flags, kept: Flags, places: Places) -> Flags:
    """Join pieces by swapping: two judges of two pieces exchange an entry each.

    Loads and filled places stay as they are, kept pairs stay, and no swap loses preference.
    """
    made = made.copy()
    while True:
        entries, judges = pieces(made | kept)
        count = int(entries.max(initial=-1)) + 1
        if count <= 1:
            return made
        if not _join(made, kept, places, judges, count):
            return made


def _join(made: Flags, kept: Flags, places: Places, judges: Ints, count: int) -> bool:
    free = places.allowed & ~made
    tries = 0
    for entry, judge in zip(*(each.tolist() for each in np.nonzero(made)), strict=True):
        # Judges of other pieces who may take this entry, and what they have that this judge may take.
        for other in np.flatnonzero(free[entry] & (judges >= 0) & (judges != judges[judge])).tolist():
            for second in np.flatnonzero(made[:, other] & free[:, judge]).tolist():
                if _worth(places, (judge, second), (other, entry)) < _worth(places, (judge, entry), (other, second)):
                    continue
                _swap(made, judge, entry, other, second)
                if int(pieces(made | kept)[0].max(initial=-1)) + 1 < count:
                    return True
                _swap(made, judge, second, other, entry)
                tries += 1
                if tries == MOST_TRIES:
                    return False
    return False


def _worth(places: Places, *pairs: tuple[int, int]) -> float:
    return sum(places.weights.get(pair, 0) for pair in pairs)


def _swap(made: Flags, judge: int, entry: int, other: int, second: int) -> None:
    made[entry, judge] = made[second, other] = False
    made[second, judge] = made[entry, other] = True
