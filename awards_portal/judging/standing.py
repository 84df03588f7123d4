"""What of a round's judging waits for the organising team: sums over its cells. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from .rules import AWAY, State


class Placed(Protocol):
    """What is asked of an assignment here."""

    @property
    def entry_id(self) -> int:
        """Of which entry."""

    @property
    def state(self) -> State:
        """Where the judge stands with it."""


@dataclass(frozen=True)
class Waiting:
    """`given` and `completed` count scorecards, the others entries.

    `vacant`: lost a judge and has fewer than the round asks for; `thin`: fewer completed scorecards than a rank asks
    for; `bare`: nobody has it.
    """

    given: int
    completed: int
    vacant: int
    thin: int
    bare: int


def waiting(cells: Iterable[Placed], entries: Iterable[int], wanted: int, minimum: int) -> Waiting:
    """How a round stands.

    Args:
        entries: ids of those that count and may be shown.
        wanted: judges that the round asks for each entry.
        minimum: completed scorecards that a rank asks for.
    """
    ids = set(entries)
    have, lost, done = dict.fromkeys(ids, 0), set(), dict.fromkeys(ids, 0)
    for cell in cells:
        if cell.entry_id not in ids:
            continue
        if cell.state in AWAY:
            lost.add(cell.entry_id)
        else:
            have[cell.entry_id] += 1
            done[cell.entry_id] += cell.state is State.COMPLETED
    return Waiting(
        given=sum(have.values()),
        completed=sum(done.values()),
        vacant=sum(have[each] < wanted for each in lost),
        thin=sum(done[each] < minimum for each in ids),
        bare=sum(have[each] == 0 for each in ids),
    )
