"""What would be published now: places after the jury's decisions and the awards that go with them. Loads pandas."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..config import VERSION
from ..programmes import queries as programmes
from ..programmes.forms import Form, QuestionType
from ..programmes.models import Edition, Round, Rubric
from ..text import canonical_json, sha256
from . import queries, standings
from .models import Decision
from .panel_scores import Contender
from .placing import DraftCategory, Standing, place_category
from .standings import CategoryStandings, Place, RoundStandings
from .workbook import fingerprint, without_names

SCHEMA = "awards-portal/publication/1"


@dataclass(frozen=True)
class Awarded:
    """One award as it would be published."""

    entry: Contender
    place: int | None
    title: str
    summary: str
    citation: str


@dataclass(frozen=True)
class Draft:
    """What would be published now. `fingerprint` covers every score, the rules, the decisions and the awards."""

    computed: RoundStandings
    categories: list[DraftCategory]
    awards: list[Awarded]
    fingerprint: str

    def snapshot(self) -> str:
        """Canonical JSON of all of it, judges numbered: from it alone every place can be computed again."""
        bare = without_names(self.computed, salt=self.fingerprint)
        scores = bare.scores
        return canonical_json(
            {
                "schema": SCHEMA,
                "portal": VERSION,
                "edition": {"key": scores.edition.key, "title": scores.edition.title},
                "round": {"key": scores.round.key, "title": scores.round.title},
                "fingerprint": self.fingerprint,
                "method": scores.edition.method,
                "tie_ladder": list(scores.edition.tie_ladder),
                "scale": [scores.rubric.scale_min, scores.rubric.scale_max],
                "weights": standings.weights(scores),
                # Only where a criterion may be not applicable; without it every criterion is required.
                **({"required": scores.required} if len(scores.required) < len(scores.criteria) else {}),
                **_carried(self.computed),
                **_groups(bare),
                "categories": [
                    _told(own, drafted) for own, drafted in zip(bare.categories, self.categories, strict=True)
                ],
                "awards": [award_as_json(each) for each in self.awards],
            }
        )


def _carried(computed: RoundStandings) -> dict[str, Any]:
    if (found := computed.carried) is None:
        return {}
    return {"carried": {**found.rule(), "scores": found.as_text()}}


def _groups(bare: RoundStandings) -> dict[str, Any]:
    scores = bare.scores
    if not scores.round.groups:
        return {}
    called = standings.labels(scores)
    of_judge = {called[id_]: group for id_, group in scores.group_of.items()}
    return {"groups": {"weights": scores.group_weights, "of_judge": of_judge}}


def draft(edition: Edition, round_: Round, rubric: Rubric, *, uncertainty: bool = False) -> Draft:
    """Compute a round's places, apply the jury's decisions that hold, and name the awards."""
    computed = standings.compute(edition, round_, rubric, uncertainty=uncertainty)
    decisions = queries.decisions(round_.id)
    forms = {each.number: programmes.form_of(each) for each in queries.form_versions(edition.id)}
    categories = [place_category(each, decisions, edition.award_titles) for each in computed.categories]
    awards = [
        Awarded(
            each.entry,
            each.place,
            each.award,
            _summary(each.entry, forms),
            each.decision.citation if each.decision else "",
        )
        for category in categories
        for each in category.standings
        if each.award is not None
    ]
    seen = {
        "scores": fingerprint(computed),
        "awards": [award_as_json(each) for each in awards],
        "decisions": _said(decisions),
    }
    return Draft(computed, categories, awards, sha256(canonical_json(seen)))


def _summary(entry: Contender, forms: dict[int, Form]) -> str:
    """The answers that the form calls public, the title apart: the city agreed to have these read by anybody."""
    said = json.loads(entry.snapshot)
    form = forms.get(said.get("form", {}).get("number"))
    if form is None:
        return ""
    return "\n\n".join(
        said["answers"][each.key]
        for each in form.questions.values()
        if each.public and each.type is QuestionType.LONG_TEXT and said.get("answers", {}).get(each.key)
    )


def award_as_json(award: Awarded) -> dict[str, Any]:
    """An award as plain values, as snapshots and fingerprints hold it."""
    return {
        "category": award.entry.category,
        "reference": award.entry.reference,
        "project": award.entry.title,
        "city": award.entry.city,
        "country": award.entry.country,
        "place": award.place,
        "title": award.title,
        "summary": award.summary,
        "citation": award.citation,
    }


def _said(decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    return [
        {
            "entry": each.entry.reference,
            "kind": each.kind,
            "place": each.place,
            "reason": each.reason,
            "citation": each.citation,
        }
        for each in decisions
    ]


def _told(own: CategoryStandings, drafted: DraftCategory) -> dict[str, Any]:
    computed = {place.entry.reference: place for place in own.places}
    return {
        "key": drafted.key,
        "title": drafted.title,
        "standings": [_standing(each, computed[each.entry.reference]) for each in drafted.standings],
        "scores": [
            {
                "entry": place.entry.reference,
                "judge": card.judge,
                "criterion": mark.criterion,
                "score": None if mark.points is None else float(mark.points),
            }
            for place in own.places
            for card in place.cards
            if card.counted
            for mark in card.marks.values()
        ],
    }


def _standing(standing: Standing, computed: Place) -> dict[str, Any]:
    decision = standing.decision
    return {
        "entry": computed.entry.reference,
        "rank": computed.rank,
        "score": computed.score,
        "tie_decided_by": computed.tie_decided_by,
        "cards": computed.completed,
        "place": standing.place,
        "award": standing.award,
        "decision": None if decision is None else {"kind": decision.kind, "reason": decision.reason},
    }
