"""What the template of the report shows: words, lines and plain numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from ...config import VERSION
from ...documents.lines import IN_CELL, line, lines
from ...programmes.group_weights import groups_in_words
from ...results import METHODS, TIE_RULES
from ..analysis import Analysis
from ..drafts import Draft
from ..models import Decision
from ..workbook.readme import FORMULA, MISSING
from .categories import category_content


def content(
    drafted: Draft,
    analyses: Mapping[str, Analysis],
    decisions: Sequence[Decision],
    names: Mapping[int, str],
    *,
    is_public: bool,
) -> dict[str, Any]:
    """What the template shows: words, lines and plain numbers."""
    scores = drafted.computed.scores
    edition, round_, rubric = scores.edition, scores.round, scores.rubric
    weights = sum(each.weight for each in scores.criteria)
    variant = _("To publish: judges are numbered.") if is_public else _("For the organising team: judges are named.")
    facts = [
        (_("Method"), f"{METHODS[edition.method]}. {FORMULA}"),
        *_weighed(drafted),
        (_("Missing scores"), MISSING),
        (
            _("Equal scores"),
            "; ".join(TIE_RULES[rule] for rule in edition.tie_ladder) or _("Equal scores share a place."),
        ),
        (_("Scale"), _("%(low)s to %(high)s", low=rubric.scale_min, high=rubric.scale_max)),
        (_("Scorecards an entry needs"), str(round_.minimum_cards)),
        (_("Variant"), variant),
        (_("Fingerprint"), drafted.fingerprint),
        (_("Made by"), f"awards-portal {VERSION}"),
    ]
    return {
        "title": _("Jury report, %(edition)s", edition=edition.title),
        "footer": _("Jury report, %(fingerprint)s", fingerprint=drafted.fingerprint[:16]),
        "kicker": edition.title,
        "heading": lines(_("Jury report")),
        "under": lines(round_.title),
        "facts": [[label, lines(value)] for label, value in facts],
        "weights": {
            "title": _("Weights"),
            "head": [_("Criterion"), _("Weight"), _("Per cent")],
            "rows": [
                [line(each.title), str(each.weight), f"{100 * each.weight / weights:.1f}"] for each in scores.criteria
            ],
        },
        "panels": _panels(drafted, names),
        "categories": [category_content(each, analyses.get(each.key), drafted) for each in drafted.categories],
        "decisions": {
            "title": _("Decisions of the jury"),
            "none": _("None: places follow the scores."),
            "items": [
                {
                    "what": lines(f"{each.entry.reference} {each.entry.title}: {decided(each)}"),
                    "reason": lines(each.reason),
                }
                for each in decisions
            ],
        },
        "awards": {
            "title": _("Awards"),
            "none": _("No entry has a place that wins an award."),
            "head": [_("Category"), _("Award"), _("City"), _("Project")],
            "rows": [
                [
                    line(each.entry.category_title, IN_CELL),
                    line(each.title, IN_CELL),
                    line(each.entry.city, IN_CELL),
                    line(each.entry.title, IN_CELL),
                ]
                for each in drafted.awards
            ],
        },
    }


def decided(decision: Decision) -> str:
    """What the jury decided, in words."""
    return {
        "place": _("takes place %(n)s", n=decision.place),
        "mention": _("special mention"),
        "left_out": _("takes no place"),
    }[decision.kind]


def _weighed(drafted: Draft) -> list[tuple[str, str]]:
    """What weighs besides the criteria: groups of judges, the round before."""
    round_, carried = drafted.computed.scores.round, drafted.computed.carried
    facts = []
    if round_.groups:
        words = _(
            "%(groups)s. An entry's score is the weighted mean of its groups' means; a group without a completed card "
            "of it leaves its weight to the others.",
            groups=groups_in_words(round_.groups),
        )
        facts.append((_("Groups of judges"), words))
    if carried is not None:
        words = _(
            "%(own)s %% of each score is that of this round and %(weight)s %% that of the round before, %(round)s. An "
            "entry without a score there has the score of this round alone.",
            own=100 - carried.per_cent,
            weight=carried.per_cent,
            round=carried.round,
        )
        facts.append((_("Carried on"), words))
    return facts


def _panels(drafted: Draft, names: Mapping[int, str]) -> dict[str, Any]:
    rows = []
    for category in drafted.computed.categories:
        cards = [card for place in category.places for card in place.cards]
        judges = sorted({names[card.judge_id] for card in cards})
        states = [card.state for card in cards]
        rows.append(
            [
                line(category.title, IN_CELL),
                line(", ".join(judges), IN_CELL),
                str(len(category.places)),
                str(states.count("completed")),
                str(states.count("started") + states.count("not started")),
                str(states.count("abstained")),
                str(states.count("recused")),
                str(sum(not place.covered for place in category.places)),
            ]
        )
    return {
        "title": _("Panels and coverage"),
        "head": [
            _("Category"),
            _("Judges"),
            _("Entries"),
            _("Completed"),
            _("Pending"),
            _("Abstained"),
            _("Taken off"),
            _("Too few cards"),
        ],
        "rows": rows,
    }
