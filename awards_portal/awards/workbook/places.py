"""Results: a row per entry, its rank a formula over scores and weights, tie rule by tie rule."""

import statistics
from collections import Counter
from collections.abc import Callable, Sequence

from ...sheets import Cell, Formula
from ..models import DecisionKind
from ..standings import Place
from .formulas import UNSCORED, WORST, Cells
from .judging import first_marks
from .layout import Layout
from .material import Material, spread

LIVE, GIVEN = "a live formula", "a value computed by the portal: it does not change with a weight"
LIVE_METHODS = {"mean", "median", "trimmed"}


def fill_results(material: Material, layout: Layout) -> None:
    """Write the rows. Cached values are computed as the formulas compute, so a recalculation changes nothing."""
    sheet = layout.results
    places, method = material.places, material.standings.method
    totals = [material.totals.get(place.entry.reference, []) for place in places]
    categories = [place.entry.category for place in places]
    by_score = [UNSCORED if place.score is None else round(place.score, 9) for place in places]
    raw_ranks = _ranks(categories, [UNSCORED if place.raw is None else round(place.raw, 9) for place in places])
    adjusted = [UNSCORED if place.adjusted is None else round(place.adjusted, 9) for place in places]
    adjusted_ranks = _ranks(categories, adjusted)
    climbs = _climb(material, layout, categories, by_score)
    own = Cells(sheet, layout)
    unranked = {category.key for category in material.standings.categories if category.unranked}
    for row, place in enumerate(places):
        entry, values, states = place.entry, totals[row], Counter(card.state for card in place.cards)
        raw_rank = None if place.raw is None else raw_ranks[row]
        adjusted_rank = None if place.adjusted is None else adjusted_ranks[row]
        is_live = method in LIVE_METHODS and entry.category not in unranked
        carried = material.standings.carried
        formula = own.score(row, method) if carried is None else own.with_carried(row, carried.per_cent)
        final = Formula(formula, place.score) if is_live else place.score
        brought: list[Cell] = []
        if carried is not None:
            alone = Formula(own.score(row, method), place.own) if is_live else place.own
            brought = [alone, place.brought, carried.as_text().get(entry.reference)]
        sheet.rows.append(
            [
                entry.category,
                entry.category_title,
                entry.reference,
                entry.title,
                entry.city,
                entry.country,
                entry.region,
                entry.kind,
                Formula(own.rank(row), place.rank),
                Formula(own.tied(row), None if place.rank is None else "yes" if place.tied else "no"),
                Formula(own.decided(row), place.tie_decided_by),
                final,
                LIVE if is_live else GIVEN,
                place.rank,
                place.score,
                *(
                    Formula(own.group_mean(row, each), place.by_group.get(each))
                    for each in material.standings.scores.group_weights
                ),
                *brought,
                Formula(own.mean(row), place.raw),
                Formula(own.rank_of(row, "raw mean"), raw_rank, array=True),
                place.adjusted,
                Formula(own.rank_of(row, "adjusted mean"), adjusted_rank, array=True),
                Formula(
                    own.shift(row), None if adjusted_rank is None or raw_rank is None else raw_rank - adjusted_rank
                ),
                place.low,
                place.high,
                place.chance_first,
                Formula(own.over_cards(row, "MEDIAN"), _over(statistics.median, values), array=True),
                Formula(own.over_cards(row, "STDEV"), spread(values), array=True),
                Formula(own.extreme(row, "MIN"), min(values, default=None)),
                Formula(own.extreme(row, "MAX"), max(values, default=None)),
                len(place.cards),
                Formula(own.scored(row), len(values)),
                states["abstained"],
                states["recused"],
                states["started"] + states["not started"],
                Formula(own.covered(row, material.standings.scores.round.minimum_cards), _yes(place.covered)),
                *(
                    Formula(own.criterion(row, each.key), place.criteria_means.get(each.key))
                    for each in material.criteria
                ),
                Formula(own.to_rank_by(row), by_score[row]),
                Formula(own.place_by_score(row), climbs[0][1][row]),
                *_climb_cells(own, row, climbs),
                *_decided_cells(material, place),
            ]
        )


def _decided_cells(material: Material, place: Place) -> list[Cell]:
    """Status, place and award after the jury's decisions, and its reason: values, for a jury has no formula."""
    standing = material.decided[place.entry.reference]
    decision = standing.decision
    if decision is not None and decision.kind == DecisionKind.LEFT_OUT:
        status = "left out by the jury"
    elif place.rank is None:
        status = "not ranked"
    else:
        status = "ranked" if place.covered else "too few scorecards"
    return [status, standing.place, standing.award, None if decision is None else decision.reason]


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _over(figure: Callable[[Sequence[float]], float], values: Sequence[float]) -> float | None:
    return figure(values) if values else None


def _ranks(categories: Sequence[str], values: Sequence[float], within: Sequence[int] | None = None) -> list[int]:
    """1 plus how many of the same category (and the same place so far) have more."""
    groups = list(zip(categories, within or [0] * len(categories), strict=True))
    ordered: dict[tuple[str, int], list[float]] = {}
    for group, value in zip(groups, values, strict=True):
        ordered.setdefault(group, []).append(value)
    found = {}
    for group, members in ordered.items():
        above = 0
        for value, times in sorted(Counter(members).items(), reverse=True):
            found[group, value] = above + 1
            above += times
    return [found[group, value] for group, value in zip(groups, values, strict=True)]


def _climb(
    material: Material, layout: Layout, categories: Sequence[str], by_score: Sequence[float]
) -> list[tuple[list[float], list[int]]]:
    """Each step's key per entry and the place after it; the first step is the score."""
    steps = [(list(by_score), _ranks(categories, by_score))]
    firsts = first_marks(material)
    by_weight = [each for each in material.criteria if each.weight > 0]
    by_weight.sort(key=lambda each: (-each.weight, each.key))
    for rule, order in layout.steps:
        keys = []
        for place in material.places:
            values = material.totals.get(place.entry.reference, [])
            if place.score is None:
                keys.append(0.0)
            elif order is not None:
                name = by_weight[order - 1].key if order <= len(by_weight) else None
                keys.append(0.0 if name is None else round(place.criteria_means.get(name, 0.0), 9))
            elif rule == "more_firsts":
                keys.append(float(firsts[place.entry.reference]))
            elif rule == "smaller_spread":
                sd = spread(values)
                keys.append(WORST if sd is None else -round(sd, 9))
            elif rule == "median":
                keys.append(round(statistics.median(values), 9))
            else:
                keys.append(_given_key(place, rule))
        before = steps[-1][1]
        within = _ranks(categories, keys, before)
        steps.append((keys, [at + inside - 1 for at, inside in zip(before, within, strict=True)]))
    return steps


def _given_key(place: Place, rule: str) -> float:
    """The order the portal found among tied entries, where no formula can: the better the larger."""
    decided = place.tie_decided_by is not None and place.rank is not None and place.tie_decided_by.startswith(rule)
    return -float(place.rank or 0) if decided else 0.0


def _climb_cells(own: Cells, row: int, climbs: list[tuple[list[float], list[int]]]) -> list[Cell]:
    cells: list[Cell] = []
    for step, (keys, after) in enumerate(climbs[1:], 1):
        formula = own.key(row, step)
        cells.append(keys[row] if formula is None else Formula(formula, keys[row]))
        cells.append(Formula(own.place_after(row, step), after[row]))
    return cells
