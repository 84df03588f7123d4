"""Checks: counts that must agree, what to look at before publishing, and whether the winners would change."""

from collections.abc import Sequence

import pandas as pd

from ... import results
from ...sheets import Cell, Column, Formula, Kind, Sheet
from .. import frames
from ..standings import CategoryStandings, grouped, weights
from .judges import judge_titles
from .layout import Layout, wide
from .material import Material

WINNERS = "the winners stay the same"
# Each missing card is tried twice; with more of them the round is not near its end.
MOST_PENDING = 40


def checks_sheet(material: Material, layout: Layout) -> Sheet:
    """First the counts, live; then a row per category and variation, as computed at export."""
    rows: list[Sequence[Cell]] = [*_counts(material, layout)]
    for category in material.standings.categories:
        rows += _variations(material, category)
    columns = [
        Column("check", width=44),
        Column("category", width=24),
        Column("found", Kind.NUMBER, digits="0", width=11),
        Column("should be", Kind.NUMBER, digits="0", width=11),
        Column("in order?"),
        wide("variation"),
        wide("first places then"),
        wide("joins the awards"),
        wide("leaves the awards"),
    ]
    return Sheet("Checks", columns, len(rows), rows)


def _counts(material: Material, layout: Layout) -> list[list[Cell]]:
    scores, cards, found = layout.scores, layout.scorecards, layout.results
    exported = found.area("rank as exported")
    counted = sum(material.is_counted(place, card) for place, card in material.cards)
    ranked = sum(place.rank is not None for place in material.places)
    counts: list[tuple[str, str, int, str | int | None, int | None]] = [
        (
            "counted cards on Scorecards and on Results",
            f'=COUNTIF({cards.area("counted?")},"yes")',
            counted,
            f"=SUM({found.area('judges scored')})",
            counted,
        ),
        (
            "rows of Scores: cards times criteria",
            f"=COUNTA({scores.area('card')})",
            scores.height,
            f"=COUNTA({cards.area('card')})*COUNTA({layout.criteria.area('criterion id')})",
            scores.height,
        ),
        (
            "entries ranked now and as exported",
            f"=COUNT({found.area('rank')})",
            ranked,
            f"=COUNT({found.area('rank as exported')})",
            ranked,
        ),
        (
            "ranks that are not as exported",
            f'=SUMPRODUCT(({exported}<>"")*({found.area("rank")}<>{exported}))',
            0,
            0,
            0,
        ),
        (
            "scores off their scale",
            f'=SUMPRODUCT(({scores.area("score")}<>"")*(({scores.area("score")}<{scores.area("scale min")})'
            f"+({scores.area('score')}>{scores.area('scale max')})))",
            0,
            0,
            0,
        ),
        (
            "entries under coverage",
            f'=COUNTIF({found.area("coverage ok?")},"no")',
            sum(not place.covered for place in material.places),
            0,
            0,
        ),
        (
            "cards neither completed nor taken off",
            f"=SUM({found.area('judges pending')})",
            sum(card.state in {"started", "not started"} for _place, card in material.cards),
            0,
            0,
        ),
        (
            "entries that share a rank",
            f'=COUNTIF({found.area("tied?")},"yes")',
            sum(place.tied for place in material.places),
            None,
            None,
        ),
    ]
    rows: list[list[Cell]] = []
    for at, (what, formula, value, other, wanted) in enumerate(counts, 2):
        ok = None if other is None else Formula(f'=IF($C{at}=$D{at},"yes","no")', "yes" if value == wanted else "no")
        rows.append(
            [
                what,
                None,
                Formula(formula, value),
                Formula(other, wanted) if isinstance(other, str) else other,
                ok,
                *[None] * 4,
            ]
        )
    return rows


def _variations(material: Material, category: CategoryStandings) -> list[Sequence[Cell]]:
    scores = material.standings.scores
    frame = frames.counted_scores(scores, [place.entry.reference for place in category.places])
    if frame.empty or not category.is_ranked:
        return []
    names = judge_titles(material)
    pending = [
        (place.entry.reference, names[card.judge_id])
        for place in category.places
        for card in place.cards
        if card.state in {"started", "not started"}
    ]
    found = results.sensitivity(
        frame.assign(judge=frame["judge"].map(names)),
        weights=weights(scores),
        scale=results.Scale(scores.rubric.scale_min, scores.rubric.scale_max),
        method=material.standings.method,
        tie_ladder=scores.edition.tie_ladder,
        top=max(len(scores.edition.award_titles), 1),
        required=scores.required,
        carried=None if material.standings.carried is None else material.standings.carried.given(),
        groups=grouped(scores, names),
        expected=pd.DataFrame(pending if len(pending) <= MOST_PENDING else [], columns=["entry", "judge"]),
    )
    rows: list[Sequence[Cell]] = []
    for row in found.table.to_dict("records"):
        note = row["note"] if isinstance(row["note"], str) else None
        stays = None if note is not None else "no" if row["winners_change"] else "yes"
        then = note or ", ".join(map(str, row["winners"]))
        moved = [None if note is not None else ", ".join(map(str, row[name])) or None for name in ("entered", "left")]
        rows.append([WINNERS, category.title, None, None, stays, str(row["variation"]), then, *moved])
    if len(pending) > MOST_PENDING:
        words = f"each of {len(pending)} missing cards at the ends of the scale"
        rows.append(
            [WINNERS, category.title, None, None, None, words, "too many cards are missing to try each", None, None]
        )
    return rows
