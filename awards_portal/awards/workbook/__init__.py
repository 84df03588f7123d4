"""The results workbook: everything a result rests on, with formulas that follow when a weight or score is changed."""

from typing import Any

import pandas as pd

from ... import results
from ...programmes import queries as programmes
from ...programmes.forms import Form
from ...sheets import Workbook
from .. import frames, queries
from ..panel_scores import PanelScores
from ..standings import RoundStandings, weights
from .entries import entries_sheet
from .judging import fill_criteria, fill_scorecards, fill_scores, judges_sheet, matrix_sheet
from .layout import lay_out
from .material import Download, Material, PanelSeat, card_key, points
from .places import fill_results
from .readme import readme_sheet

__all__ = ["Download", "fingerprint", "workbook"]


def workbook(standings: RoundStandings, download: Download) -> Workbook:
    """The workbook of a round's standings: README, Results, Scores, Matrix, Scorecards, Judges, Entries, Criteria.

    Asks the database for panels and forms (two statements); everything else is in the standings.
    """
    scores = standings.scores
    seats = [PanelSeat(**row._mapping) for row in queries.seat_rows(scores.round.id)]
    titles = {category.title for category in standings.categories}
    material = Material(
        standings=standings,
        download=download,
        seats=[seat for seat in seats if seat.category in titles],
        forms=_forms(scores.edition.id),
        judges=_judges(standings),
    )
    layout = lay_out(material)
    fill_criteria(material, layout.criteria)
    fill_scores(material, layout)
    fill_scorecards(material, layout)
    fill_results(material, layout)
    sheets = [
        layout.results,
        layout.scores,
        matrix_sheet(material, layout),
        layout.scorecards,
        judges_sheet(material, layout),
        entries_sheet(material),
        layout.criteria,
    ]
    title = f"{scores.edition.title}: {scores.round.title}"
    return Workbook(title, scores.edition.time_zone, [readme_sheet(material, sheets), *sheets])


def fingerprint(standings: RoundStandings) -> str:
    """SHA-256 of every score, what counts, the weights and the rules; `results.verify` computes it from a workbook."""
    scores = standings.scores
    rows = []
    counted = []
    for category in standings.categories:
        for place in category.places:
            for card in place.cards:
                if card.counted:
                    counted.append(card_key(place.entry.reference, card.judge_id))
                for criterion in scores.criteria:
                    rows.append(
                        (
                            category.key,
                            place.entry.reference,
                            str(card.judge_id),
                            criterion.key,
                            points(card, criterion),
                        )
                    )
    frame = pd.DataFrame(rows, columns=["category", "entry", "judge", "criterion", "score"])
    return results.fingerprint(frame.astype({"score": "float64"}), weights(scores), _rules(scores, counted))


def _rules(scores: PanelScores, counted: list[str]) -> dict[str, Any]:
    return {
        "method": scores.edition.method,
        "tie_ladder": list(scores.edition.tie_ladder),
        "scale": [scores.rubric.scale_min, scores.rubric.scale_max],
        "completed": sorted(counted),
    }


def _forms(edition_id: int) -> dict[int, Form]:
    return {version.number: programmes.form_of(version) for version in queries.form_versions(edition_id)}


def _judges(standings: RoundStandings) -> dict[int, dict[str, Any]]:
    """Severity, its standard error, fit and flags by judge, over all the categories of the workbook together."""
    scores = standings.scores
    references = [place.entry.reference for category in standings.categories for place in category.places]
    frame = frames.counted_scores(scores, references)
    if frame.empty:
        return {}
    ranked = results.standings(
        frame,
        weights=weights(scores),
        required=[criterion.key for criterion in scores.criteria],
        scale=results.Scale(scores.rubric.scale_min, scores.rubric.scale_max),
        uncertainty=False,
    )
    return {
        row["judge"]: {
            "severity": _real(row["severity"]),
            "se": _real(row["se"]),
            "fit": _real(row["fit"]),
            "flags": row["flags"],
        }
        for row in ranked.judges.to_dict("records")
    }


def _real(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
