"""How far a round is, judge by judge and entry by entry: pure sums over its assignments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..text import canonical_json, sha256
from .models import Judge
from .policy import INVITATION_PAUSE
from .rules import AWAY, State

ORDER = (State.NOT_STATED, State.NOT_STARTED, State.STARTED, State.COMPLETED, State.ABSTAINED, State.RECUSED)


class Placed(Protocol):
    """What is asked of an assignment here."""

    @property
    def judge_id(self) -> int:
        """Whose."""

    @property
    def state(self) -> State:
        """Where the judge stands with the entry."""

    @property
    def assigned_at(self) -> datetime:
        """When it was given."""


@dataclass(frozen=True)
class Standing:
    """Where one judge stands in a round. `due` is how many an even pace would have brought in by now."""

    judge: Judge
    states: dict[State, int]
    due: int
    nudged_at: datetime | None

    @property
    def given(self) -> int:
        """How many scorecards the judge is to give."""
        return sum(n for state, n in self.states.items() if state not in AWAY)

    @property
    def completed(self) -> int:
        """How many are in."""
        return self.states.get(State.COMPLETED, 0)

    @property
    def late(self) -> int:
        """By how many the judge is behind an even pace; 0 for who is in time."""
        return max(0, self.due - self.completed)

    def may_be_nudged(self, at: datetime) -> bool:
        """Whether the judge is late and was not reminded within a day."""
        return self.late > 0 and (self.nudged_at is None or at - self.nudged_at >= INVITATION_PAUSE)


def due(assigned: Iterable[datetime], opens_at: datetime, closes_at: datetime, at: datetime) -> int:
    """How many of these assignments an even pace would have completed by now, rounded down.

    Each runs from its assignment, or the round's opening if that came later, to the round's close: whoever is given
    an entry late is not late at once.

    Args:
        assigned: when each entry was given.
    """
    elapsed = 0.0
    for given in assigned:
        begins = max(given, opens_at)
        if at >= closes_at or begins >= closes_at:
            elapsed += 1.0
        elif at > begins:
            elapsed += (at - begins) / (closes_at - begins)
    # What is a whole number but for the last digit of a float is a whole number.
    return int(elapsed + 1e-9)


def standings(
    cells: Sequence[Placed],
    judges: Iterable[Judge],
    nudges: dict[int, datetime],
    opens_at: datetime,
    closes_at: datetime,
    at: datetime,
    longer: Mapping[int, datetime] | None = None,
) -> list[Standing]:
    """Every judge who has something in the round, in the order of `judges`.

    Args:
        longer: until when those judges may score who may longer than the others.
    """
    of_judge: dict[int, list[Placed]] = {}
    for cell in cells:
        of_judge.setdefault(cell.judge_id, []).append(cell)
    found = []
    for judge in judges:
        own = of_judge.get(judge.id, [])
        if not own:
            continue
        states: dict[State, int] = {}
        for cell in own:
            states[cell.state] = states.get(cell.state, 0) + 1
        running = [cell.assigned_at for cell in own if cell.state not in AWAY]
        found.append(
            Standing(
                judge, states, due(running, opens_at, (longer or {}).get(judge.id, closes_at), at), nudges.get(judge.id)
            )
        )
    return found


def fingerprint(late: Iterable[Standing]) -> str:
    """Equal for two previews that would remind the same judges."""
    return sha256(canonical_json(sorted(each.judge.id for each in late)))
