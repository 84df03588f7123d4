"""Scorecards: saved, completed, taken up again. What a judge types is stored, or kept beside; never lost."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, NotHere, Refusal
from ...people.models import Person
from ...programmes import queries as programmes
from ...programmes.models import Criterion
from .. import policy, queries, rules
from ..models import Assignment, CardRevision, CardRevisionKind, Score, Scorecard
from ..rules import Content, Given, content_of
from ..seats import Seat


class Outcome(enum.StrEnum):
    """What became of a content that was sent."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    # The scorecard was changed elsewhere since the page was opened: what was sent is kept beside it.
    CONFLICT = "conflict"
    # It came when the scorecard could no longer be changed: kept in the record, does not count.
    LATE = "late"


@dataclass(frozen=True)
class Saved:
    """What became of it: the revision and content now stored, when it was stored, and why it was not, in words."""

    outcome: Outcome
    revision: int
    content: Content
    at: datetime | None
    sentence: str = ""


def _hold_seat(assignment: Assignment, by: Person) -> tuple[Seat, Sequence[Criterion]]:
    """The seat under lock: the round may not be closed meanwhile, nor the judge taken off."""
    round_ = queries.share_round(assignment.round_id)
    if round_.rubric.locked_at is None:
        # The first scorecard: an organiser who changes the rubric right now comes before or is refused.
        hold(round_.rubric)
    row = hold(assignment)
    seat = queries.seat(row.id)
    if seat.assignment.judge.person_id != by.id:
        raise NotHere(_("This scorecard is not yours."))
    return seat, programmes.criteria(round_.rubric_id)


def save_scores(
    assignment: Assignment, content: Content, revision_seen: int, by: Person, mark: str | None = None
) -> Saved:
    """Save what a scorecard says.

    Args:
        content: the whole sheet, read by `reading.read_content`.
        revision_seen: the revision the page was opened with; 0 before anything was saved.
        mark: the page's mark of this act of saving: the same again is the same act.

    Raises:
        NotHere: when it is another judge's.
        Refusal: when the judge may not score this entry; nothing is stored.
    """
    with transaction() as moment:
        seat, criteria = _hold_seat(assignment, by)
        card = seat.card
        stored = queries.content(card, criteria)
        if mark and card is not None:
            before = queries.revision_by_mark(card.id, mark)
            if before is not None and content_of(before.content) == content:
                return _as_before(before, card, stored, policy.why_too_late(seat, moment.at))
            if before is not None:
                # A page brought back by the Back button carries its old mark with new content: a new act.
                mark = None
        late = policy.why_too_late(seat, moment.at)
        if late:
            if card is not None and stored == content:
                return Saved(Outcome.UNCHANGED, card.revision, stored, card.changed_at)
            card = card or begin(moment, seat)
            _set_aside(moment, card, content, revision_seen, mark, by)
            return Saved(Outcome.LATE, card.revision, stored, None, late)
        refusal = policy.why_not_score(seat, moment.at)
        if refusal:
            raise Refusal(refusal)
        if stored == content:
            return Saved(
                Outcome.UNCHANGED, card.revision if card else 0, stored, None if card is None else card.changed_at
            )
        if revision_seen != (card.revision if card else 0):
            card = card or begin(moment, seat)
            _set_aside(moment, card, content, revision_seen, mark, by)
            return Saved(Outcome.CONFLICT, card.revision, stored, card.changed_at, _faster())
        card = card or begin(moment, seat)
        store(moment, card, content, criteria)
        keep(moment, card, CardRevisionKind.SAVED, content, mark, by)
        return Saved(Outcome.SAVED, card.revision, content, moment.at)


def _faster() -> str:
    return _(
        "This scorecard was changed in another window since you opened it here. Both are shown; nothing is lost. "
        "Choose what counts and save."
    )


def _as_before(before: CardRevision, card: Scorecard, stored: Content, late: str | None) -> Saved:
    if before.kind == CardRevisionKind.SET_ASIDE:
        if late:
            return Saved(Outcome.LATE, card.revision, stored, None, late)
        return Saved(Outcome.CONFLICT, card.revision, stored, card.changed_at, _faster())
    return Saved(Outcome.SAVED, before.revision, content_of(before.content), before.at)


def begin(moment: Transaction, seat: Seat) -> Scorecard:
    """An empty scorecard, inside a deed that has judged whether it may be."""
    rubric = seat.assignment.round.rubric
    if rubric.locked_at is None:
        rubric.locked_at = moment.at
    card = Scorecard(
        assignment_id=seat.assignment.id,
        revision=0,
        comment_for_city="",
        private_note="",
        started_at=moment.at,
        changed_at=moment.at,
        completed_at=None,
    )
    db.session.add(card)
    db.session.flush()
    return card


