"""Results for other programs: a round as JSON, judges numbered, as docs/results.schema.json says. Loads pandas."""

from datetime import datetime
from typing import Any

from ..config import VERSION
from ..results import METHODS, TIE_RULES
from . import queries
from .drafts import Draft, award_as_json
from .panel_scores import PanelScores
from .placing import Standing
from .report_public import SCHEMA, Status
from .workbook import fingerprint, without_names


def results_as_json(drafted: Draft, at: datetime) -> dict[str, Any]:
    """Everything of a round that is computed and decided, as plain values; what is unknown is null."""
    bare = without_names(drafted.computed, salt=drafted.fingerprint)
    scores = bare.scores
    edition, round_, rubric = scores.edition, scores.round, scores.rubric
    computed = {place.entry.reference: place for each in bare.categories for place in each.places}
    return {
        "schema": SCHEMA,
        "variant": "full",
        "portal": VERSION,
        "generated_at": at.isoformat(),
        "status": _status(edition.id),
        "edition": {"key": edition.key, "title": edition.title, "time_zone": edition.time_zone},
        "round": {"key": round_.key, "title": round_.title, "kind": round_.kind},
        "fingerprint": drafted.fingerprint,
        "scores_sha256": fingerprint(drafted.computed),
        "method": {"key": edition.method, "words": METHODS[edition.method]},
        "tie_ladder": [{"key": rule, "words": TIE_RULES[rule]} for rule in edition.tie_ladder],
        "scale": {"lowest": rubric.scale_min, "highest": rubric.scale_max, "steps_per_point": rubric.steps_per_point},
        "minimum_cards": round_.minimum_cards,
        "carried": None if (found := drafted.computed.carried) is None else found.rule(),
        "groups": [dict(each) for each in round_.groups] or None,
        "criteria": [{"key": each.key, "title": each.title, "weight": each.weight} for each in scores.criteria],
        "categories": [
            {
                "key": own.key,
                "title": own.title,
                "refusal": own.refusal,
                "warnings": list(own.warnings),
                "standings": [_standing(each, computed[each.entry.reference], scores) for each in category.standings],
            }
            for own, category in zip(bare.categories, drafted.categories, strict=True)
        ],
        "awards": [award_as_json(each) for each in drafted.awards],
    }


def _status(edition_id: int) -> Status:
    open_ = queries.open_publication(edition_id)
    if open_ is None:
        return "provisional"
    return "proposed" if queries.outcome(open_.id).confirmation is None else "published"


def _standing(standing: Standing, place: Any, scores: PanelScores) -> dict[str, Any]:
    entry, decision = place.entry, standing.decision
    return {
        "reference": entry.reference,
        "title": entry.title,
        "city": entry.city,
        "country": entry.country,
        "type": entry.kind,
        "submission_sha256": entry.sha256,
        "rank": place.rank,
        "tied": place.tied,
        "tie_decided_by": place.tie_decided_by,
        "score": place.score,
        "own_score": place.own,
        "carried_score": place.brought,
        "group_scores": place.by_group or None,
        "raw": place.raw,
        "adjusted": place.adjusted,
        "rank_low": place.low,
        "rank_high": place.high,
        "chance_first": place.chance_first,
        "sd": place.sd,
        "cards": place.completed,
        "expected_cards": place.expected,
        "covered": place.covered,
        "criteria": {each.key: place.criteria_means.get(each.key) for each in scores.criteria},
        "judges": [
            {
                "judge": card.judge,
                "group": card.group if scores.round.groups else None,
                "total": place.totals[card.judge_id],
                "scores": {
                    key: None if mark.points is None else float(mark.points) for key, mark in card.marks.items()
                },
            }
            for card in place.cards
            if card.counted
        ],
        "place": standing.place,
        "shared": standing.shared,
        "award": standing.award,
        "decision": None
        if decision is None
        else {"kind": decision.kind, "place": decision.place, "reason": decision.reason},
    }
