"""The formulas of a row of Results, in the order in which one leads to the next."""

from ...results.carrying import THIS_ROUND
from ...sheets import Sheet
from .layout import Layout, criterion_mean, group_mean

LIVE_RULES = {"heaviest_criterion", "criteria_by_weight", "more_firsts", "smaller_spread", "median"}
UNSCORED = -1.0
WORST = -1e99


class Cells:
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
