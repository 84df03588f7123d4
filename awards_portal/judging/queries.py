"""Questions about judging. Each says what it loads and in which order; what a judge may not see is not loaded."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ..db import db
from ..entries.models import Attachment, Entry, Submission, Withdrawal
from ..people.models import City, Representative
from ..programmes.models import Category, Criterion, Round
from .models import (
    Assignment,
    CardRevision,
    CardRevisionKind,
    ConflictStatement,
    Judge,
    Panel,
    PanelMember,
    Recusal,
    Score,
    Scorecard,
)
from .rules import Content, Given, State
from .seats import Seat, state


def judgeships(person_id: int) -> Sequence[Judge]:
    """Where this person has accepted to judge, newest edition first."""
    return db.session.scalars(
        select(Judge)
        .where(Judge.person_id == person_id, Judge.accepted_at.is_not(None), Judge.declined_at.is_(None))
        .order_by(Judge.edition_id.desc(), Judge.id)
    ).all()


# Rounds


def rounds(edition_id: int) -> Sequence[Round]:
    """An edition's rounds with edition and rubric, first to last."""
    return db.session.scalars(
        select(Round)
        .where(Round.edition_id == edition_id)
        .options(joinedload(Round.edition), joinedload(Round.rubric))
        .order_by(Round.position, Round.id)
    ).all()


def share_round(round_id: int) -> Round:
    """A round with its edition and rubric, read under a lock that others may share: it cannot be closed meanwhile."""
    return db.session.scalars(
        select(Round)
        .where(Round.id == round_id)
        .options(joinedload(Round.edition), joinedload(Round.rubric))
        .with_for_update(read=True, of=Round)
        .execution_options(populate_existing=True)
    ).one()


# Seats


def _latest() -> Any:
    later = aliased(Submission)
    return ~select(later.id).where(later.entry_id == Submission.entry_id, later.number > Submission.number).exists()


def _withdrawn() -> ColumnElement[bool]:
    return select(Withdrawal.id).where(Withdrawal.entry_id == Entry.id, Withdrawal.returned_at.is_(None)).exists()


def _submitted() -> ColumnElement[bool]:
    return select(Submission.id).where(Submission.entry_id == Entry.id).exists()


def _seats() -> Select[Assignment, ConflictStatement, Recusal, Scorecard, Submission, bool]:
    return (
        select(Assignment, ConflictStatement, Recusal, Scorecard, Submission, _withdrawn())
        .join(Assignment.judge)
        .join(Assignment.entry)
        .join(Assignment.round)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(Scorecard, Scorecard.assignment_id == Assignment.id)
        .outerjoin(Submission, and_(Submission.entry_id == Entry.id, _latest()))
        .options(
            joinedload(Assignment.judge),
            joinedload(Assignment.round).joinedload(Round.edition),
            joinedload(Assignment.round).joinedload(Round.rubric),
            joinedload(Assignment.entry).joinedload(Entry.city),
            joinedload(Assignment.entry).joinedload(Entry.category),
            joinedload(Assignment.entry).joinedload(Entry.form_version),
        )
    )


def seat(assignment_id: int) -> Seat:
    """One seat, whole."""
    return Seat(*db.session.execute(_seats().where(Assignment.id == assignment_id)).one())


def _belongs_to(person_id: int) -> ColumnElement[bool]:
    return and_(Judge.person_id == person_id, Judge.accepted_at.is_not(None), Judge.declined_at.is_(None))


def seats_of(person_id: int) -> list[Seat]:
    """Every seat of a judge who takes part, in all editions, the latest round first."""
    question = _seats().where(_belongs_to(person_id))
    rows = db.session.execute(question.order_by(Round.closes_at.desc(), Round.id, Entry.reference))
    return [Seat(*row) for row in rows]


def seat_for(person_id: int, reference: str, at: datetime) -> Seat | None:
    """A judge's seat on an entry: the one in the round that is open now, else in the next, else in the last."""
    order = case((and_(Round.opens_at <= at, Round.closes_at > at), 0), (Round.opens_at > at, 1), else_=2)
    row = db.session.execute(
        _seats()
        .where(_belongs_to(person_id), Entry.reference == reference)
        .order_by(order, case((Round.opens_at > at, Round.opens_at)), Round.closes_at.desc(), Round.id)
        .limit(1)
    ).first()
    return None if row is None else Seat(*row)


