"""A seat: all that is known of one judge and one entry in one round, loaded together."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from ..entries import queries as entries
from ..entries.models import Submission
from ..entries.snapshots import JudgingView, judging_view
from ..programmes.models import RoundKind
from ..programmes.queries import form_of
from .models import Assignment, ConflictStatement, Recusal, Scorecard
from .rules import State


@dataclass(frozen=True)
class Seat:
    """An assignment with what became of it.

    `assignment` comes with its judge, round (with edition and rubric) and entry (with city, category and form);
    `submission` is the version that counts, None when there is none.
    """

    assignment: Assignment
    statement: ConflictStatement | None
    recusal: Recusal | None
    card: Scorecard | None
    submission: Submission | None
    withdrawn: bool
    # Until when practice comes first: the close of a calibration round in which this judge has something to complete.
    practice_until: datetime | None = None
    # Whether the judge has come to speak for the entry's city since the assignment.
    speaks: bool = False
    # Whether the judge has joined the entry's discussion in this round.
    joined: bool = False
    # How long this judge may score in the round, when that is longer than the others may.
    extended_to: datetime | None = None

    @property
    def closes_at(self) -> datetime:
        """When scoring closes for this judge."""
        closes_at: datetime = self.assignment.round.closes_at
        return closes_at if self.extended_to is None else max(closes_at, self.extended_to)

    @property
    def is_practice(self) -> bool:
        """Whether nothing given here ever counts."""
        return self.assignment.round.kind == RoundKind.CALIBRATION

    @cached_property
    def view(self) -> JudgingView | None:
        """What judges may read of the version that counts."""
        if self.submission is None:
            return None
        form = form_of(self.assignment.entry.form_version)
        return judging_view(entries.read_snapshot(self.submission), form, self.assignment.round.blind)

    @property
    def title(self) -> str:
        """The title that was submitted: what the city types meanwhile is not a judge's to see."""
        return self.view.title if self.view is not None else ""

    @property
    def is_newer_than_scores(self) -> bool:
        """Whether the version that counts was submitted after the judge last scored: the city answered a request."""
        return self.card is not None and self.submission is not None and self.submission.at > self.card.changed_at

    @property
    def state(self) -> State:
        """Where the judge stands with this entry."""
        return state(
            recused=self.recusal is not None,
            withdrawn=self.withdrawn or self.submission is None,
            conflicted=None if self.statement is None else self.statement.conflicted,
            begun=self.card is not None,
            completed=self.card is not None and self.card.completed_at is not None,
        )


def state(*, recused: bool, withdrawn: bool, conflicted: bool | None, begun: bool, completed: bool) -> State:
    """The state that follows from the records. `conflicted` is None before the judge has said."""
    if recused:
        return State.RECUSED
    if withdrawn:
        return State.WITHDRAWN
    if conflicted:
        return State.ABSTAINED
    if completed:
        return State.COMPLETED
    if conflicted is None:
        return State.NOT_STATED
    return State.STARTED if begun else State.NOT_STARTED
