"""A judge's home: what is assigned, what is left, by when; putting an entry off and taking it up again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...awards.pairing import queries as pairing
from ...judging import pace, policy, queries, rules, service
from ...judging.discussing import queries as discussions
from ...judging.discussing.policy import why_no_discussion, why_not_discuss
from ...judging.pace import Pace
from ...judging.rules import State
from ...judging.seats import Seat
from ...programmes.models import Round, RoundKind
from ..shared import access
from . import blueprint
from .desk import Cover, cover, open_seat

TO_DO = (State.NOT_STATED, State.NOT_STARTED, State.STARTED)


@dataclass(frozen=True)
class Line:
    """One entry of a queue."""

    cover: Cover
    state: State
    skipped: bool
    # How many remarks its discussion has; None where the judge discusses nothing.
    remarks: int | None = None


@dataclass(frozen=True)
class Queue:
    """What one judge has in one round, in this judge's own order: still to do, done, closed to the judge.

    What was skipped comes last of what is to do.
    """

    round: Round
    to_do: Sequence[Line]
    done: Sequence[Line]
    away: Sequence[Line]
    why_closed: str | None
    pace: Pace
    # Something is to be practised on before the entries that were not begun open.
    practice_first: bool
    # When scoring closes for this judge.
    closes_at: datetime

    @property
    def is_practice(self) -> bool:
        """Whether nothing given here counts."""
        return self.round.kind == RoundKind.CALIBRATION

    @property
    def count(self) -> int:
        """How many scorecards the judge has to give in all."""
        return len(self.to_do) + len(self.done)

    @property
    def next(self) -> Line | None:
        """What to go on with: first what was begun, unless it was put off."""
        begun = (line for line in self.to_do if line.state is State.STARTED and not line.skipped)
        return next(begun, next(iter(self.to_do), None))


@blueprint.get("/")
def home() -> str:
    """Every round this person judges in, the latest first."""
    return render_template(
        "judges/home.html",
        queues=_queues(),
        finals=pairing.open_finals(access.visitor().person.id, clock.now()),
        editions=queries.editions_judged(access.visitor().person.id),
        own_zone=access.visitor().person.time_zone,
    )


def _queues() -> list[Queue]:
    at, person = clock.now(), access.visitor().person
    skipped, seats = queries.skipped(person.id), queries.seats_of(person.id)
    said = discussions.remark_counts(
        {seat.assignment.round_id for seat in seats if why_no_discussion(seat.assignment.round, at) is None}
    )
    groups = groupby(seats, key=lambda seat: seat.assignment.round)
    queues = [_queue(list(group), skipped, said, at) for _round, group in groups]
    # Practice that is left comes before what it keeps closed.
    return sorted(queues, key=lambda queue: not (queue.is_practice and queue.to_do and queue.why_closed is None))


def _queue(seats: Sequence[Seat], skipped: set[int], said: Mapping[tuple[int, int], int], at: datetime) -> Queue:
    round_ = seats[0].assignment.round
    order = rules.shuffled(
        [(seat.assignment.entry_id, seat) for seat in seats], seats[0].assignment.judge_id, round_.id
    )
    lines = [
        Line(
            cover(seat),
            seat.state,
            seat.assignment.id in skipped,
            None if why_not_discuss(seat, at) else said.get((round_.id, seat.assignment.entry_id), 0),
        )
        for seat in order
    ]
    to_do = sorted((line for line in lines if line.state in TO_DO), key=lambda line: line.skipped)
    done = [line for line in lines if line.state is State.COMPLETED]
    sittings = [(s.card.started_at, s.card.completed_at) for s in seats if s.card and s.card.completed_at]
    return Queue(
        round_,
        to_do,
        done,
        [line for line in lines if line.state not in TO_DO and line.state is not State.COMPLETED],
        policy.why_closed(round_, at, seats[0].closes_at),
        Pace(len(to_do), len(to_do) + len(done), seats[0].closes_at - at, pace.usual_minutes(sittings)),
        any(seat.practice_until is not None and at < seat.practice_until for seat in seats),
        seats[0].closes_at,
    )


def to_next(seat: Seat) -> Response:
    """On to what comes after an entry in its queue; home when nothing else is left."""
    round_id, reference = seat.assignment.round_id, seat.assignment.entry.reference
    queue = next((each for each in _queues() if each.round.id == round_id), None)
    references = [] if queue is None else [line.cover.reference for line in queue.to_do]
    following = pace.following(references, reference)
    if following is None:
        flash(_("There is no other entry left to do."), "success")
        return redirect(url_for("judges.home"), 303)
    return redirect(url_for("judges.entry", reference=following), 303)


@blueprint.post("/entries/<reference>/skip")
def skip(reference: str) -> Response:
    """Put an entry off and go on with the next."""
    seat = open_seat(reference)
    service.skip(seat.assignment, access.visitor().person)
    flash(_("%(reference)s is skipped for now: it comes last.", reference=reference), "success")
    return to_next(open_seat(reference))


@blueprint.post("/entries/<reference>/skip/removal")
def take_up(reference: str) -> Response:
    """Take a skipped entry up again: it goes back to its place."""
    service.take_up(open_seat(reference).assignment, access.visitor().person)
    flash(_("%(reference)s is back in its place.", reference=reference), "success")
    return redirect(url_for("judges.home"), 303)
