"""What became of a scorecard: every state it ever had, each with what changed against the one before it."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..db import db
from ..entries.differences import Piece, words
from ..people.models import Person
from ..programmes import queries as programmes
from ..programmes.models import Criterion
from .discussing.models import ScoreChange
from .models import CardReturn, CardRevision, CardRevisionKind, PaperEntry
from .rules import Content, Scale, content_of, told
from .seats import Seat


class Act(enum.StrEnum):
    """What made a state of a scorecard."""

    SAVED = "saved"
    COMPLETED = "completed"
    REOPENED = "reopened"
    RETURNED = "returned"
    SET_ASIDE = "set aside"
    MODERATED = "moderated"


@dataclass(frozen=True)
class ChangedScore:
    """A score before and after, as it is read."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedWords:
    """A comment or note, word by word."""

    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class State:
    """One state: what made it, by whom, and what it changed. `reason` is what was given for it, if anything.

    `revision` is the scorecard's; of a state set aside, the one it was typed over.
    """

    act: Act
    revision: int
    by: str
    at: datetime
    from_paper: bool
    reason: str
    scores: tuple[ChangedScore, ...]
    words: tuple[ChangedWords, ...]

    @property
    def is_same(self) -> bool:
        """Whether it says what the state before it said."""
        return not self.scores and not self.words


def states(seat: Seat, limit: int | None, offset: int = 0) -> tuple[list[State], int]:
    """The states of a seat's scorecard, the newest first, and how many there are in all. `limit` None: all of them."""
    if seat.card is None:
        return [], 0
    round_ = seat.assignment.round
    criteria = programmes.criteria(round_.rubric_id)
    rows = db.session.execute(
        select(CardRevision, Person.name)
        .join(Person, Person.id == CardRevision.by_id)
        .where(CardRevision.scorecard_id == seat.card.id)
        .order_by(CardRevision.id)
    ).all()
    before = Content()
    pairs = []
    for row, name in rows:
        pairs.append((row, name, before))
        # What was set aside never was what the scorecard said: the next state follows the one before it.
        if row.kind != CardRevisionKind.SET_ASIDE:
            before = content_of(row.content)
    end = len(pairs) - offset
    shown = pairs[0 if limit is None else max(0, end - limit) : max(0, end)]
    about = _About(seat, seat.card.id)
    found = [_state(row, name, earlier, about, round_.rubric, criteria) for row, name, earlier in reversed(shown)]
    return found, len(pairs)


class _About:
    """Why states came about, by the moment and the person of the deed that made them."""

    def __init__(self, seat: Seat, card_id: int) -> None:
        papers = db.session.scalars(
            select(PaperEntry).where(PaperEntry.scorecard_id == card_id).order_by(PaperEntry.id)
        )
        returns = db.session.scalars(
            select(CardReturn).where(CardReturn.scorecard_id == card_id).order_by(CardReturn.id)
        )
        changes = db.session.scalars(
            select(ScoreChange)
            .where(ScoreChange.assignment_id == seat.assignment.id, ScoreChange.accepted.is_(True))
            .options(joinedload(ScoreChange.criterion))
            .order_by(ScoreChange.id)
        )
        self.papers = {(each.at, each.by_id) for each in papers}
        self.returns = {(each.at, each.by_id): each.reason for each in returns}
        self.changes = {
            (each.decided_at, each.decided_by_id): each.reason
            for each in changes
            if each.decided_at is not None and each.decided_by_id is not None
        }


def _state(
    row: CardRevision, by: str, before: Content, about: _About, scale: Scale, criteria: Sequence[Criterion]
) -> State:
    deed = (row.at, row.by_id)
    act, reason = Act(row.kind), ""
    if act is Act.REOPENED and deed in about.returns:
        act, reason = Act.RETURNED, about.returns[deed]
    elif act is Act.COMPLETED and deed in about.changes:
        act, reason = Act.MODERATED, about.changes[deed]
    after = content_of(row.content)
    return State(
        act,
        row.revision,
        by,
        row.at,
        deed in about.papers,
        reason,
        tuple(changed_scores(before, after, scale, criteria)),
        tuple(changed_words(before, after, criteria)),
    )


def changed_scores(before: Content, after: Content, scale: Scale, criteria: Sequence[Criterion]) -> list[ChangedScore]:
    """The criteria on which something else is given, in the rubric's order."""
    return [
        ChangedScore(each.title, told(scale, before.given(each.key)), told(scale, after.given(each.key)))
        for each in criteria
        if before.given(each.key).answer != after.given(each.key).answer
    ]


def changed_words(before: Content, after: Content, criteria: Sequence[Criterion]) -> list[ChangedWords]:
    """The comments and notes that say something else, word by word."""
    texts = [
        (_("%(title)s: comment", title=each.title), before.given(each.key).comment, after.given(each.key).comment)
        for each in criteria
    ]
    texts.append((_("Comment for the city"), before.comment_for_city, after.comment_for_city))
    texts.append((_("Private note"), before.private_note, after.private_note))
    return [ChangedWords(title, tuple(words(old, new))) for title, old, new in texts if old != new]