def seats_of_entry(entry_id: int) -> list[Seat]:
    """Who judges an entry, for the organising team: by round and judge's name. Scores are not loaded."""
    question = _seats().where(Assignment.entry_id == entry_id)
    rows = db.session.execute(question.order_by(Round.position, Judge.name, Judge.id))
    return [Seat(*row) for row in rows]


def seats_in(round_id: int, category_id: int) -> list[Seat]:
    """Every seat of a round's category, by entry's reference and judge's name. Scores are not loaded."""
    question = _seats().where(Assignment.round_id == round_id, Entry.category_id == category_id)
    rows = db.session.execute(question.order_by(Entry.reference, Judge.name, Judge.id))
    return [Seat(*row) for row in rows]


@dataclass(frozen=True)
class Cell:
    """Where one judge stands with one entry, without anything of what either wrote."""

    assignment_id: int
    entry_id: int
    judge_id: int
    state: State
    completed_at: datetime | None


def cells(round_id: int, category_id: int) -> list[Cell]:
    """Every assignment of a round's category, by entry and judge."""
    rows = db.session.execute(
        select(
            Assignment.id,
            Assignment.entry_id,
            Assignment.judge_id,
            Recusal.id.is_not(None),
            or_(_withdrawn(), ~_submitted()),
            ConflictStatement.conflicted,
            Scorecard.id.is_not(None),
            Scorecard.completed_at,
        )
        .join(Assignment.entry)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(Scorecard, Scorecard.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_id, Entry.category_id == category_id)
        .order_by(Assignment.entry_id, Assignment.judge_id)
    )
    return [
        Cell(
            found,
            entry_id,
            judge_id,
            state(
                recused=bool(recused),
                withdrawn=bool(withdrawn),
                conflicted=conflicted,
                begun=bool(begun),
                completed=completed_at is not None,
            ),
            completed_at,
        )
        for found, entry_id, judge_id, recused, withdrawn, conflicted, begun, completed_at in rows
    ]


def entries_to_judge(
    round_: Round, category_id: int, search: str = "", limit: int | None = None, offset: int = 0
) -> tuple[Sequence[Entry], int]:
    """Entries of a category that can be judged or are assigned in a round, with their city, and how many in all."""
    assigned = select(Assignment.id).where(Assignment.entry_id == Entry.id, Assignment.round_id == round_.id).exists()
    question = (
        select(Entry)
        .join(Entry.city)
        .where(
            Entry.edition_id == round_.edition_id,
            Entry.category_id == category_id,
            or_(and_(_submitted(), ~_withdrawn()), assigned),
        )
    )
    if search:
        columns = (Entry.title, Entry.reference, City.name)
        question = question.where(or_(*(column.icontains(search, autoescape=True) for column in columns)))
    total = db.session.scalar(select(func.count()).select_from(question.with_only_columns(Entry.id).subquery())) or 0
    rows = question.options(contains_eager(Entry.city)).order_by(Entry.reference).limit(limit).offset(offset)
    return db.session.scalars(rows).all(), total


def judges_of_category(round_id: int, category_id: int) -> Sequence[Judge]:
    """Who sits on a category's panel or has an entry of it in a round, by name."""
    sits = (
        select(PanelMember.judge_id)
        .join(PanelMember.panel)
        .where(Panel.round_id == round_id, Panel.category_id == category_id)
    )
    has = (
        select(Assignment.judge_id)
        .join(Assignment.entry)
        .where(Assignment.round_id == round_id, Entry.category_id == category_id)
    )
    return db.session.scalars(
        select(Judge).where(Judge.id.in_(sits.union(has))).order_by(func.lower(Judge.name), Judge.id)
    ).all()


def everybody(edition_id: int) -> Sequence[Judge]:
    """Every judge of an edition who has not declined, by name."""
    return db.session.scalars(
        select(Judge)
        .where(Judge.edition_id == edition_id, Judge.declined_at.is_(None))
        .order_by(func.lower(Judge.name), Judge.id)
    ).all()


