"""A round that asks much of a workbook: ties, gaps, recused and abstained judges, hostile titles, two categories."""

from collections.abc import Sequence

from sqlalchemy import select

from awards_portal.awards import standings
from awards_portal.awards.standings import Place, RoundStandings
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.judging.models import Assignment, ConflictStatement, Judge, Recusal, Score, Scorecard
from awards_portal.programmes.models import Criterion, Edition, Round, Rubric
from tests import factories
from tests.scored import PANEL, round_with

TITLES = {"North": "=1+1", "East": "+cmd|' /C calc'!A0", "West": '@SUM(A1)"&', "South": "<r>\x0b</r>"}


def edition(tie_ladder: Sequence[str] = (), method: str = "mean") -> Edition:
    """An edition with a judged round. Lake and Moor are judged by four each, so that trimming drops something,
    and tie at 70."""
    made = round_with(PANEL, edition=factories.edition(tie_ladder=list(tie_ladder), method=method))
    round_with(
        {
            "Lake": {"Anna": (5, 5), "Bo": (3, 1), "Cai": (2, 4), "Dea": (4, 4)},
            "Moor": {"Anna": (4, 4.5), "Bo": (3.5, 0.5), "Cai": (4, 3.5), "Dea": (3.5, 4)},
            "Fell": {"Anna": (3.5, 4), "Bo": (3.5, 4), "Dea": (3, 3)},
            "Quay": {"Bo": None, "Cai": (None, 2)},
        },
        "digital-inclusion",
        made,
    )
    with transaction() as moment:
        entries = {entry.title.split()[1]: entry for entry in db.session.scalars(select(Entry))}
        judges = {judge.name: judge for judge in db.session.scalars(select(Judge))}
        for name, title in TITLES.items():
            entries[name].title = title
        left = {"entry_id": entries["North"].id, "judge_id": judges["Cai"].id}
        gone = db.session.scalars(select(Assignment).filter_by(**left)).one()
        db.session.add(Recusal(assignment_id=gone.id, reason="=a former colleague", at=moment.at))
        db.session.add(
            ConflictStatement(
                judge_id=judges["Dea"].id,
                entry_id=entries["Fell"].id,
                conflicted=True,
                kind="advised",
                reason="advised them",
                at=moment.at,
            )
        )
    return made


def computed(of: Edition, category: str | None = None) -> RoundStandings:
    """The standings of its only round."""
    round_ = db.session.scalars(select(Round).filter_by(edition_id=of.id)).one()
    return standings.compute(of, round_, db.session.get_one(Rubric, round_.rubric_id), category=category)


def places(found: RoundStandings) -> dict[str, Place]:
    """Places by reference."""
    return {place.entry.reference: place for category in found.categories for place in category.places}


def weigh(of: Edition, **weights: int) -> None:
    """Change weights, which nobody may once a card exists: to compare with a weight changed in a workbook."""
    with transaction():
        for key, weight in weights.items():
            criteria = select(Criterion).join(Rubric).where(Rubric.edition_id == of.id, Criterion.key == key)
            db.session.scalars(criteria).one().weight = weight


def excuse(of: Edition) -> None:
    """Let innovation be not applicable to East and Lake for Bo: their cards weigh impact alone."""
    with transaction():
        criteria = select(Criterion).join(Rubric).where(Rubric.edition_id == of.id, Criterion.key == "innovation")
        criterion = db.session.scalars(criteria).one()
        criterion.na_allowed = True
        rows = db.session.scalars(
            select(Score)
            .join(Scorecard, Scorecard.id == Score.scorecard_id)
            .join(Assignment, Assignment.id == Scorecard.assignment_id)
            .join(Judge, Judge.id == Assignment.judge_id)
            .join(Entry, Entry.id == Assignment.entry_id)
            .where(Judge.name == "Bo", Entry.reference.in_(["SSC26-O001", "SSC26-D000"]))
            .where(Score.criterion_id == criterion.id)
        )
        for row in rows:
            row.step, row.not_applicable = None, True