def store(moment: Transaction, card: Scorecard, content: Content, criteria: Sequence[Criterion]) -> None:
    """Write what a scorecard says now, inside a deed that has judged whether it may be."""
    rows = queries.scores(card.id)
    for criterion in criteria:
        given, row = content.given(criterion.key), rows.get(criterion.id)
        if row is None and given == Given():
            continue
        if row is None:
            row = Score(scorecard_id=card.id, criterion_id=criterion.id, first_at=moment.at, changed_at=moment.at)
            db.session.add(row)
        elif (row.step, row.not_applicable, row.comment) != (given.step, given.not_applicable, given.comment):
            row.changed_at = moment.at
        row.step, row.not_applicable, row.comment = given.step, given.not_applicable, given.comment
    card.comment_for_city, card.private_note = content.comment_for_city, content.private_note
    card.revision += 1
    card.changed_at = moment.at


def keep(
    moment: Transaction, card: Scorecard, kind: CardRevisionKind, content: Content, mark: str | None, by: Person
) -> None:
    """Write a state of a scorecard to its record, inside a deed that has judged whether it may be."""
    db.session.add(
        CardRevision(
            scorecard_id=card.id,
            kind=kind,
            revision=card.revision,
            content=content.document(),
            mark=mark,
            at=moment.at,
            by_id=by.id,
        )
    )
    db.session.flush()


def _set_aside(
    moment: Transaction, card: Scorecard, content: Content, revision: int, mark: str | None, by: Person
) -> None:
    # A page that sends the same again and again leaves one row, not a pile.
    last = queries.last_set_aside(card.id, by.id)
    if last is not None and content_of(last.content) == content:
        return
    db.session.add(
        CardRevision(
            scorecard_id=card.id,
            kind=CardRevisionKind.SET_ASIDE,
            revision=revision,
            content=content.document(),
            mark=mark,
            at=moment.at,
            by_id=by.id,
        )
    )
    db.session.flush()


def _assignment_of(card: Scorecard) -> Assignment:
    found = queries.assignment(card.assignment_id)
    if found is None:
        raise NotHere(_("This scorecard is no longer here."))
    return found


def complete(card: Scorecard, by: Person) -> Scorecard:
    """Declare a scorecard complete: from now on it counts. Doing it twice is doing it once.

    Raises:
        Invalid: when something is missing; `fields` says what, by field.
        Refusal: when the judge may not score this entry now.
    """
    assignment = _assignment_of(card)
    with transaction() as moment:
        seat, criteria = _hold_seat(assignment, by)
        card = hold(card)
        unseen = policy.why_not_see(seat, moment.at)
        if unseen:
            raise Refusal(unseen)
        if card.completed_at is not None:
            return card
        content = queries.content(card, criteria)
        gaps = rules.missing(content, seat.assignment.round.rubric, criteria)
        if gaps:
            raise Invalid(
                _("This scorecard is not complete yet; what you gave is saved."),
                {gap.field: [gap.sentence] for gap in gaps},
            )
        card.completed_at = card.changed_at = moment.at
        card.revision += 1
        keep(moment, card, CardRevisionKind.COMPLETED, content, None, by)
        _write(moment, "scorecard.completed", card, seat, by)
    return card


def reopen(card: Scorecard, by: Person) -> Scorecard:
    """Take a completed scorecard up again, while the round is open. Until it is completed again it does not count.

    Raises:
        Refusal: when it is not completed, or the round is closed.
    """
    assignment = _assignment_of(card)
    with transaction() as moment:
        seat, criteria = _hold_seat(assignment, by)
        card = hold(card)
        refusal = policy.why_not_reopen(seat, moment.at)
        if refusal:
            raise Refusal(refusal)
        card.completed_at, card.changed_at = None, moment.at
        card.revision += 1
        keep(moment, card, CardRevisionKind.REOPENED, queries.content(card, criteria), None, by)
        _write(moment, "scorecard.reopened", card, seat, by)
    return card


def _write(moment: Transaction, event: str, card: Scorecard, seat: Seat, by: Person) -> None:
    # The scores stand in the scorecard's own revisions: history is read by people who may not see them.
    ledger.write(
        event,
        actor=by,
        at=moment.at,
        subject=card,
        label=seat.assignment.label,
        edition_id=seat.assignment.round.edition_id,
        after={"revision": card.revision},
    )
