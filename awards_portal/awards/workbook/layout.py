"""The columns of every sheet. Made before any row is, because formulas of one sheet speak of the places of others."""

from dataclasses import dataclass

from ...results.carrying import CARRIED_EXACTLY, THIS_ROUND
from ...results.groups import GROUP_MEAN
from ...sheets import Column, Kind, Sheet
from .material import Material

FIGURE = "0.00"
WHOLE = "0"


def number(title: str, digits: str = FIGURE, key: str = "", *, is_input: bool = False) -> Column:
    """A column of numbers."""
    return Column(title, Kind.NUMBER, key, digits, 11, is_input)


def instant(title: str) -> Column:
    """A column of moments."""
    return Column(title, Kind.INSTANT)


def wide(title: str) -> Column:
    """A column of sentences."""
    return Column(title, width=40)


@dataclass(frozen=True)
class Layout:
    """The sheets that formulas speak of."""

    criteria: Sheet
    scores: Sheet
    scorecards: Sheet
    results: Sheet
    # Tie-break steps on Results: (rule, place of the criterion by weight or None).
    steps: list[tuple[str, int | None]]
    # What groups of judges weigh; None where all judges count alike.
    groups: Sheet | None = None


# The last column of a sheet that may be published; what stands right of it is for the organising team.
LAST_PUBLIC = {"Results": "award", "Scores": "counts for", "Scorecards": "total as exported"}


def for_the_public(sheet: Sheet) -> Sheet:
    """A filled sheet without what is for the organising team. Formulas speak of no column right of the last public."""
    if sheet.name not in LAST_PUBLIC:
        return sheet
    width = 1 + next(at for at, column in enumerate(sheet.columns) if column.name == LAST_PUBLIC[sheet.name])
    return Sheet(sheet.name, sheet.columns[:width], sheet.height, [row[:width] for row in sheet.rows])


def criterion_mean(key: str) -> str:
    """What formulas call the column of an entry's mean on a criterion."""
    return f"mean of {key}"


def group_mean(group: str) -> str:
    """What formulas call the column of an entry's mean by a group of judges."""
    return f"{GROUP_MEAN}{group}"


def _groups(material: Material) -> Sheet | None:
    weights = material.standings.scores.group_weights
    if not weights:
        return None
    columns = [
        Column("group", width=24),
        number("weight", "General", is_input=True),
        number("weight %"),
        number("judges", WHOLE),
        number("counted cards", WHOLE),
    ]
    return Sheet("Groups", columns, len(weights))


def tie_steps(material: Material) -> list[tuple[str, int | None]]:
    """The tie ladder step by step: a rule that reads several criteria is a step for each, the heaviest first."""
    steps: list[tuple[str, int | None]] = []
    for rule in material.standings.scores.edition.tie_ladder:
        if rule == "heaviest_criterion":
            steps.append((rule, 1))
        elif rule == "criteria_by_weight":
            steps += [(rule, place) for place in range(1, len(material.criteria) + 1)]
        else:
            steps.append((rule, None))
    return steps


