"""Scores that were given elsewhere, written as completed scorecards of their judges; and taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ... import ledger
from ...db import Transaction, db
from ...people.models import Person
from ...programmes import queries as programmes
from ...programmes.models import Criterion, Round
from .. import queries
from ..models import Assignment, AssignmentHow, CardReturn, CardRevision, CardRevisionKind, PaperEntry, Scorecard
from ..proposals import Pair
from ..rules import Content
from .pairs import write_assignment
from .scoring import keep, store

# Begins the mark of every state that an import wrote, and of none that a judge or an organiser saved.
MARK = "import-"


@dataclass(frozen=True)
class GivenElsewhere:
    """What one judge gave one entry, and the row of the file it stands in."""

    row: int
    pair: Pair
    content: Content


def import_cards(
    moment: Transaction, round_: Round, given: Sequence[GivenElsewhere], by: Person, source: tuple[int, str]
) -> tuple[list[Assignment], list[Scorecard]]:
    """Write each as a completed scorecard, recorded as entered on the judge's behalf; assign it where it was not.

    Inside a deed that has judged whether each may be, and holds the round against closing.

    Args:
        round_: with its rubric.
        source: the number of the import, and the file's name.

    Returns:
        The assignments that were made, and every scorecard.
    """
    criteria = programmes.criteria(round_.rubric_id)
    if round_.rubric.locked_at is None:
        round_.rubric.locked_at = moment.at
    assigned, cards = _there(round_)
    made: list[Assignment] = []
    written: list[Scorecard] = []
    for each in given:
        key = (each.pair.judge.id, each.pair.entry.id)
        row = assigned.get(key)
        if row is None:
            row = write_assignment(moment, round_, each.pair, by, AssignmentHow.BY_HAND)
            made.append(row)
        card = cards.get(row.id)
        if card is None:
            at = {"started_at": moment.at, "changed_at": moment.at}
            card = Scorecard(assignment_id=row.id, revision=0, comment_for_city="", private_note="", **at)
            db.session.add(card)
            db.session.flush()
        _write(moment, card, each, criteria, by, source, round_.edition_id)
        written.append(card)
    return made, written


def _there(round_: Round) -> tuple[dict[tuple[int, int], Assignment], dict[int, Scorecard]]:
    rows = db.session.scalars(select(Assignment).where(Assignment.round_id == round_.id).order_by(Assignment.id))
    cards = db.session.scalars(
        select(Scorecard)
        .join(Assignment, Assignment.id == Scorecard.assignment_id)
        .where(Assignment.round_id == round_.id)
        .order_by(Scorecard.id)
        .with_for_update(of=Scorecard)
    )
    return {(each.judge_id, each.entry_id): each for each in rows}, {each.assignment_id: each for each in cards}


def _write(
    moment: Transaction,
    card: Scorecard,
    given: GivenElsewhere,
    criteria: Sequence[Criterion],
    by: Person,
    source: tuple[int, str],
    edition_id: int,
) -> None:
    number, file = source
    store(moment, card, given.content, criteria)
    card.completed_at = moment.at
    keep(moment, card, CardRevisionKind.COMPLETED, given.content, f"{MARK}{number}", by)
    judge, entry = given.pair.judge, given.pair.entry
    said = {"scorecard_id": card.id, "revision": card.revision, "by_id": by.id, "at": moment.at}
    db.session.add(PaperEntry(judge_id=judge.id, entry_id=entry.id, **said))
    ledger.write(
        "scorecard.imported",
        actor=by,
        at=moment.at,
        subject=card,
        label=f"{entry.reference}, {judge.name}",
        edition_id=edition_id,
        after={"file": file, "row": given.row, "on behalf of": judge.name, "revision": card.revision},
    )


def touched(assignment_ids: Collection[int]) -> set[int]:
    """Which of these assignments have a scorecard that counts or that anybody but an import wrote on."""
    own = select(CardRevision.id).where(
        CardRevision.scorecard_id == Scorecard.id,
        (CardRevision.mark.is_(None)) | (~CardRevision.mark.startswith(MARK)),
    )
    return set(
        db.session.scalars(
            select(Scorecard.assignment_id).where(
                Scorecard.assignment_id.in_(assignment_ids), Scorecard.completed_at.is_not(None) | own.exists()
            )
        )
    )


def take_back(moment: Transaction, card_ids: Sequence[int], number: int, reason: str, by: Person) -> None:
    """Open again what an import completed, so that it does not count. What it said stays in the record.

    Inside a deed that has judged that nobody wrote on one of these scorecards since.
    """
    cards = db.session.scalars(
        select(Scorecard).where(Scorecard.id.in_(card_ids)).order_by(Scorecard.id).with_for_update(of=Scorecard)
    ).all()
    rubrics = dict(
        db.session.execute(
            select(Scorecard.id, Round.rubric_id)
            .join(Assignment, Assignment.id == Scorecard.assignment_id)
            .join(Round, Round.id == Assignment.round_id)
            .where(Scorecard.id.in_(card_ids))
        ).all()
    )
    criteria = {rubric_id: programmes.criteria(rubric_id) for rubric_id in set(rubrics.values())}
    for card in cards:
        card.completed_at, card.changed_at = None, moment.at
        card.revision += 1
        content = queries.content(card, criteria[rubrics[card.id]])
        keep(moment, card, CardRevisionKind.REOPENED, content, f"{MARK}{number}-undone", by)
        db.session.add(CardReturn(scorecard_id=card.id, by_id=by.id, reason=reason, at=moment.at))