def assignment(assignment_id: int) -> Assignment | None:
    """One assignment."""
    return db.session.get(Assignment, assignment_id)


def assignments_of(judge_id: int, entry_id: int) -> Sequence[Assignment]:
    """A judge's assignments to an entry in all rounds, under lock."""
    return db.session.scalars(
        select(Assignment)
        .where(Assignment.judge_id == judge_id, Assignment.entry_id == entry_id)
        .order_by(Assignment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def files_of(entry_id: int) -> dict[str, Attachment]:
    """An entry's files by digest, removed ones included: a version that was submitted keeps its files."""
    rows = db.session.scalars(select(Attachment).where(Attachment.entry_id == entry_id).order_by(Attachment.id.desc()))
    return {row.sha256: row for row in rows}


# Scorecards


def scores(card_id: int) -> dict[int, Score]:
    """A scorecard's scores by criterion."""
    rows = db.session.scalars(select(Score).where(Score.scorecard_id == card_id).order_by(Score.id))
    return {row.criterion_id: row for row in rows}


def content(card: Scorecard | None, criteria: Sequence[Criterion]) -> Content:
    """What a scorecard says now."""
    if card is None:
        return Content()
    rows = scores(card.id)
    given = {
        criterion.key: Given(rows[criterion.id].step, rows[criterion.id].comment)
        for criterion in criteria
        if criterion.id in rows
    }
    return Content(
        {key: each for key, each in given.items() if each != Given()}, card.comment_for_city, card.private_note
    )


def revision_by_mark(card_id: int, mark: str) -> CardRevision | None:
    """What one act of saving left, when it reached the portal before."""
    return db.session.scalar(
        select(CardRevision).where(CardRevision.scorecard_id == card_id, CardRevision.mark == mark)
    )


def last_set_aside(card_id: int, by_id: int) -> CardRevision | None:
    """The last content of a judge that was kept beside the scorecard."""
    return db.session.scalar(
        select(CardRevision)
        .where(
            CardRevision.scorecard_id == card_id,
            CardRevision.by_id == by_id,
            CardRevision.kind == CardRevisionKind.SET_ASIDE,
        )
        .order_by(CardRevision.id.desc())
        .limit(1)
    )


# Judges


def judge_in(edition_id: int, judge_id: int) -> Judge | None:
    """A judge of an edition, with edition and invitation."""
    return db.session.scalar(
        select(Judge)
        .where(Judge.id == judge_id, Judge.edition_id == edition_id)
        .options(joinedload(Judge.edition), joinedload(Judge.invitation))
    )


def judge_by_email(edition_id: int, email: str) -> Judge | None:
    """The judge of an edition with this (normal) address, with edition and invitation."""
    return db.session.scalar(
        select(Judge)
        .where(Judge.edition_id == edition_id, Judge.email == email)
        .options(joinedload(Judge.edition), joinedload(Judge.invitation))
    )


def judge_by_invitation(invitation_id: int) -> Judge | None:
    """Whom an invitation asks to judge, with the edition."""
    return db.session.scalar(
        select(Judge).where(Judge.invitation_id == invitation_id).options(joinedload(Judge.edition))
    )


def judge_of_person(edition_id: int, person_id: int) -> Judge | None:
    """A person's place among an edition's judges."""
    return db.session.scalar(select(Judge).where(Judge.edition_id == edition_id, Judge.person_id == person_id))


@dataclass(frozen=True)
class JudgeProgress:
    """A judge of an edition and how far: entries given, completed, begun, conflicts stated, still to do."""

    judge: Judge
    given: int
    completed: int
    begun: int
    abstained: int
    last_at: datetime | None

    @property
    def left(self) -> int:
        """How many scorecards are still to come."""
        return self.given - self.completed

    @property
    def standing(self) -> str:
        """`declined`, `invited` or `accepted`."""
        if self.judge.declined_at is not None:
            return "declined"
        return "invited" if self.judge.accepted_at is None else "accepted"


STANDINGS = ("invited", "accepted", "declined")


def judges(
    edition_id: int,
    search: str = "",
    standing: str = "",
    limit: int | None = None,
    offset: int = 0,
    hidden: Collection[int] = (),
) -> list[JudgeProgress]:
    """An edition's judges with their progress, by name. Entries withdrawn, or taken off a judge, do not count.

    Args:
        search: part of a name, an address or an organisation.
        standing: one of STANDINGS; empty for all.
        hidden: cities whose entries do not count: whoever speaks for one learns nothing of its judging.
    """
    stands = and_(Recusal.id.is_(None), ~_withdrawn())
    counts = stands & ConflictStatement.conflicted.is_not(True)
    progress = (
        select(
            Assignment.judge_id,
            func.count(case((counts, 1))).label("given"),
            func.count(case((counts & Scorecard.completed_at.is_not(None), 1))).label("completed"),
            func.count(case((counts & Scorecard.id.is_not(None) & Scorecard.completed_at.is_(None), 1))).label("begun"),
            func.count(case((stands & ConflictStatement.conflicted.is_(True), 1))).label("abstained"),
            func.max(Scorecard.changed_at).label("last_at"),
        )
        .join(Assignment.entry)
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .outerjoin(Scorecard, Scorecard.assignment_id == Assignment.id)
        .where(Entry.city_id.not_in(list(hidden)))
        .group_by(Assignment.judge_id)
        .subquery()
    )
    question = (
        select(
            Judge,
            func.coalesce(progress.c.given, 0),
            func.coalesce(progress.c.completed, 0),
            func.coalesce(progress.c.begun, 0),
            func.coalesce(progress.c.abstained, 0),
            progress.c.last_at,
        )
        .outerjoin(progress, progress.c.judge_id == Judge.id)
        .where(Judge.edition_id == edition_id, *_judges_asked_for(search, standing))
        .options(joinedload(Judge.invitation))
        .order_by(func.lower(Judge.name), Judge.id)
        .limit(limit)
        .offset(offset)
    )
    return [JudgeProgress(*row) for row in db.session.execute(question)]


def count_judges(edition_id: int, search: str = "", standing: str = "") -> int:
    """How many judges `judges` finds in all."""
    question = select(func.count()).select_from(Judge).where(Judge.edition_id == edition_id)
    return db.session.scalar(question.where(*_judges_asked_for(search, standing))) or 0


def _judges_asked_for(search: str, standing: str) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if search:
        columns = (Judge.name, Judge.email, Judge.organisation)
        asked.append(or_(*(column.icontains(search, autoescape=True) for column in columns)))
    if standing == "declined":
        asked.append(Judge.declined_at.is_not(None))
    elif standing in STANDINGS:
        asked.append(Judge.declined_at.is_(None))
        asked.append(Judge.accepted_at.is_(None) if standing == "invited" else Judge.accepted_at.is_not(None))
    return asked


# Panels


def panel_of(round_id: int, category_id: int) -> Panel | None:
    """The panel of a category in a round, with both."""
    return db.session.scalar(
        select(Panel)
        .where(Panel.round_id == round_id, Panel.category_id == category_id)
        .options(joinedload(Panel.round).joinedload(Round.edition), joinedload(Panel.category))
    )


def members(panel_ids: Iterable[int]) -> dict[int, list[Judge]]:
    """The judges of these panels, each by name."""
    found: dict[int, list[Judge]] = {panel_id: [] for panel_id in panel_ids}
    rows = db.session.execute(
        select(PanelMember.panel_id, Judge)
        .join(PanelMember.judge)
        .where(PanelMember.panel_id.in_(list(found)))
        .order_by(PanelMember.panel_id, func.lower(Judge.name), Judge.id)
    )
    for panel_id, judge in rows:
        found[panel_id].append(judge)
    return found


def seat_on_panel(panel_id: int, judge_id: int) -> PanelMember | None:
    """A judge's seat on a panel."""
    return db.session.scalar(
        select(PanelMember).where(PanelMember.panel_id == panel_id, PanelMember.judge_id == judge_id)
    )


def panels(round_id: int) -> Sequence[Panel]:
    """A round's panels with category and round, in the categories' order."""
    return db.session.scalars(
        select(Panel)
        .join(Panel.category)
        .where(Panel.round_id == round_id)
        .options(joinedload(Panel.category), joinedload(Panel.round).joinedload(Round.edition))
        .order_by(Category.position, Panel.id)
    ).all()


# What stands between a judge and an entry


def cities_spoken_for(person_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs of person and city: whoever speaks for a city now, or ever did."""
    rows = db.session.execute(
        select(Representative.person_id, Representative.city_id).where(Representative.person_id.in_(list(person_ids)))
    )
    return {(person_id, city_id) for person_id, city_id in rows}


def conflicts_stated(judge_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs of judge and entry with a stated conflict."""
    rows = db.session.execute(
        select(ConflictStatement.judge_id, ConflictStatement.entry_id).where(
            ConflictStatement.judge_id.in_(list(judge_ids)), ConflictStatement.conflicted.is_(True)
        )
    )
    return {(judge_id, entry_id) for judge_id, entry_id in rows}


def statement(judge_id: int, entry_id: int) -> ConflictStatement | None:
    """A judge's word on an entry."""
    return db.session.scalar(
        select(ConflictStatement).where(ConflictStatement.judge_id == judge_id, ConflictStatement.entry_id == entry_id)
    )


def ever_submitted(entry_ids: Iterable[int]) -> set[int]:
    """Which of these entries were submitted at least once."""
    return set(
        db.session.scalars(select(Submission.entry_id).where(Submission.entry_id.in_(list(entry_ids))).distinct())
    )


def pairs_assigned(round_id: int, judge_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs of judge and entry that are assigned in a round."""
    rows = db.session.execute(
        select(Assignment.judge_id, Assignment.entry_id).where(
            Assignment.round_id == round_id, Assignment.judge_id.in_(list(judge_ids))
        )
    )
    return {(judge_id, entry_id) for judge_id, entry_id in rows}


def hold_judges(judge_ids: Iterable[int]) -> Sequence[Judge]:
    """These judges under lock, in one order for everybody, so that two who arrange do not wait for each other."""
    return db.session.scalars(
        select(Judge)
        .where(Judge.id.in_(list(judge_ids)))
        .order_by(Judge.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


# Counts for the organising team


@dataclass(frozen=True)
class Coverage:
    """One category in one round: entries that stand, how many have enough completed cards, how far judging is."""

    category: Category
    entries: int
    covered: int
    given: int
    completed: int
    unassigned: int


def coverage(round_: Round, hidden: Collection[int] = ()) -> list[Coverage]:
    """How far each category of a round is, in order. Entries of hidden cities do not count."""
    counts = and_(Recusal.id.is_(None), ConflictStatement.conflicted.is_not(True), Assignment.id.is_not(None))
    per_entry = (
        select(
            Entry.id,
            Entry.category_id,
            func.count(case((counts, 1))).label("given"),
            func.count(case((counts & Scorecard.completed_at.is_not(None), 1))).label("completed"),
        )
        .outerjoin(Assignment, and_(Assignment.entry_id == Entry.id, Assignment.round_id == round_.id))
        .outerjoin(Recusal, Recusal.assignment_id == Assignment.id)
        .outerjoin(
            ConflictStatement,
            and_(ConflictStatement.judge_id == Assignment.judge_id, ConflictStatement.entry_id == Assignment.entry_id),
        )
        .outerjoin(Scorecard, Scorecard.assignment_id == Assignment.id)
        .where(
            Entry.edition_id == round_.edition_id,
            Entry.city_id.not_in(list(hidden)),
            ~_withdrawn(),
            _submitted(),
        )
        .group_by(Entry.id, Entry.category_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Category,
            func.count(per_entry.c.id),
            func.count(case((per_entry.c.completed >= round_.minimum_cards, 1))),
            func.coalesce(func.sum(per_entry.c.given), 0),
            func.coalesce(func.sum(per_entry.c.completed), 0),
            func.count(case((per_entry.c.given < round_.judges_per_entry, 1))),
        )
        .outerjoin(per_entry, per_entry.c.category_id == Category.id)
        .where(Category.edition_id == round_.edition_id)
        .group_by(Category.id)
        .order_by(Category.position, Category.id)
    )
    return [Coverage(c, n, covered, int(given), int(done), short) for c, n, covered, given, done, short in rows]
