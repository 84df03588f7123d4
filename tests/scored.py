"""A round with scores in it, written straight into the tables: for tests of what is computed from scores."""

from collections.abc import Mapping

from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.entries import snapshots
from awards_portal.entries.models import Entry, Submission
from awards_portal.judging.models import Assignment, AssignmentHow, Judge, Score, Scorecard
from awards_portal.programmes.models import Category, Criterion, Edition, FormVersion, Round
from awards_portal.text import canonical_json, sha256
from tests import factories

# Entry -> judge -> (impact, innovation) in points; None is not scored; a card with None is begun, not completed.
Given = Mapping[str, Mapping[str, tuple[float | None, float | None] | None]]

# North is first by the mean, East and West tie exactly (weights 60 and 40), South has a card missing.
PANEL: Given = {
    "North": {"Anna": (5, 4.5), "Bo": (4.5, 4), "Cai": (3, 2.5)},
    "East": {"Anna": (4, 3), "Bo": (3, 3), "Cai": (2, 3)},
    "West": {"Anna": (5, 1.5), "Bo": (3, 3), "Cai": (2, 3)},
    "South": {"Anna": (2, 2), "Bo": (None, 3), "Cai": None},
}


def round_with(given: Given = PANEL, category: str = "open-city", edition: Edition | None = None) -> Edition:
    """An edition whose scoring round holds these cards; cities and judges are made by name."""
    edition = edition or factories.edition()
    author = factories.person("Vera Lind", f"vera-{category}@example.org")
    cities = {name: factories.city(f"{name} {category}") for name in given}
    with transaction() as moment:
        at = moment.at
        kind = db.session.scalars(select(Category).filter_by(edition_id=edition.id, key=category)).one()
        form = db.session.scalars(select(FormVersion).filter_by(edition_id=edition.id)).one()
        scoring = db.session.scalars(select(Round).filter_by(edition_id=edition.id)).one()
        criteria = db.session.scalars(
            select(Criterion).filter_by(rubric_id=scoring.rubric_id).order_by("position")
        ).all()
        judges: dict[str, Judge] = {}
        for number, (name, cards) in enumerate(given.items()):
            entry = Entry(
                edition=edition,
                city=cities[name],
                category=kind,
                form_version=form,
                reference=f"SSC26-{category[:1].upper()}{number:03d}",
                title=f"The {name} project",
                created_at=at,
                created_by_id=author.id,
            )
            db.session.add(entry)
            db.session.flush()
            said = {"answers": {"c_title": entry.title, "c_category": category}, "attachments": []}
            snapshot = canonical_json(snapshots.build(entry, said, number=1, at=at, by=author.name))
            values = {"entry_id": entry.id, "number": 1, "mark": "m", "at": at, "by_id": author.id}
            db.session.add(Submission(snapshot=snapshot, sha256=sha256(snapshot), **values))
            for judge_name, card in cards.items():
                if judge_name not in judges:
                    judges[judge_name] = _judge(edition, judge_name)
                    db.session.flush()
                assignment = Assignment(
                    round_id=scoring.id,
                    entry_id=entry.id,
                    judge_id=judges[judge_name].id,
                    how=AssignmentHow.BY_HAND,
                    at=at,
                )
                db.session.add(assignment)
                db.session.flush()
                if card is not None:
                    write_card(assignment, dict(zip(criteria, card, strict=True)), at)
    return edition


def _judge(edition: Edition, name: str) -> Judge:
    email = f"{name.lower()}@example.org"
    found = db.session.scalar(select(Judge).filter_by(edition_id=edition.id, email=email))
    if found is None:
        found = Judge(
            edition_id=edition.id,
            email=email,
            name=name,
            organisation=f"Institute of {name}",
            country="NO",
            languages=["en"],
            expertise=[],
            invited_at=edition.created_at,
            accepted_at=edition.created_at,
        )
        db.session.add(found)
    return found


def write_card(assignment: Assignment, points: dict[Criterion, float | None], at: object) -> None:
    """Write a card with these points; completed when there is one on every criterion."""
    whole = all(value is not None for value in points.values())
    card = Scorecard(
        assignment_id=assignment.id,
        revision=1,
        comment_for_city="Well argued.",
        private_note="",
        started_at=at,
        changed_at=at,
        completed_at=at if whole else None,
    )
    db.session.add(card)
    db.session.flush()
    for criterion, value in points.items():
        step = None if value is None else round(value * 2)
        db.session.add(
            Score(scorecard_id=card.id, criterion_id=criterion.id, step=step, comment="", first_at=at, changed_at=at)
        )
