"""Questions about what was scored, asked once for a whole round: as many statements for 3 entries as for 3,000."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ...db import db
from ...entries.models import Entry, Submission
from ...entries.queries import is_out
from ...judging.discussing.models import ScoreChange
from ...judging.grouping.models import JudgeGroup
from ...judging.models import (
    Assignment,
    ConflictStatement,
    Judge,
    Panel,
    PanelMember,
    PaperEntry,
    Recusal,
    Score,
    Scorecard,
)
from ...judging.shortlisting.queries import stands_in
from ...ledger import LedgerLine
from ...people.models import City, Person
from ...programmes.models import Category, Criterion, Edition, FormVersion, Round, RoundKind


def edition_by_key(key: str) -> Edition | None:
    """The edition with this key."""
    return db.session.scalar(select(Edition).where(Edition.key == key))


def rounds(edition_id: int) -> Sequence[Round]:
    """The rounds of an edition in which judges score, first to last."""
    return db.session.scalars(
        select(Round)
        .where(Round.edition_id == edition_id, Round.kind != RoundKind.ELIGIBILITY)
        .order_by(Round.position, Round.id)
    ).all()


def criteria(rubric_id: int) -> Sequence[Criterion]:
    """A rubric's criteria in order."""
    return db.session.scalars(
        select(Criterion).where(Criterion.rubric_id == rubric_id).order_by(Criterion.position)
    ).all()


def entry_rows(edition_id: int, category: str | None = None, round_id: int | None = None) -> Sequence[Any]:
    """A row per entry that stands: its last submission, its city and category; withdrawn and refused ones left out.

    With `round_id` only those that stand in that round: where a shortlist leads to it, the shortlisted.

    Columns: id, reference, title, category (key), category_title, category_position, city, city_id, country, region,
    kind, snapshot, sha256, submitted_at, version.
    """
    later = aliased(Submission)
    question = (
        select(
            Entry.id,
            Entry.reference,
            Entry.title,
            Category.key.label("category"),
            Category.title.label("category_title"),
            Category.position.label("category_position"),
            City.name.label("city"),
            City.id.label("city_id"),
            City.country,
            City.region,
            City.kind,
            Submission.snapshot,
            Submission.sha256,
            Submission.at.label("submitted_at"),
            Submission.number.label("version"),
        )
        .join(City, City.id == Entry.city_id)
        .join(Category, Category.id == Entry.category_id)
        .join(Submission, Submission.entry_id == Entry.id)
        .outerjoin(later, and_(later.entry_id == Entry.id, later.number > Submission.number))
        .where(Entry.edition_id == edition_id, later.id.is_(None), ~is_out(Entry.id))
        .order_by(Category.position, Entry.reference)
    )
    if category is not None:
        question = question.where(Category.key == category)
    if round_id is not None:
        question = question.where(stands_in(Entry.id, round_id))
    return db.session.execute(question).all()


def card_rows(round_id: int) -> Sequence[Any]:
    """A row per assignment of the round with what became of it.

    Columns: assignment_id, entry_id, judge_id, judge, organisation, judge_country, how, assigned_at, declined_at,
    conflicted, conflict_kind, conflict_reason, stated_at, recused_at, recusal_reason, card_id, completed_at,
    started_at, changed_at, revision, comment_for_city, private_note, group (of judges, in this round).
    """
    return db.session.execute(
        select(
            Assignment.id.label("assignment_id"),
            Assignment.entry_id,
            Judge.id.label("judge_id"),
            Judge.name.label("judge"),
            Judge.organisation,
            Judge.country.label("judge_country"),
            Assignment.how,
            Assignment.at.label("assigned_at"),
            Judge.declined_at,
            ConflictStatement.conflicted,
            ConflictStatement.kind.label("conflict_kind"),
            ConflictStatement.reason.label("conflict_reason"),
            ConflictStatement.at.label("stated_at"),
            Recusal.at.label("recused_at"),
            Recusal.reason.label("recusal_reason"),
            Scorecard.id.label("card_id"),
            Scorecard.completed_at,
            Scorecard.started_at,
            Scorecard.changed_at,
            Scorecard.revision,
            Scorecard.comment_for_city,
            Scorecard.private_note,
            JudgeGroup.group,
        )
        .join(Judge, Judge.id == Assignment.judge_id)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(Scorecard, Scorecard.assignment_id == Assignment.id)
        .outerjoin(
            JudgeGroup,
            and_(JudgeGroup.judge_id == Assignment.judge_id, JudgeGroup.round_id == Assignment.round_id),
        )
        .where(Assignment.round_id == round_id)
        .order_by(Assignment.entry_id, Judge.name, Judge.id)
    ).all()