def lay_out(material: Material) -> Layout:
    """Name every column."""
    steps = tie_steps(material)
    criteria = Sheet(
        "Criteria",
        [
            Column("criterion id"),
            Column("criterion", width=28),
            number("weight", "General", is_input=True),
            number("weight %"),
            number("scale min", WHOLE),
            number("scale max", WHOLE),
            number("steps per point", WHOLE),
            number("place by weight", WHOLE),
            number("place by alphabet", WHOLE),
            wide("guidance"),
            wide("descriptors"),
            number("comment required below", WHOLE),
            Column("N/A allowed"),
            wide("judges read the answers to"),
            number("agreement: ICC(2,1)"),
            number("agreement: alpha"),
            number("alpha interval low"),
            number("alpha interval high"),
            number("rubric version", WHOLE),
            instant("in force from"),
        ],
        len(material.criteria),
    )
    scores = Sheet(
        "Scores",
        [
            Column("round"),
            Column("category"),
            Column("reference"),
            Column("title", width=28),
            number("judge id", WHOLE),
            Column("judge", width=20),
            Column("card", width=18),
            Column("criterion id"),
            Column("criterion", width=24),
            number("weight", "General"),
            number("scale min", WHOLE),
            number("scale max", WHOLE),
            number("steps per point", WHOLE),
            number("score", "General", is_input=True),
            number("weighted", "0.0000"),
            Column("scorecard status"),
            Column("counted?"),
            wide("why not"),
            # What other sheets sum and average by: one condition each, where several would take a minute to compute.
            number("missing", WHOLE),
            Column("not applicable"),
            Column("counts for", width=24),
            wide("comment"),
            instant("first saved"),
            instant("last changed"),
            instant("submitted"),
            number("revision", WHOLE),
        ],
        len(material.cards) * len(material.criteria),
    )
    groups = material.standings.scores.group_weights
    firsts = [number("best of this judge"), number("first of this judge", WHOLE)]
    scorecards = Sheet(
        "Scorecards",
        [
            Column("category"),
            Column("reference"),
            Column("title", width=28),
            number("judge id", WHOLE),
            Column("judge", width=20),
            Column("card", width=18),
            *([Column("group", width=16)] if groups else []),
            Column("status"),
            Column("counted?"),
            wide("why not"),
            number("scores missing", WHOLE),
            number("total"),
            *(firsts if ("more_firsts", None) in steps else []),
            number("total as exported"),
            Column("organisation", width=24),
            wide("comment for the city"),
            wide("private note"),
            Column("assigned how"),
            instant("assigned"),
            instant("begun"),
            instant("last changed"),
            instant("completed"),
            number("minutes from begun to completed", "0.0"),
            number("revision", WHOLE),
            Column("conflict"),
            wide("conflict reason"),
            wide("recusal reason"),
        ],
        len(material.cards),
    )
    carried = [number(THIS_ROUND), number("carried score", "General"), Column(CARRIED_EXACTLY, width=16)]
    results = Sheet(
        "Results",
        [
            Column("category"),
            Column("category title", width=24),
            Column("reference"),
            Column("title", width=32),
            Column("city", width=20),
            Column("country"),
            Column("region"),
            Column("type"),
            number("rank", WHOLE),
            Column("tied?"),
            Column("tie decided by", width=28),
            number("final score"),
            Column("final score is", width=28),
            number("rank as exported", WHOLE),
            number("score as exported", "General"),
            *(number(group_mean(each)) for each in groups),
            *(carried if material.standings.carried is not None else []),
            number("raw mean"),
            number("raw rank", WHOLE),
            number("adjusted mean"),
            number("adjusted rank", WHOLE),
            number("shift", "+0;-0;0"),
            number("rank interval low", WHOLE),
            number("rank interval high", WHOLE),
            number("chance of first", "0.0%"),
            number("median"),
            number("SD"),
            number("min"),
            number("max"),
            number("judges assigned", WHOLE),
            number("judges scored", WHOLE),
            number("judges abstained", WHOLE),
            number("judges recused", WHOLE),
            number("judges pending", WHOLE),
            Column("coverage ok?"),
            *(number(f"mean: {each.title} [{each.key}]", key=criterion_mean(each.key)) for each in material.criteria),
            number("score to rank by", "0.000000000"),
            number("place by score", WHOLE),
            *(
                column
                for at, (rule, place) in enumerate(steps, 1)
                for column in (
                    number(f"tie-break {at}: {rule}{'' if place is None else f' {place}'}", "General", f"key {at}"),
                    number(f"place after tie-break {at}", WHOLE, f"place {at}"),
                )
            ),
            Column("status", width=20),
            number("place after decisions", WHOLE),
            Column("award", width=18),
            wide("decision note"),
        ],
        len(material.places),
    )
    return Layout(criteria, scores, scorecards, results, steps, _groups(material))
