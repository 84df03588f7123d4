"""Entering on a judge's behalf what she wrote on paper. It is recorded as such, and she is told by letter."""

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ... import ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from ...people.models import Person
from ...programmes import queries as programmes
from .. import letters, policy, queries, rules
from ..models import Assignment, CardRevisionKind, ConflictStatement, PaperEntry, Scorecard
from ..rules import Content
from ..seats import Seat
from .conflicts import state_conflict
from .permission import require_organiser
from .scoring import begin, keep, store


def _hold(assignment: Assignment, by: Person) -> Seat:
    queries.share_round(assignment.round_id)
    row = hold(assignment, joinedload(Assignment.entry), joinedload(Assignment.judge))
    require_organiser(by, row.entry.city_id)
    return queries.seat(row.id)


def state_from_paper(
    assignment: Assignment, conflicted: bool, kind: str | None, reason: str, by: Person
) -> ConflictStatement:
    """Enter what a judge says on paper about conflicts with an entry.

    Raises:
        Invalid: when a conflict comes without its kind or reason, or the portal found what keeps the two apart.
        Refusal: when `by` may not arrange this entry's judging, the entry is closed to the judge or the round is.
    """
    with transaction() as moment:
        seat = _hold(assignment, by)
        stands = policy.why_not_state_from_paper(seat, moment.at)
        if stands:
            raise Refusal(stands)
        before = seat.statement
        row = seat.assignment
        said = state_conflict(row.judge, row.entry, conflicted, kind, reason, on_behalf=by)
        if before is None or conflicted:
            _record(moment, seat, None, by)
    return said


def score_from_paper(
    assignment: Assignment, content: Content, revision_seen: int, by: Person, *, complete: bool, mark: str | None = None
) -> Scorecard:
    """Enter what a judge gave on paper; with `complete` it counts at once, as if she had completed it.

    The judge may correct it until the round closes. Every state stays in the record with who entered it.

    Args:
        content: the whole sheet, read by `reading.read_content`.
        revision_seen: the revision the page was opened with; 0 before anything was saved.
        mark: the page's mark of this press of the button: the same again is the same act.

    Raises:
        Invalid: when it is to be completed and something is missing; nothing is stored.
        Refusal: when `by` may not arrange this entry's judging, without the judge's word on conflicts, when the entry
            is closed to the judge, the round is closed, the scorecard is completed or was changed meanwhile.
    """
    with transaction() as moment:
        seat = _hold(assignment, by)
        card = seat.card
        if mark and card is not None and queries.revision_by_mark(card.id, mark) is not None:
            return card
        stands = policy.why_not_score_from_paper(seat, moment.at)
        if stands:
            raise Refusal(stands)
        round_ = seat.assignment.round
        criteria = programmes.criteria(round_.rubric_id)
        if revision_seen != (card.revision if card else 0):
            raise Refusal(
                _(
                    "%(name)s changed this scorecard since you opened this page. Nothing was stored: compare both, "
                    "then enter it again.",
                    name=seat.assignment.judge.name,
                )
            )
        if content.is_empty:
            raise Invalid(_("Nothing is given yet."), {"": [_("Nothing is given yet: enter the scores first.")]})
        gaps = rules.missing(content, round_.rubric, criteria) if complete else []
        if gaps:
            sentence = _("Something is missing, so nothing was stored. Enter it, or save without completing.")
            raise Invalid(sentence, {gap.field: [gap.sentence] for gap in gaps})
        card = begin(moment, seat) if card is None else hold(card)
        store(moment, card, content, criteria)
        keep(moment, card, CardRevisionKind.SAVED, content, mark, by)
        if complete:
            card.completed_at = moment.at
            card.revision += 1
            keep(moment, card, CardRevisionKind.COMPLETED, content, None, by)
        _record(moment, seat, card, by)
    return card


def _record(moment: Transaction, seat: Seat, card: Scorecard | None, by: Person) -> None:
    """The record of it, its line of history (scores have one; the word on conflicts wrote its own), and the letter."""
    row = seat.assignment
    db.session.add(
        PaperEntry(
            judge_id=row.judge_id,
            entry_id=row.entry_id,
            scorecard_id=None if card is None else card.id,
            revision=None if card is None else card.revision,
            by_id=by.id,
            at=moment.at,
        )
    )
    if card is not None:
        ledger.write(
            "scorecard.entered",
            actor=by,
            at=moment.at,
            subject=card,
            label=row.label,
            edition_id=row.round.edition_id,
            after={
                "from": "paper",
                "on behalf of": row.judge.name,
                "revision": card.revision,
                "completed": card.completed_at is not None,
            },
        )
    letters.post(
        moment,
        "from-paper",
        seat,
        by=by.name,
        scored=card is not None,
        completed=card is not None and card.completed_at is not None,
        link=mail.address("judging"),
    )
    db.session.flush()
