"""The results workbook: everything a result rests on, with formulas that follow when a weight or score is changed."""

from typing import Any

import pandas as pd

from ... import results
from ...programmes import queries as programmes
from ...programmes.forms import Form
from ...sheets import Workbook
from .. import frames, queries
from ..placing import Standing, place_category
from ..standings import RoundStandings, weights
from .anonymous import numbered, without_names
from .checks import checks_sheet
from .entries import entries_sheet
from .feedback import feedback_sheet
from .history import assignments_sheet, changes_sheet, ledger_sheet
from .judges import judges_sheet, matrix_sheet
from .judging import fill_criteria, fill_groups, fill_scorecards, fill_scores
from .layout import for_the_public, lay_out
from .material import Download, Material, PanelSeat, Reading, card_key, points
from .places import fill_results
from .readme import readme_sheet

__all__ = ["Download", "fingerprint", "numbered", "without_names", "workbook"]

# An interval of agreement takes hundreds of drawings: with more entries than these it would take minutes.
MOST_RESAMPLED = 200


def workbook(standings: RoundStandings, download: Download) -> Workbook:
    """The workbook of a round's standings.

    Full: README, Results, Scores, Matrix, Scorecards, Judges, Assignments, Score changes (where one was asked for),
    Entries, Criteria, Groups (where groups of judges are weighed), Feedback, Ledger (of the whole edition, so only
    without a category) and Checks. Public: no name, comment, note or time of a judge, of the answers the public ones;
    `download.sha256` is then the fingerprint of what is left (`without_names`).

    Asks the database for panels, forms, assignments, changes, decisions, publication, extensions, feedback, ledger and
    roles: as many statements for few entries as for many; all else is in the standings.
    """
    scores = standings.scores
    titles = {category.title for category in standings.categories}
    seats = [PanelSeat(**row._mapping) for row in queries.seat_rows(scores.round.id)]
    frame = frames.counted_scores(
        scores, [place.entry.reference for each in standings.categories for place in each.places]
    )
    material = Material(
        standings=standings,
        download=download,
        seats=[seat for seat in seats if seat.category in titles],
        forms=_forms(scores.edition.id),
        judges=_judges(standings, frame),
        readings=_readings(standings, frame),
        decided=_decided(standings),
    )
    layout = lay_out(material)
    fill_criteria(material, layout.criteria)
    fill_scores(material, layout)
    fill_scorecards(material, layout)
    fill_groups(material, layout)
    fill_results(material, layout)
    sheets = [layout.results, layout.scores, matrix_sheet(material, layout), layout.scorecards]
    if download.is_public:
        sheets = [for_the_public(sheet) for sheet in sheets]
    else:
        sheets.append(judges_sheet(material, layout))
        sheets.append(assignments_sheet(material, queries.assignment_rows(scores.round.id)))
        changes = changes_sheet(material, queries.score_changes(scores.round.id))
        sheets += [changes] if changes.height else []
    sheets += [entries_sheet(material), layout.criteria]
    if layout.groups is not None:
        sheets.append(layout.groups)
    if not download.is_public:
        sheets.append(feedback_sheet(material))
    if not download.is_public and download.category is None:
        sheets.append(ledger_sheet(scores.edition.id, queries.ledger_lines(scores.edition.id)))
    sheets.append(checks_sheet(material, layout))
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
    return results.fingerprint(frame.astype({"score": "float64"}), weights(scores), _rules(standings, counted))


def _rules(standings: RoundStandings, counted: list[str]) -> dict[str, Any]:
    scores, carried = standings.scores, standings.carried
    brought = {} if carried is None else {"carried": {"per_cent": carried.per_cent, "scores": carried.as_text()}}
    return (
        brought
        | _groups(standings)
        | {
            "method": scores.edition.method,
            "tie_ladder": list(scores.edition.tie_ladder),
            "scale": [scores.rubric.scale_min, scores.rubric.scale_max],
            "completed": sorted(counted),
            # Only where it is not all of them: what was published before keeps its fingerprint.
            **({"required": sorted(scores.required)} if len(scores.required) < len(scores.criteria) else {}),
        }
    )


def _groups(standings: RoundStandings) -> dict[str, Any]:
    """What groups of judges weigh and who is of which, of those with a card in these standings."""
    scores = standings.scores
    if not scores.round.groups:
        return {}
    cards = [card for category in standings.categories for place in category.places for card in place.cards]
    of_judge = {str(card.judge_id): card.group for card in cards if card.group}
    return {"groups": {"weights": scores.group_weights, "of_judge": of_judge}}


def _decided(standings: RoundStandings) -> dict[str, Standing]:
    """Each entry's place and award after the jury's decisions that hold, by reference."""
    scores = standings.scores
    decisions = queries.decisions(scores.round.id)
    return {
        each.entry.reference: each
        for category in standings.categories
        for each in place_category(category, decisions, scores.edition.award_titles).standings
    }


def _forms(edition_id: int) -> dict[int, Form]:
    return {version.number: programmes.form_of(version) for version in queries.form_versions(edition_id)}


def _judges(standings: RoundStandings, frame: pd.DataFrame) -> dict[int, dict[str, Any]]:
    """Severity, its standard error, fit and flags by judge, over all the categories of the workbook together."""
    if frame.empty:
        return {}
    scores = standings.scores
    ranked = results.standings(
        frame,
        weights=weights(scores),
        required=scores.required,
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


def _readings(standings: RoundStandings, frame: pd.DataFrame) -> dict[str, Reading]:
    """Agreement by criterion, over all the categories of the workbook together."""
    if frame.empty:
        return {}
    scores = standings.scores
    rules: dict[str, Any] = {
        "weights": weights(scores),
        "scale": results.Scale(scores.rubric.scale_min, scores.rubric.scale_max),
    }
    found = results.agreement(frame, **rules)
    drawn = results.agreement_intervals(frame, **rules) if frame["entry"].nunique() <= MOST_RESAMPLED else {}
    return {
        str(name): Reading(
            each.icc21, each.alpha_interval, *(drawn.get(name, {}).get("alpha_interval") or (None, None))
        )
        for name, each in found.items()
    }


def _real(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
