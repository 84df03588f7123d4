"""How well the judges of a category are connected by the entries they share, as it stands or would stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from .models import Judge
from .proposals import Connection

if TYPE_CHECKING:
    from ..matching.design import Design


def connection_of(design: Design, judges: Sequence[Judge]) -> Connection:
    """A design with the names of its judges, who come in its order."""
    return Connection(
        design.judges,
        design.pieces,
        tuple(tuple(judges[at].name for at in group) for group in design.apart),
        design.hangs_by,
        design.exact,
        design.shared,
        design.meeting,
    )


def connection_between(judges: Sequence[Judge], pairs: Collection[tuple[int, int]]) -> Connection | None:
    """How the judges hang together by pairs of ids, judge and entry; None when fewer than two judges have an entry."""
    if len({judge for judge, _entry in pairs}) < 2:
        return None
    # numpy takes its time to load, and only this needs it.
    import numpy as np

    from ..matching.design import design_of

    of_judge = {judge.id: at for at, judge in enumerate(judges)}
    of_entry = {entry: at for at, entry in enumerate(sorted({entry for _judge, entry in pairs}))}
    flags = np.zeros((len(of_entry), len(judges)), dtype=bool)
    for judge, entry in pairs:
        flags[of_entry[entry], of_judge[judge]] = True
    return connection_of(design_of(flags), judges)
