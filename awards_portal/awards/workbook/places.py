"""Results: a row per entry, its rank a formula over scores and weights, tie rule by tie rule."""

import statistics
from collections import Counter
from collections.abc import Callable, Sequence

from ...results.carrying import THIS_ROUND
from ...sheets import Cell, Formula, Sheet
from ..models import DecisionKind
from ..standings import Place
from .judging import first_marks
from .layout import Layout, criterion_mean, group_mean
from .material import Material, spread

LIVE, GIVEN = "a live formula", "a value computed by the portal: it does not change with a weight"
LIVE_METHODS = {"mean", "median", "trimmed"}
LIVE_RULES = {"heaviest_criterion", "criteria_by_weight", "more_firsts", "smaller_spread", "median"}
UNSCORED = -1.0
WORST = -1e99


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
    own = _Cells(sheet, layout)
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


def _climb_cells(own: "_Cells", row: int, climbs: list[tuple[list[float], list[int]]]) -> list[Cell]:
    cells: list[Cell] = []
    for step, (keys, after) in enumerate(climbs[1:], 1):
        formula = own.key(row, step)
        cells.append(keys[row] if formula is None else Formula(formula, keys[row]))
        cells.append(Formula(own.place_after(row, step), after[row]))
    return cells


class _Cells:
    """The formulas of one row."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.sheet, self.layout = sheet, layout
        cards = layout.scorecards
        self.references, self.totals, self.counted = (cards.area(name) for name in ("reference", "total", "counted?"))

    def at(self, column: str, row: int) -> str:
        return self.sheet.own(column, row)

    def same_category(self, row: int) -> str:
        return f"({self.sheet.area('category')}={self.at('category', row)})"

    def mean(self, row: int) -> str:
        return f'=IFERROR(AVERAGEIFS({self.totals},{self.references},{self.at("reference", row)}),"")'

    def scored(self, row: int) -> str:
        return f'=COUNTIFS({self.references},{self.at("reference", row)},{self.counted},"yes")'

    def group_mean(self, row: int, group: str) -> str:
        groups = self.layout.groups
        assert groups is not None
        at = [str(each[0]) for each in groups.rows].index(group)
        which = f"{self.references},{self.at('reference', row)},{self.layout.scorecards.area('group')}"
        return f'=IFERROR(AVERAGEIFS({self.totals},{which},Groups!${groups.letter("group")}${at + 2}),"")'

    def over_groups(self, row: int, groups: Sheet) -> str:
        """The weighted mean of the means of those groups that have one."""
        pairs = [
            (self.at(group_mean(str(each[0])), row), f"Groups!${groups.letter('weight')}${at + 2}")
            for at, each in enumerate(groups.rows)
        ]
        got = "+".join(f"IF(ISNUMBER({mean}),{weight}*{mean},0)" for mean, weight in pairs)
        whole = "+".join(f"IF(ISNUMBER({mean}),{weight},0)" for mean, weight in pairs)
        return f'=IFERROR(({got})/({whole}),"")'

    def score(self, row: int, method: str) -> str:
        if self.layout.groups is not None:
            return self.over_groups(row, self.layout.groups)
        if method == "median":
            return f"={self.at('median', row)}"
        if method == "trimmed":
            cards, raw = self.at("judges scored", row), self.at("raw mean", row)
            ends = f"{self.at('min', row)}-{self.at('max', row)}"
            return f'=IF({cards}=0,"",IF({cards}<4,{raw},({raw}*{cards}-{ends})/({cards}-2)))'
        return f"={self.at('raw mean', row)}"

    def with_carried(self, row: int, per_cent: int) -> str:
        alone, brought = self.at(THIS_ROUND, row), self.at("carried score", row)
        mixed = f"({100 - per_cent}*{alone}+{per_cent}*{brought})/100"
        return f'=IF({alone}="","",IF(ISNUMBER({brought}),{mixed},{alone}))'

    def over_cards(self, row: int, figure: str) -> str:
        which = f'({self.references}={self.at("reference", row)})*({self.counted}="yes")'
        return f'=IFERROR({figure}(IF({which},{self.totals})),"")'

    def extreme(self, row: int, figure: str) -> str:
        which = f'{self.totals},{self.references},{self.at("reference", row)},{self.counted},"yes"'
        return f'=IF({self.at("judges scored", row)}=0,"",_xlfn.{figure}IFS({which}))'

    def covered(self, row: int, minimum: int) -> str:
        return f'=IF({self.at("judges scored", row)}>={minimum},"yes","no")'

    def criterion(self, row: int, key: str) -> str:
        scores, criteria = self.layout.scores, self.layout.criteria
        names = [str(each[0]) for each in criteria.rows]
        name = f"Criteria!${criteria.letter('criterion id')}${names.index(key) + 2}"
        which = f'{scores.area("counts for")},{self.at("reference", row)}&"/"&{name}'
        return f'=IFERROR(AVERAGEIFS({scores.area("score")},{which}),"")'

    def rank_of(self, row: int, column: str) -> str:
        # An empty text cannot be rounded, and compares as larger than any number.
        area, own = self.sheet.area(column), self.at(column, row)
        more = f"IF(ISNUMBER({area}),ROUND({area},9)>ROUND({own},9),FALSE)"
        return f'=IF(ISNUMBER({own}),1+SUMPRODUCT({self.same_category(row)}*{more}),"")'

    def shift(self, row: int) -> str:
        raw, adjusted = self.at("raw rank", row), self.at("adjusted rank", row)
        return f'=IF(OR({raw}="",{adjusted}=""),"",{raw}-{adjusted})'

    def to_rank_by(self, row: int) -> str:
        score = self.at("final score", row)
        return f"=IF(ISNUMBER({score}),ROUND({score},9),{UNSCORED:g})"

    def place_by_score(self, row: int) -> str:
        area, own = self.sheet.area("score to rank by"), self.at("score to rank by", row)
        return f"=1+SUMPRODUCT({self.same_category(row)}*({area}>{own}))"

    def last(self, step: int) -> str:
        return "place by score" if step == 0 else f"place {step}"

    def place_after(self, row: int, step: int) -> str:
        before, key = self.last(step - 1), f"key {step}"
        tied = f"({self.sheet.area(before)}={self.at(before, row)})"
        better = f"({self.sheet.area(key)}>{self.at(key, row)})"
        return f"={self.at(before, row)}+SUMPRODUCT({self.same_category(row)}*{tied}*{better})"

    def rank(self, row: int) -> str:
        final = self.at(self.last(len(self.layout.steps)), row)
        return f'=IF({self.at("score to rank by", row)}<0,"",{final})'

    def sharing(self, row: int, step: int) -> str:
        column = self.last(step)
        category = f"{self.sheet.area('category')},{self.at('category', row)}"
        return f"COUNTIFS({category},{self.sheet.area(column)},{self.at(column, row)})"

    def tied(self, row: int) -> str:
        last = len(self.layout.steps)
        return f'=IF({self.at("score to rank by", row)}<0,"",IF({self.sharing(row, last)}>1,"yes","no"))'

    def decided(self, row: int) -> str:
        """The last step that left an entry with fewer to share its place with than before."""
        formula = '""'
        for step, (rule, order) in enumerate(self.layout.steps, 1):
            name = f'"{rule}"' if order is None else f'"{rule}: "&{self.criterion_at(order)}'
            formula = f"IF({self.sharing(row, step - 1)}>{self.sharing(row, step)},{name},{formula})"
        return f'=IF({self.at("score to rank by", row)}<0,"",{formula})'

    def criterion_at(self, order: int) -> str:
        criteria = self.layout.criteria
        return f"INDEX({criteria.area('criterion id')},MATCH({order},{criteria.area('place by weight')},0))"

    def key(self, row: int, step: int) -> str | None:
        """The formula of a tie-break's key; None where no formula can give it."""
        rule, order = self.layout.steps[step - 1]
        if rule not in LIVE_RULES:
            return None
        if order is not None:
            names = [str(each[0]) for each in self.layout.criteria.rows]
            first, final = (self.at(criterion_mean(names[at]), row) for at in (0, -1))
            place = self.layout.criteria.area("place by weight")
            got = f"IFERROR(ROUND(INDEX({first}:{final},MATCH({order},{place},0)),9),0)"
        elif rule == "more_firsts":
            firsts = self.layout.scorecards.area("first of this judge")
            got = f"SUMIFS({firsts},{self.references},{self.at('reference', row)})"
        elif rule == "smaller_spread":
            got = f"IF(ISNUMBER({self.at('SD', row)}),-ROUND({self.at('SD', row)},9),{WORST:g})"
        else:
            got = f"ROUND({self.at('median', row)},9)"
        return f"=IF({self.at('score to rank by', row)}<0,0,{got})"
