"""Assignments, Score changes and Ledger: how judges came to entries, what a discussion moved, all that happened."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...judging.discussing.models import ScoreChange
from ...judging.rules import points as exact_points
from ...ledger import LedgerLine
from ...sheets import Column, Sheet
from ...text import canonical_json
from .. import queries
from .layout import WHOLE, instant, number, wide
from .material import Material, card_key


def assignments_sheet(material: Material, rows: Sequence[Any]) -> Sheet:
    """A row per judge and entry: how it was assigned, and what conflict was stated or decided."""
    entries = {place.entry.id: place.entry for place in material.places}
    mine = sorted(
        (row for row in rows if row.entry_id in entries), key=lambda row: (entries[row.entry_id].reference, row.judge)
    )
    columns = [
        Column("category"),
        Column("reference"),
        Column("title", width=28),
        number("judge id", WHOLE),
        Column("judge", width=20),
        Column("how"),
        Column("by", width=20),
        instant("at"),
        Column("conflict kind"),
        Column("declared or detected"),
        wide("reason"),
        Column("action"),
        Column("action by", width=20),
        instant("action at"),
        Column("from paper, entered by", width=20),
        instant("from paper, entered at"),
    ]
    sheet = Sheet("Assignments", columns, len(mine))
    for row in mine:
        entry = entries[row.entry_id]
        recused = row.recused_at is not None
        detected = sorted({*row.detected, *(row.asked or ())})
        sheet.rows.append(
            [
                entry.category,
                entry.reference,
                entry.title,
                row.judge_id,
                row.judge,
                row.how,
                row.by,
                row.at,
                row.kind if row.conflicted else ", ".join(detected) or None,
                "declared" if row.conflicted else "detected" if detected else None,
                row.recusal_reason if recused else row.reason if row.conflicted else None,
                "recused" if recused else "abstained" if row.conflicted else "asked" if row.asked else None,
                row.recused_by if recused else row.judge if row.conflicted or row.asked else None,
                row.recused_at if recused else row.stated_at if row.conflicted or row.asked else None,
                row.paper_by,
                row.paper_at,
            ]
        )
    return sheet


def changes_sheet(material: Material, rows: Sequence[ScoreChange]) -> Sheet:
    """A row per change of a score that a judge asked for in the discussion: before, after, why, who decided."""
    entries = {place.entry.id: place.entry for place in material.places}
    criteria = {each.id: each for each in material.criteria}
    rubric = material.standings.scores.rubric
    mine = [row for row in rows if row.assignment.entry_id in entries]
    mine.sort(key=lambda row: (entries[row.assignment.entry_id].reference, row.assignment.judge.name, row.id))
    columns = [
        Column("category"),
        Column("reference"),
        Column("title", width=28),
        number("judge id", WHOLE),
        Column("judge", width=20),
        Column("card", width=18),
        Column("criterion id"),
        Column("criterion", width=24),
        number("score before", "General"),
        number("score after", "General"),
        wide("reason of the judge"),
        instant("asked at"),
        Column("decision"),
        wide("reason of the decision"),
        Column("decided by", width=20),
        instant("decided at"),
    ]
    sheet = Sheet("Score changes", columns, len(mine))
    for row in mine:
        entry, criterion = entries[row.assignment.entry_id], criteria[row.criterion_id]
        sheet.rows.append(
            [
                entry.category,
                entry.reference,
                entry.title,
                row.assignment.judge_id,
                row.assignment.judge.name,
                card_key(entry.reference, row.assignment.judge_id),
                criterion.key,
                criterion.title,
                float(exact_points(rubric, row.step_before)),
                float(exact_points(rubric, row.step_after)),
                row.reason,
                row.at,
                "waiting" if row.accepted is None else "accepted" if row.accepted else "declined",
                row.decision_reason or None,
                None if row.decided_by is None else row.decided_by.name,
                row.decided_at,
            ]
        )
    return sheet


def ledger_sheet(edition_id: int, lines: Sequence[LedgerLine]) -> Sheet:
    """A row per event of the edition, and what its author was at that moment. Three statements."""
    known = queries.roles(edition_id, {line.actor_id for line in lines if line.actor_id is not None})
    columns = [
        number("line", WHOLE),
        instant("at"),
        Column("who", width=20),
        Column("role", width=16),
        Column("what", width=24),
        Column("kind of object"),
        Column("object", width=28),
        wide("before"),
        wide("after"),
        wide("reason"),
    ]
    rows = [
        [
            line.id,
            line.at,
            line.actor,
            _role(line, known),
            line.event,
            line.subject_type,
            line.subject,
            None if line.before is None else canonical_json(line.before),
            None if line.after is None else canonical_json(line.after),
            line.reason,
        ]
        for line in lines
    ]
    return Sheet("Ledger", columns, len(rows), list(rows))


def _role(line: LedgerLine, known: Mapping[int, Sequence[queries.Role]]) -> str | None:
    if line.actor_id is None:
        return "the portal" if line.actor else None
    return ", ".join(dict.fromkeys(role.words for role in known.get(line.actor_id, ()) if role.holds(line.at))) or None
