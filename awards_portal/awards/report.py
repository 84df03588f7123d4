"""The jury report as PDF: how a round was judged, every place with how sure it is, what the jury decided. Loads pandas.

The one for the organising team names judges; the one to publish numbers them and leaves out reasons of single people.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from .. import clock, ledger
from ..config import VERSION
from ..db import transaction
from ..documents.lines import IN_CELL, line, lines
from ..documents.typesetting import typeset
from ..errors import Refusal
from ..people.models import Person
from ..programmes.group_weights import groups_in_words
from ..programmes.models import Edition, Round, Rubric
from ..results import METHODS, TIE_RULES
from . import policy, queries, standings
from .analysis import Analysis, analyse
from .drafts import Draft, draft
from .models import Decision
from .placing import DraftCategory
from .workbook import numbered, without_names
from .workbook.readme import FORMULA, MISSING


def download_report(
    edition: Edition, round_: Round, rubric: Rubric, *, by: Person, own_cities: Collection[int], is_public: bool
) -> tuple[bytes, str]:
    """Draw the report of a round: the PDF and its name. The ledger keeps who took it.

    Raises:
        Refusal: when an entry of a city that the person also speaks for is in it.
        CannotDraw: when typst refuses it.
    """
    at = clock.now()
    drafted = draft(edition, round_, rubric, uncertainty=True)
    own = [each.reference for each in drafted.computed.scores.entries if each.city_id in own_cities]
    if (why_not := policy.why_not_download(own)) is not None:
        raise Refusal(why_not)
    names = numbered(drafted.computed, drafted.fingerprint) if is_public else standings.labels(drafted.computed.scores)
    analyses = {
        each.key: found
        for each in drafted.categories
        if (found := analyse(edition, round_, rubric, each.key, names=names)) is not None
    }
    with force_locale("en"):
        if is_public:
            drafted = replace(drafted, computed=without_names(drafted.computed, drafted.fingerprint))
            names = {card.judge_id: card.judge for cards in drafted.computed.scores.cards.values() for card in cards}
        data = content(drafted, analyses, queries.decisions(round_.id), names, is_public=is_public)
    made = typeset("report", data, {}, int(at.timestamp()))
    name = "-".join([edition.key, round_.key, "report", *(["public"] if is_public else [])]) + ".pdf"
    with transaction() as moment:
        ledger.write(
            "report.downloaded",
            actor=by,
            at=moment.at,
            subject=edition,
            label=name,
            edition_id=edition.id,
            after={"fingerprint": drafted.fingerprint, "round": round_.key, "bytes": len(made)},
        )
    return made, name


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
        "categories": [_category(each, analyses.get(each.key), drafted) for each in drafted.categories],
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


def _category(category: DraftCategory, found: Analysis | None, drafted: Draft) -> dict[str, Any]:
    own = next(each for each in drafted.computed.categories if each.key == category.key)
    awards = len(drafted.computed.scores.edition.award_titles)
    rows = [
        [
            str(each.place or "–"),
            str(each.computed.rank or "–"),
            line(f"{each.entry.city}: {each.entry.title}", IN_CELL),
            _number(each.computed.score),
            _number(each.computed.raw),
            _number(each.computed.adjusted),
            _interval(each.computed.low, each.computed.high),
            str(each.computed.completed),
        ]
        for each in category.standings
    ]
    dots = [
        {
            "label": line(each.entry.city),
            "value": each.computed.rank,
            "low": each.computed.low,
            "high": each.computed.high,
            "award": each.computed.rank <= awards,
        }
        for each in sorted(category.standings, key=lambda one: (one.computed.rank or 0, one.entry.reference))
        if each.computed.rank is not None and each.computed.low is not None
    ]
    return {
        "title": category.title,
        "notes": [lines(each) for each in [*own.warnings, *filter(None, [own.refusal])]],
        "head": [
            _("Place"),
            _("By score"),
            _("Entry"),
            _("Score"),
            _("Raw"),
            _("Corrected"),
            _("90 % interval"),
            _("Cards"),
        ],
        "rows": rows,
        "parts": _parts(category, drafted),
        "dots": {
            "title": _("Place by score with its 90 % interval"),
            "rows": dots,
            "low": 1,
            "high": max(len(rows), 2),
        },
        "sure": None if found is None else _sure(found),
    }


def _parts(category: DraftCategory, drafted: Draft) -> dict[str, Any] | None:
    """What each score is made of, where groups of judges or the round before weigh in it."""
    carried, weights = drafted.computed.carried, drafted.computed.scores.group_weights
    if carried is None and not weights:
        return None
    rows = []
    for place in (each.computed for each in category.standings if each.computed.score is not None):
        whole = sum(weights.get(group, 0) for group in place.by_group)
        made = [
            _part(group, mean, 100 * weights[group] / whole)
            for group, mean in place.by_group.items()
            if group in weights
        ]
        if carried is not None and place.own is not None and place.brought is not None:
            own = _part(_("this round"), place.own, 100 - carried.per_cent)
            made += [own, _part(carried.round, place.brought, carried.per_cent)]
        rows.append(
            [
                line(f"{place.entry.city}: {place.entry.title}", IN_CELL),
                _number(place.score),
                line("; ".join(made), IN_CELL),
            ]
        )
    return {"title": _("What each score is made of"), "head": [_("Entry"), _("Score"), _("Made of")], "rows": rows}


def _part(name: str, points: float, per_cent: float) -> str:
    return _("%(part)s %(points)s (%(weight)s %%)", part=name, points=_number(points), weight=f"{per_cent:.4g}")


def _sure(found: Analysis) -> dict[str, Any]:
    severe = sorted(
        (each for each in found.judges if each.severity is not None and each.low is not None and each.high is not None),
        key=lambda each: (each.severity or 0, each.judge),
    )
    reach = max([abs(bound) for each in severe for bound in (each.low or 0, each.high or 0)] + [1])
    changing = len(found.changing)
    return {
        "change": _("Would the winners change?"),
        "sentence": lines(found.sentence),
        "tried": lines(
            ngettext(
                "%(num)d variation was tried: judges left out, weights moved, other methods, missing cards at the "
                "ends of the scale.",
                "%(num)d variations were tried: judges left out, weights moved, other methods, missing cards at the "
                "ends of the scale.",
                len(found.variations),
            )
        ),
        "changing": [
            [line(each.words), line(", ".join(each.winners)), line(", ".join(each.entered)), line(", ".join(each.left))]
            for each in found.changing
        ]
        if changing
        else [],
        "changing_head": [_("If"), _("Then first"), _("Joins the awards"), _("Leaves the awards")],
        "severity": {
            "title": _(
                "Points of 100 that a judge gives less (left) or more (right) than the panel, with 90 % interval"
            ),
            "rows": [
                {"label": line(each.judge), "value": each.severity, "low": each.low, "high": each.high, "award": False}
                for each in severe
            ],
            "low": -reach,
            "high": reach,
        },
        "agreement": {
            "title": _("Where judges agree (ICC(2,1); 1 is full agreement)"),
            "rows": [
                {"label": line(each.title), "value": each.figures.icc21, "words": _number(each.figures.icc21)}
                for each in found.criteria
            ],
            "sentences": [lines(each.sentence) for each in found.criteria],
        },
    }


def _interval(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "–"
    return str(low) if low == high else f"{low}–{high}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
