"""The sample's judging: panels, assignments, conflicts and scorecards of last year's edition, still going on."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from ..db import db
from ..entries.models import Entry
from ..judging.models import (
    Assignment,
    AssignmentHow,
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
from ..programmes import queries as programmes
from ..programmes.models import Criterion, Edition, Round, Rubric
from .people import Cast


def write(
    edition: Edition, cast: Cast, entries: Mapping[str, Entry], cards: Sequence[Mapping[str, Any]], now: datetime
) -> None:
    """Write the judging: `cards` says for each judge and entry what became of it."""
    scoring = programmes.judged_rounds(edition.id)[0]
    criteria = {each.key: each for each in programmes.criteria(scoring.rubric_id)}
    judges = _judges(edition, cast, edition.closes_at - timedelta(days=30))
    _panels(edition, scoring, judges, cards)
    for number, card in enumerate(cards):
        at = scoring.opens_at + timedelta(days=3 + number, hours=number % 11)
        write_card(scoring, entries[card["city"]], judges[card["judge"]], card, criteria, cast, min(at, now))
    db.session.flush()


def _judges(edition: Edition, cast: Cast, at: datetime) -> dict[str, Judge]:
    judges = {}
    for key, facts in cast.facts.items():
        judges[key] = Judge(
            edition_id=edition.id,
            email=facts["email"],
            name=facts["name"],
            organisation=facts["organisation"],
            country=facts["country"],
            languages=facts["languages"],
            expertise=facts["expertise"],
            person_id=cast.judges[key].id,
            invited_at=at,
            accepted_at=at + timedelta(days=2),
        )
        db.session.add(judges[key])
    db.session.flush()
    return judges


def _panels(edition: Edition, scoring: Round, judges: Mapping[str, Judge], cards: Sequence[Mapping[str, Any]]) -> None:
    # Scorecards are written below: what they are scored against no longer changes.
    db.session.get_one(Rubric, scoring.rubric_id).locked_at = scoring.opens_at
    for category in programmes.categories(edition.id):
        panel = Panel(round_id=scoring.id, category_id=category.id)
        db.session.add(panel)
        db.session.flush()
        for key in sorted({card["judge"] for card in cards if card["category"] == category.key}):
            db.session.add(PanelMember(panel_id=panel.id, judge_id=judges[key].id, since=scoring.opens_at))


def write_card(
    scoring: Round,
    entry: Entry,
    judge: Judge,
    card: Mapping[str, Any],
    criteria: Mapping[str, Criterion],
    cast: Cast,
    at: datetime,
) -> None:
    """Write one judge's assignment, statement and scorecard as `card` says; `at` is when she came to it."""
    state = card["state"]
    assignment = Assignment(
        round_id=scoring.id,
        entry_id=entry.id,
        judge_id=judge.id,
        how=AssignmentHow.WHOLE_PANEL,
        by_id=cast.organisers[0].id,
        at=scoring.opens_at,
    )
    db.session.add(assignment)
    db.session.flush()
    # A judge says once whether anything keeps her from an entry: in a second round that stands.
    said = db.session.scalar(select(ConflictStatement).filter_by(judge_id=judge.id, entry_id=entry.id))
    if state != "not begun" and said is None:
        conflict = card.get("conflict", {})
        db.session.add(
            ConflictStatement(
                judge_id=judge.id,
                entry_id=entry.id,
                conflicted=state == "abstained",
                kind=conflict.get("kind"),
                reason=conflict.get("reason", ""),
                at=at,
            )
        )
    if card["scores"]:
        _scorecard(assignment, judge, card, criteria, at)
    if state == "recused":
        by, later = cast.organisers[0].id, at + timedelta(days=4)
        db.session.add(Recusal(assignment_id=assignment.id, by_id=by, reason=card["recusal"], at=later))


def _scorecard(
    assignment: Assignment, judge: Judge, given: Mapping[str, Any], criteria: Mapping[str, Criterion], at: datetime
) -> None:
    comments = given.get("comments", {})
    done = at + timedelta(minutes=40)
    completed = given["state"] in {"completed", "recused"}
    row = Scorecard(
        assignment_id=assignment.id,
        revision=2 if completed else 1,
        comment_for_city=given.get("comment_for_city", ""),
        private_note=given.get("private_note", ""),
        started_at=at,
        changed_at=done,
        completed_at=done if completed else None,
    )
    db.session.add(row)
    db.session.flush()
    for key, step in given["scores"].items():
        db.session.add(
            Score(
                scorecard_id=row.id,
                criterion_id=criteria[key].id,
                step=step,
                comment=comments.get(key, ""),
                first_at=at,
                changed_at=done,
            )
        )
    content = {
        "scores": {key: {"step": step, "comment": comments.get(key, "")} for key, step in given["scores"].items()},
        "comment_for_city": row.comment_for_city,
        "private_note": row.private_note,
    }
    kinds = [CardRevisionKind.SAVED, CardRevisionKind.COMPLETED][: row.revision]
    for number, kind in enumerate(kinds, 1):
        revision = {"kind": kind, "revision": number, "content": content, "mark": None, "at": done}
        db.session.add(CardRevision(scorecard_id=row.id, by_id=judge.person_id, **revision))
