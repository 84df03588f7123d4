"""What the report shows of one category: its places, what each score is made of, how sure they are."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from ...documents.lines import IN_CELL, line, lines
from ..analysis import Analysis
from ..drafts import Draft
from ..placing import DraftCategory


def category_content(category: DraftCategory, found: Analysis | None, drafted: Draft) -> dict[str, Any]:
    """A category of the report. `found` is None where there is nothing to analyse."""
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
