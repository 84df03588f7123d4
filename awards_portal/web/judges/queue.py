"""A judge's home: what is assigned, what is left, by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import render_template

from ... import clock
from ...judging import policy, queries, rules
from ...judging.rules import State
from ...judging.seats import Seat
from ...programmes.models import Round
from ..shared import access
from . import blueprint
from .desk import Cover, cover

TO_DO = (State.NOT_STATED, State.NOT_STARTED, State.STARTED)


@dataclass(frozen=True)
class Line:
    """One entry of a queue."""

    cover: Cover
    state: State


@dataclass(frozen=True)
class Queue:
    """What one judge has in one round, in this judge's own order: still to do, done, closed to the judge."""

    round: Round
    to_do: Sequence[Line]
    done: Sequence[Line]
    away: Sequence[Line]
    why_closed: str | None

    @property
    def count(self) -> int:
        """How many scorecards the judge has to give in all."""
        return len(self.to_do) + len(self.done)

    @property
    def next(self) -> Line | None:
        """What to go on with: first what was begun."""
        return next((line for line in self.to_do if line.state is State.STARTED), next(iter(self.to_do), None))


@blueprint.get("/")
def home() -> str:
    """Every round this person judges in, the latest first."""
    at = clock.now()
    seats = queries.seats_of(access.visitor().person.id)
    queues = [
        _queue(list(group), policy.why_closed(group_round, at))
        for group_round, group in groupby(seats, key=lambda seat: seat.assignment.round)
    ]
    return render_template("judges/home.html", queues=queues, judgeships=access.visitor().judgeships)


def _queue(seats: Sequence[Seat], why_closed: str | None) -> Queue:
    round_ = seats[0].assignment.round
    order = [(seat.assignment.entry_id, seat) for seat in seats]
    lines = [Line(cover(seat), seat.state) for seat in rules.shuffled(order, seats[0].assignment.judge_id, round_.id)]
    return Queue(
        round_,
        [line for line in lines if line.state in TO_DO],
        [line for line in lines if line.state is State.COMPLETED],
        [line for line in lines if line.state not in TO_DO and line.state is not State.COMPLETED],
        why_closed,
    )