def score_rows(round_id: int) -> Sequence[Any]:
    """A row per score of the round: card_id, criterion_id, step, not_applicable, comment, first_at, changed_at."""
    return db.session.execute(
        select(
            Score.scorecard_id.label("card_id"),
            Score.criterion_id,
            Score.step,
            Score.not_applicable,
            Score.comment,
            Score.first_at,
            Score.changed_at,
        )
        .join(Scorecard, Scorecard.id == Score.scorecard_id)
        .join(Assignment, Assignment.id == Scorecard.assignment_id)
        .where(Assignment.round_id == round_id)
        .order_by(Score.scorecard_id, Score.criterion_id)
    ).all()


def seat_rows(round_id: int) -> Sequence[Any]:
    """A row per seat on the round's panels: judge_id, judge, organisation, country, category (title)."""
    return db.session.execute(
        select(
            Judge.id.label("judge_id"),
            Judge.name.label("judge"),
            Judge.organisation,
            Judge.country,
            Category.title.label("category"),
        )
        .join(PanelMember, PanelMember.judge_id == Judge.id)
        .join(Panel, Panel.id == PanelMember.panel_id)
        .join(Category, Category.id == Panel.category_id)
        .where(Panel.round_id == round_id)
        .order_by(Judge.name, Judge.id, Category.position)
    ).all()


def assignment_rows(round_id: int) -> Sequence[Any]:
    """A row per assignment of the round: who assigned whom, and what stood in the way.

    Columns: entry_id, judge_id, judge, how, at, by, conflicted, kind, reason, stated_at, detected, asked, recused_at,
    recused_by, recusal_reason, paper_by, paper_at (what was entered last on her behalf from paper).
    """
    assigner, recuser, clerk = aliased(Person), aliased(Person), aliased(Person)
    last = (
        select(func.max(PaperEntry.id))
        .outerjoin(Scorecard, Scorecard.id == PaperEntry.scorecard_id)
        .where(
            PaperEntry.judge_id == Assignment.judge_id,
            PaperEntry.entry_id == Assignment.entry_id,
            PaperEntry.scorecard_id.is_(None) | (Scorecard.assignment_id == Assignment.id),
        )
        .correlate(Assignment)
        .scalar_subquery()
    )
    return db.session.execute(
        select(
            Assignment.entry_id,
            Judge.id.label("judge_id"),
            Judge.name.label("judge"),
            Assignment.how,
            Assignment.at,
            assigner.name.label("by"),
            ConflictStatement.conflicted,
            ConflictStatement.kind,
            ConflictStatement.reason,
            ConflictStatement.at.label("stated_at"),
            Assignment.detected,
            ConflictStatement.asked,
            Recusal.at.label("recused_at"),
            recuser.name.label("recused_by"),
            Recusal.reason.label("recusal_reason"),
            clerk.name.label("paper_by"),
            PaperEntry.at.label("paper_at"),
        )
        .join(Judge, Judge.id == Assignment.judge_id)
        .outerjoin(PaperEntry, PaperEntry.id == last)
        .outerjoin(clerk, clerk.id == PaperEntry.by_id)
        .outerjoin(assigner, assigner.id == Assignment.by_id)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(recuser, recuser.id == Recusal.by_id)
        .where(Assignment.round_id == round_id)
        .order_by(Assignment.entry_id, Judge.name, Judge.id)
    ).all()


def ledger_lines(edition_id: int) -> Sequence[LedgerLine]:
    """What happened in an edition, the first thing first."""
    return db.session.scalars(
        select(LedgerLine).where(LedgerLine.edition_id == edition_id).order_by(LedgerLine.id)
    ).all()


def form_versions(edition_id: int) -> Sequence[FormVersion]:
    """Every form version of an edition, the first one first."""
    return db.session.scalars(
        select(FormVersion).where(FormVersion.edition_id == edition_id).order_by(FormVersion.number)
    ).all()


def has_category(edition_id: int, key: str) -> bool:
    """Whether an edition has a category with this key."""
    return (
        db.session.scalar(select(Category.id).where(Category.edition_id == edition_id, Category.key == key)) is not None
    )


def score_changes(round_id: int) -> Sequence[ScoreChange]:
    """Changes of scores asked for in a round's discussions, with assignment, judge and who decided, in that order."""
    return db.session.scalars(
        select(ScoreChange)
        .join(ScoreChange.assignment)
        .where(Assignment.round_id == round_id)
        .options(
            contains_eager(ScoreChange.assignment).joinedload(Assignment.judge), joinedload(ScoreChange.decided_by)
        )
        .order_by(ScoreChange.id)
    ).all()
